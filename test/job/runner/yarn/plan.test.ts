import type { Sizing } from '../../../../job/options/yarn';
import type { MapInput, SplitInput } from '../../../../job/runner/yarn/contract';
import {
  filesCut,
  masterProblem,
  planYarn,
  segmentsIn,
  shapeOf,
  type YarnPlan,
} from '../../../../job/runner/yarn/plan';
import type { InputFile } from '../../../../job/store/place';
import { Random } from '../../../support/random';
import { withCodec } from '../../../support/with-codec';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

const SIZING: Sizing = {
  parallelism: 16,
  slots: 4,
  parts: null,
  splitBytes: GiB,
  slotBytes: 2560 * MiB,
  masterBytes: 1024 * MiB,
};

const file = (path: string, sizeBytes: number): InputFile => withCodec({ path, sizeBytes, version: 'v', own: false });
const filesOf = (sizes: readonly number[], suffix = '') => sizes.map((size, i) => file(`in/${i}${suffix}`, size));
const splitsOf = ({ maps }: Pick<YarnPlan, 'maps'>) => maps.flatMap(({ splits }) => splits);
const bytesOf = ({ segments }: SplitInput) => segments.reduce((sum, { start, end }) => sum + end - start, 0);

/** Requires that each byte of each file is in exactly one segment, in the order of files and offsets. */
function expectWhole(files: readonly InputFile[], maps: readonly MapInput[]): void {
  const splits = splitsOf({ maps });
  expect(splits.map(({ split }) => split)).toEqual(splits.map((_, i) => i));
  const borders = files.map(() => 0);
  let last = 0;
  // there may be a hundred thousand segments, and each call of expect() takes as long as a hundred of these comparisons
  const wrong = segmentsIn(maps).filter(({ file, index, start, end }) => {
    const isRight = file === files[index] && index >= last && start === borders[index] && end > start;
    borders[index] = end;
    last = index;
    return !isRight;
  });
  expect(wrong).toEqual([]);
  expect(borders).toEqual(files.map(({ sizeBytes }) => sizeBytes));
}

it('files of different sizes are cut into as many equal splits as are read at a time, a slot for each', () => {
  const files = filesOf([1, 2, 3, 5, 8, 4, 1].map((share) => share * 34_708_333));
  const { maps, ...plan } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(maps.map(({ splits }) => splits.length)).toEqual([4, 4, 4, 4]);
  expect(plan).toMatchObject({ splits: 16, parts: 16, reduces: 4, containers: 4, slots: 4 });
  expect(plan.containerBytes).toBe(10_240 * MiB);
  const sizes = splitsOf({ maps }).map(bytesOf);
  expect(Math.max(...sizes)).toBeLessThan(1.1 * Math.min(...sizes));
});

it('an input that is too large for one wave of tasks is cut into whole waves', () => {
  const files = filesOf([40 * GiB, 3 * GiB, 70 * GiB]);
  const { maps, parts, reduces } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(maps).toHaveLength(32);
  expect(parts % 16).toBe(0);
  expect(reduces).toBe(parts / 4);
  const sizes = splitsOf({ maps }).map(bytesOf);
  expect(sizes).toHaveLength(128);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(GiB);
  expect(Math.max(...sizes)).toBeLessThan(1.1 * Math.min(...sizes));
});

it('small files share a split', () => {
  const files = filesOf(Array.from({ length: 1600 }, () => 10 * KiB));
  const { maps } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(splitsOf({ maps }).map(({ segments }) => segments.length)).toEqual(Array.from({ length: 16 }, () => 100));
});

it.each([1, 4])(
  'a map task of %i slots has no more files than a line of the manifest can name, however large --split-size is',
  (slots) => {
    // names of the greatest length of a key in S3
    const files = Array.from({ length: 50_000 }, (_, i) => file(`s3://bucket/${String(i).padStart(1024, 'x')}`, 10));
    const { maps } = planYarn(files, { ...SIZING, parallelism: slots, slots, splitBytes: 256 * GiB });
    expect(segmentsIn(maps).map(({ index }) => index)).toEqual(files.map((_, i) => i));
    expect(Math.max(...maps.map((map) => JSON.stringify(map).length))).toBeLessThan(48 * MiB);
  },
);

it('a gzip file is never cut, and a large one is a split of its own', () => {
  const files = [file('a', 100 * MiB), file('b.gz', 500 * MiB), file('c', 100 * MiB), file('d.gz', MiB)];
  const { maps } = planYarn(files, SIZING);
  expectWhole(files, maps);
  const large = splitsOf({ maps }).filter(({ segments }) => segments.some(({ file }) => file.path === 'b.gz'));
  expect(large).toEqual([
    expect.objectContaining({ segments: [expect.objectContaining({ start: 0, end: 500 * MiB })] }),
  ]);
});

