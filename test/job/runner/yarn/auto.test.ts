import type { AutoSizing } from '../../../../job/options/yarn';
import { chooseSizing, containersIn, type Free, partsOf, type Room } from '../../../../job/runner/yarn/auto';
import { planYarn } from '../../../../job/runner/yarn/plan';
import type { InputFile } from '../../../../job/store/place';
import { withCodec } from '../../../support/with-codec';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

const AUTO: AutoSizing = {
  parallelism: 'auto',
  maxParallelism: 256,
  slots: null,
  parts: null,
  splitBytes: GiB,
  slotBytes: 2560 * MiB,
  masterBytes: 1024 * MiB,
};

const input = (...sizes: readonly number[]): InputFile[] =>
  sizes.map((sizeBytes, i) => withCodec({ path: `in/${i}`, sizeBytes, version: 'v', own: false }));

const LARGEST: Free = { memoryBytes: 256 * GiB, cores: 128 };

/** Nodes that give YARN as much as an m3.xlarge does. */
const nodes = (count: number, memoryMb = 11_520, cores = 4): Room => ({
  nodes: Array.from({ length: count }, () => ({ memoryBytes: memoryMb * MiB, cores })),
  queue: null,
  largest: LARGEST,
});
const withQueue = (room: Room, memoryMb: number, cores: number): Room => ({
  ...room,
  queue: { memoryBytes: memoryMb * MiB, cores },
});

describe('of an idle cluster', () => {
  it.each([
    ['three records', 90, 1, [1, 1]],
    ['three records, on a thousand nodes', 90, 1000, [1, 1]],
    ['no record', 0, 4, [1, 1]],
    ['20 K lines', 0.7 * MiB, 4, [1, 1]],
    ['2 M lines', 64 * MiB, 4, [1, 1]],
    ['a gigabyte, on one node', GiB, 1, [1, 3]],
    ['ten gigabytes, on four nodes', 10 * GiB, 4, [3, 4]],
    ['ten gigabytes, on one node', 10 * GiB, 1, [1, 4]],
  ])('%s takes the containers that pay', (_, bytes, count, [containers, slots]) => {
    const { sizing } = chooseSizing(input(bytes), AUTO, nodes(count));
    expect(sizing).toMatchObject({ parallelism: Number(containers) * Number(slots), slots });
  });

  it('a larger input never takes fewer slots, and none takes more than there are', () => {
    let before = 0;
    for (let bytes = MiB; bytes < 4096 * GiB; bytes *= 2) {
      const { parallelism } = chooseSizing(input(bytes), AUTO, nodes(100)).sizing;
      expect(parallelism).toBeGreaterThanOrEqual(before);
      expect(parallelism).toBeLessThanOrEqual(256);
      before = parallelism;
    }
    expect(before).toBeGreaterThan(128);
  });

  it('one packed file takes fewer slots than as much in many files, because one slot reads it', () => {
    const packed = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        withCodec({ path: `in/${i}.gz`, sizeBytes: (8 * GiB) / count, version: 'v', own: false }),
      );
    const of = (count: number) => chooseSizing(packed(count), AUTO, nodes(100)).sizing.parallelism;
    expect(of(1)).toBeLessThan(of(64) / 2);
  });

  it('a large input takes nine tenths of all slots or more, and at most --max-parallelism', () => {
    const huge = input(8192 * GiB);
    const { sizing } = chooseSizing(huge, AUTO, nodes(40));
    expect(sizing.slots).toBe(4);
    expect(sizing.parallelism).toBeGreaterThanOrEqual(0.9 * 160);
    expect(chooseSizing(huge, AUTO, nodes(2))).toMatchObject({
      sizing: { parallelism: 8, slots: 4 },
      why: 'parallelism 8 (2 containers): no more is free, though this input is worth more',
    });
    const limited = chooseSizing(huge, { ...AUTO, maxParallelism: 12 }, nodes(40));
    expect(limited.sizing).toMatchObject({ parallelism: 12, slots: 4 });
    expect(limited.why).toBe('parallelism 12 (3 containers): --max-parallelism 12 allows no more');
  });

  it('nodes of many cores run containers of many slots', () => {
    const { sizing } = chooseSizing(input(8192 * GiB), AUTO, nodes(4, 122_880, 16));
    expect(sizing.parallelism).toBe(4 * sizing.slots);
    expect(sizing.slots).toBeGreaterThanOrEqual(0.9 * 16);
  });

  it('no container is larger than the scheduler allows', () => {
    const most = (memoryMb: number, cores: number): Room => ({
      ...nodes(4, 122_880, 16),
      largest: { memoryBytes: memoryMb * MiB, cores },
    });
    // the limits of Hadoop's defaults
    expect(chooseSizing(input(8192 * GiB), AUTO, most(8192, 4)).sizing.slots).toBe(3);
    expect(chooseSizing(input(8192 * GiB), AUTO, most(122_880, 4)).sizing.slots).toBe(4);
  });

  it('nodes of little memory run containers of few slots', () => {
    const { sizing } = chooseSizing(input(8192 * GiB), AUTO, nodes(4, 6144, 4));
    // the node of the application master has room for two as well
    expect(sizing).toMatchObject({ parallelism: 8, slots: 2 });
  });
});

