/** Compares the tables with each other, and the formula for packing tasks with a simulation. */

import {
  architectureOf,
  findInstanceType,
  INSTANCE_TYPES,
  regionsWith,
  zonesWith,
} from '../../../lib/catalog/instance-type';
import { FAMILIES } from '../../../lib/catalog/tables/instance-types';
import { REGIONS } from '../../../lib/catalog/tables/regions';
import { RELEASES } from '../../../lib/catalog/tables/releases';
import { largestContainerMb, roomFor } from '../../../lib/preflight/packing';
import { compareVersions } from '../../../lib/preflight/version';
import { TABLE } from '../../../lib/settings/table';

it('m3.xlarge is offered in nine regions, and in some of their zones', () => {
  const m3 = findInstanceType('m3.xlarge');
  if (m3 === null) throw new Error('no m3.xlarge');
  expect(regionsWith(m3)).toHaveLength(9);
  expect(zonesWith([m3], 'us-east-1')).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1e']);
  expect(zonesWith([m3], 'eu-west-2')).toEqual([]);
  expect(zonesWith([m3], 'us-gov-west-1')).toEqual([]);
  expect(zonesWith([], 'us-west-1')).toEqual(['us-west-1a', 'us-west-1b']);
});

it('every family is offered in regions and zones that exist', () => {
  for (const { offered } of FAMILIES) {
    for (const [region, letters] of Object.entries('only' in offered ? offered.only : offered.except)) {
      expect(Object.keys(REGIONS)).toContain(region);
      expect(REGIONS[region]).toMatch(new RegExp([...letters].join('.*')));
    }
  }
});

it('the architecture of an instance type comes from the table, or from its name', () => {
  const arm = INSTANCE_TYPES.filter(({ name }) => architectureOf(name) === 'arm64').map(({ family }) => family.name);
  expect([...new Set(arm)]).toEqual(['m6g', 'm7g', 'm8g']);
  expect(['c7gn.xlarge', 'im4gn.large', 'a1.large', 'g5g.xlarge', 'r8gd.2xlarge'].map(architectureOf)).toEqual(
    Array.from({ length: 5 }, () => 'arm64'),
  );
  expect(['g4dn.xlarge', 'c7i-flex.large', 'm7a.xlarge', 't3.medium'].map(architectureOf)).toEqual(
    Array.from({ length: 4 }, () => 'x64'),
  );
});

it('the releases are sorted and include the default', () => {
  const labels = RELEASES.map(({ label }) => label);
  expect(labels).toEqual([...labels].sort(compareVersions));
  expect(labels).toContain(TABLE.release.default);
});

it.each([
  ['emr-7.9.0', 'emr-7.10.0'],
  ['2.5', '2.26'],
  ['2.28', '2.28.1'],
])('the version %s sorts before %s', (a, b) => {
  expect(compareVersions(a, b)).toBeLessThan(0);
  expect(compareVersions(b, a)).toBeGreaterThan(0);
  expect(compareVersions(a, a)).toBe(0);
});

it('sixteen tasks and the application master exactly fit four xlarge nodes of every general family', () => {
  const xlarge = INSTANCE_TYPES.filter(({ name }) => /^m.*\.xlarge$/.test(name));
  expect(xlarge).toHaveLength(10);
  for (const { nodeManagerMb } of xlarge) expect(roomFor(2560, { nodes: 4, nodeManagerMb, masterMb: 1024 })).toBe(16);
});

it.each([
  ['m3.2xlarge', 8, 30720, 23040],
  ['m4.large', 2, 8192, 6144],
  ['m4.10xlarge', 40, 163840, 155648],
  ['m5.24xlarge', 96, 393216, 385024],
  ['m6i.32xlarge', 128, 524288, 491520],
  ['m7g.12xlarge', 48, 196608, 179200],
  ['m8g.48xlarge', 192, 786432, 741376],
  ['r5.24xlarge', 96, 786432, 778240],
  ['c5.18xlarge', 72, 147456, 139264],
])("%s has the figures of EC2 and of AWS's page emr-hadoop-task-config", (name, vcpus, memoryMb, nodeManagerMb) => {
  expect(findInstanceType(name)).toMatchObject({ vcpus, memoryMb, nodeManagerMb });
});

it('every instance type gives YARN less than its memory and more than half of it', () => {
  for (const { nodeManagerMb, memoryMb } of INSTANCE_TYPES) {
    expect(nodeManagerMb).toBeLessThan(memoryMb);
    expect(nodeManagerMb).toBeGreaterThan(memoryMb / 2);
  }
});

/** The number of tasks that fit when they are placed one by one, with the application master on the first node. */
function packed(taskMb: number, { nodes, nodeManagerMb, masterMb }: Parameters<typeof roomFor>[1]): number {
  const free = Array.from({ length: nodes }, (_, i) => nodeManagerMb - (i === 0 ? masterMb : 0));
  let tasks = 0;
  for (;;) {
    const node = free.findIndex((mb) => mb >= taskMb);
    if (node < 0) return tasks;
    free[node] = (free[node] as number) - taskMb;
    tasks++;
  }
}

it('the formulas for the number of tasks and for the largest task agree with placing tasks one by one', () => {
  for (const nodes of [1, 2, 3, 4, 7]) {
    for (const masterMb of [64, 103, 200]) {
      const cluster = { nodes, nodeManagerMb: 200, masterMb };
      for (let taskMb = 1; taskMb <= 210; taskMb++) expect(roomFor(taskMb, cluster)).toBe(packed(taskMb, cluster));
      for (const parallelism of [1, 2, 3, 5, 8, 13, 16, 40]) {
        const sizes = Array.from({ length: 210 }, (_, i) => 210 - i);
        const largest = sizes.find((taskMb) => packed(taskMb, cluster) >= parallelism);
        expect(largestContainerMb(parallelism, cluster)).toBe(largest === undefined ? null : largest);
      }
    }
  }
});