it('empty files are left out, and no file is cut into tiny pieces', () => {
  const files = filesOf([0, 100, 0, 700, 0]);
  const { maps, memoryBytes } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(maps).toHaveLength(1);
  expect(splitsOf({ maps }).map(bytesOf)).toEqual([100, 700]);
  expect(memoryBytes).toBeLessThan(260 * MiB);
  expect(planYarn([], SIZING).maps).toEqual([{ splits: [{ split: 0, segments: [] }] }]);
});

it('the splits of random files cover every byte once (seed 20261122)', () => {
  const random = new Random(20261122);
  for (let round = 0; round < 200; round++) {
    const files = Array.from({ length: random.int(0, 12) }, (_, i) =>
      file(`in/${i}${random.chance(0.25) ? '.gz' : ''}`, random.int(0, 10 ** random.int(1, 8))),
    );
    const sizes = { parallelism: random.int(1, 21), slots: random.int(1, 9), splitBytes: random.int(KiB, MiB) };
    const { maps, slots, containers } = planYarn(files, { ...SIZING, ...sizes });
    expectWhole(files, maps);
    const most = Math.max(...maps.map(({ splits }) => splits.length));
    expect(most).toBeLessThanOrEqual(slots);
    expect(Math.min(...maps.map(({ splits }) => splits.length))).toBeGreaterThanOrEqual(most - 1);
    expect(slots).toBeLessThanOrEqual(sizes.slots);
    expect(slots * containers).toBeGreaterThanOrEqual(sizes.parallelism);
  }
});

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
  expect(planYarn([file('a.gz', 100 * MiB)], SIZING)).toMatchObject({ splits: 1, reduces: 4 });
  expect(planYarn([file('a.gz', KiB)], SIZING)).toMatchObject({ splits: 1, reduces: 1 });
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
  expect(planYarn([file('a.gz', KiB)], { ...SIZING, slots: 1 }).memoryBytes).toBe(1536 * MiB);
});

it('more splits than part names can number are refused', () => {
  expect(() => planYarn(filesOf([500_000 * GiB]), SIZING)).toThrow(
    'the input makes 500016 splits, at most 100000 are possible; --split-size 7g makes them fewer',
  );
  expect(planYarn(filesOf([500_000 * GiB]), { ...SIZING, splitBytes: 7 * GiB }).splits).toBeLessThan(100_000);
});

it('the plan of 10 TB in a million objects fits a gigabyte of memory and names the needs of the application master', () => {
  const before = process.memoryUsage.rss();
  const files = Array.from({ length: 1_000_000 }, (_, i) => ({
    path: `s3://bucket/ratings/2025/${String(i).padStart(7, '0')}.txt`,
    sizeBytes: 5_000_000 + ((i * 7919) % 10_000_000),
    version: 'v',
    own: false,
    codec: 'none' as const,
  }));
  const plan = planYarn(files, SIZING);
  expect(process.memoryUsage.rss() - before).toBeLessThan(GiB);
  expect(plan.maps.length % 4).toBe(0);
  expect(plan.splits).toBeGreaterThan(9_000);
  expect(Math.max(...splitsOf(plan).map(bytesOf))).toBeLessThanOrEqual(GiB);
  expect(masterProblem(plan)).toBeNull();
  // as many bytes and more tasks, in fewer files
  const large = filesOf(Array.from({ length: 80_000 }, () => 128 * MiB));
  expect(masterProblem(planYarn(large, { ...SIZING, slots: 1, splitBytes: 128 * MiB }))).toMatch(
    /^\d+ map and \d+ reduce tasks need about \d+ MB of heap in the application master, which has 768 MB; give it --application-master-memory \d+m$/,
  );
});

it('no file is cut within its start', () => {
  const [file] = filesOf([GiB]);
  for (const uncutBytes of [0, 100, GiB / 2 + 1, GiB - 1, GiB]) {
    const looked = { ...(file as InputFile), start: { uncutBytes, fields: null, header: null } };
    const { maps } = planYarn([looked], SIZING);
    expectWhole([looked], maps);
    const cuts = segmentsIn(maps)
      .map(({ start }) => start)
      .filter((start) => start > 0);
    expect(cuts.every((at) => at >= uncutBytes)).toBe(true);
    expect(cuts.length > 0).toBe(uncutBytes < GiB);
    expect(filesCut({ maps } as YarnPlan)).toEqual(uncutBytes < GiB ? [0] : []);
  }
});
