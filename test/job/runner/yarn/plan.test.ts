import { masterProblem, planYarn, shapeOf } from '../../../../job/runner/yarn/plan';
import { fileOf, filesOf, GiB, KiB, MiB, SIZING } from '../../../support/yarn-sizing';

it.each([
  [16, 1, 16, 1],
  [16, 4, 4, 4],
  [2, 4, 1, 2],
  [6, 4, 2, 3],
  [1, 4, 1, 1],
  [9, 8, 2, 5],
])('%i at a time with --slots %i are %i containers of %i slots', (parallelism, slots, containers, needed) => {
  const shape = shapeOf({ parallelism, slots, slotBytes: 2560 * MiB });
  expect(shape).toEqual({ containers, slots: needed, containerBytes: needed * 2560 * MiB });
});

it.each([
  // three records, which one container maps, are reduced by one
  [[90], {}, { maps: 1, parts: 16, reduces: 1 }],
  [[90], { parallelism: 2, slots: 1, parts: 5 }, { maps: 1, parts: 5, reduces: 1 }],
  [[90], { parallelism: 1, slots: 1, parts: 200 }, { maps: 1, parts: 200, reduces: 4 }],
  // as many reduce tasks as map tasks
  [[64 * KiB], {}, { maps: 4, parts: 16, reduces: 4 }],
  [[64 * KiB], { parts: 64 }, { maps: 4, parts: 64, reduces: 4 }],
  [[64 * KiB], { parts: 2 }, { maps: 4, parts: 2, reduces: 1 }],
  // many waves of large parts
  [[100 * GiB], { parts: 1000 }, { maps: 28, parts: 1000, reduces: 16 }],
])('an input of %j bytes with %j has %j', (sizes, options, expected) => {
  const { maps, parts, reduces } = planYarn(filesOf(sizes), { ...SIZING, ...options });
  expect({ maps: maps.length, parts, reduces }).toEqual(expected);
});

it('a packed file, which one slot reads, is reduced by all containers unless it is small', () => {
  expect(planYarn([fileOf('a.gz', 100 * MiB)], SIZING)).toMatchObject({ splits: 1, reduces: 4 });
  expect(planYarn([fileOf('a.gz', KiB)], SIZING)).toMatchObject({ splits: 1, reduces: 1 });
});

it('a part has groups that fit the memory of its slot', () => {
  const plan = planYarn(filesOf([64 * GiB]), { ...SIZING, slots: 1, parts: 16 });
  expect(plan.memoryBytes).toBe(1536 * MiB);
  expect(plan.groups).toBe(8);
  // one memory has at most 4 GiB
  expect(planYarn(filesOf([64 * GiB]), { ...SIZING, parts: 16 })).toMatchObject({
    groups: 16,
    memoryBytes: 4092 * MiB,
  });
  expect(planYarn(filesOf([64 * GiB]), SIZING).parts).toBe(48);
  expect(planYarn(filesOf([MiB]), SIZING).groups).toBe(1);
});

it('the decompressed size of a gzip file counts as unknown', () => {
  expect(planYarn([fileOf('a.gz', KiB)], { ...SIZING, slots: 1 }).memoryBytes).toBe(1536 * MiB);
});

it('more splits than part names can number are refused', () => {
  expect(() => planYarn(filesOf([500_000 * GiB]), SIZING)).toThrow(
    'the input makes 500016 splits, at most 100000 are possible; --split-size 7g makes them fewer',
  );
  expect(planYarn(filesOf([500_000 * GiB]), { ...SIZING, splitBytes: 7 * GiB }).splits).toBeLessThan(100_000);
});

it('the plan of 10 TB in a million objects has a split for each hundred of them, and names the needs of the application master', () => {
  const files = Array.from({ length: 1_000_000 }, (_, i) => ({
    sizeBytes: 5_000_000 + ((i * 7919) % 10_000_000),
    codec: 'none' as const,
  }));
  const plan = planYarn(files, SIZING);
  expect(plan.maps.length % 4).toBe(0);
  expect(plan.splits).toBeGreaterThan(9_000);
  expect(plan.splits).toBeLessThan(10_000);
  expect(Math.max(...plan.maps.flat().map(({ bytes }) => bytes))).toBeLessThanOrEqual(GiB);
  expect(masterProblem(plan)).toBeNull();
  // as many bytes and more tasks, in fewer files
  const large = filesOf(Array.from({ length: 80_000 }, () => 128 * MiB));
  expect(masterProblem(planYarn(large, { ...SIZING, slots: 1, splitBytes: 128 * MiB }))).toMatch(
    /^\d+ map and \d+ reduce tasks need about \d+ MB of heap in the application master, which has 768 MB; give it --application-master-memory \d+m$/,
  );
});