it('slots that are given stay, also for a small input', () => {
  for (const bytes of [90, GiB, 64 * GiB]) {
    for (const slots of [1, 3, 4]) {
      const { sizing } = chooseSizing(input(bytes), { ...AUTO, slots }, nodes(4));
      expect(sizing.slots).toBe(slots);
      expect(sizing.parallelism % slots).toBe(0);
      const plan = planYarn(input(bytes), sizing);
      expect(plan).toMatchObject({ slots, containers: sizing.parallelism / slots });
    }
  }
});

describe('of a busy cluster', () => {
  const busy = 'no container has room now, so the job waits in the queue';

  it.each<[string, Room, AutoSizing, number]>([
    ['no memory', { nodes: [{ memoryBytes: 0, cores: 4 }], queue: null, largest: LARGEST }, AUTO, 1],
    ['no core', { nodes: [{ memoryBytes: 11_520 * MiB, cores: 0 }], queue: null, largest: LARGEST }, AUTO, 1],
    ['no node', { nodes: [], queue: null, largest: LARGEST }, AUTO, 1],
    ['no room for the application master beside a task', nodes(1, 2560 + 1023), AUTO, 1],
    ['a full queue', withQueue(nodes(4), 0, 0), AUTO, 1],
    ['too little for the slots that are given', nodes(4, 10_239), { ...AUTO, slots: 4 }, 4],
  ])('with %s the least is taken, which waits', (_, room, asked, slots) => {
    const { sizing, why } = chooseSizing(input(64 * GiB), asked, room);
    expect(sizing).toMatchObject({ parallelism: slots, slots });
    expect(why).toBe(`parallelism ${slots} (1 container): ${busy}`);
  });

  it('the rest of the cores and of the queue is taken', () => {
    const free: Free[] = [
      { memoryBytes: 11_520 * MiB, cores: 1 },
      { memoryBytes: 6000 * MiB, cores: 4 },
    ];
    expect(chooseSizing(input(64 * GiB), AUTO, { nodes: free, queue: null, largest: LARGEST }).sizing.parallelism).toBe(
      2,
    );
    const { sizing } = chooseSizing(input(64 * GiB), AUTO, withQueue(nodes(4), 22_000, 16));
    expect(sizing.parallelism * 2560).toBeLessThanOrEqual(22_000 - 1024);
    expect(sizing.parallelism).toBe(8);
  });
});

it.each<[string, Room, number, number]>([
  ['one container a node', nodes(4), 4, 4],
  ['none beside the application master', nodes(4, 11_263), 4, 3],
  ['two containers a node', nodes(4), 2, 8],
  ['no container of more slots than cores', nodes(4), 5, 0],
  // there it takes the place of a container, and on the small node it would take one too
  [
    'one less on a large node',
    { nodes: [...nodes(1, 2560).nodes, ...nodes(1, 11_520).nodes], queue: null, largest: LARGEST },
    1,
    4,
  ],
  ['as many as the memory of the queue holds', withQueue(nodes(4), 30 * 1024, 16), 4, 2],
  ['as many as the queue has cores for', withQueue(nodes(4), 300 * 1024, 11), 4, 2],
  ['none where the application master fits no node', nodes(4, 1000), 1, 0],
])('there is room for %s', (_, room, slots, count) => {
  expect(containersIn(room, slots, AUTO.slotBytes, AUTO.masterBytes)).toBe(count);
});

it('the number of parts depends on the input alone', () => {
  expect([0, MiB, 8 * GiB, 8 * GiB + 1, 100 * GiB].map(partsOf)).toEqual([16, 16, 16, 32, 208]);
  expect(partsOf(1e18)).toBe(100_000);
  const rooms = [null, nodes(1), nodes(400), { nodes: [], queue: null, largest: LARGEST }];
  for (const bytes of [90, GiB, 100 * GiB]) {
    const found = rooms.flatMap((room) =>
      [1, 16, 256].map((maxParallelism) => {
        const asked = { ...AUTO, maxParallelism };
        return planYarn(input(bytes), chooseSizing(input(bytes), asked, room).sizing).parts;
      }),
    );
    expect(new Set(found).size).toBe(1);
  }
  expect(chooseSizing(input(90), { ...AUTO, parts: 7 }, nodes(4)).sizing.parts).toBe(7);
});

it('few records are written to all parts by one reduce task', () => {
  const files = input(90);
  const { maps, parts, reduces, containerBytes } = planYarn(files, chooseSizing(files, AUTO, nodes(4)).sizing);
  expect({ maps: maps.length, parts, reduces, containerBytes }).toEqual({
    maps: 1,
    parts: 16,
    reduces: 1,
    containerBytes: 2560 * MiB,
  });
});

it('the choice says how many slots are free, and nothing of them where that is not known', () => {
  expect(chooseSizing(input(90), AUTO, nodes(4)).why).toBe(
    'parallelism 1 (1 container): more slots would not make this input a tenth faster; 16 are free',
  );
  expect(chooseSizing(input(90), AUTO, null).why).toBe(
    'parallelism 1 (1 container): more slots would not make this input a tenth faster',
  );
});
