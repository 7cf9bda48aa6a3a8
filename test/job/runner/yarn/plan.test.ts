import type { Sizing } from '../../../../job/options/yarn';
import type { MapInput } from '../../../../job/runner/yarn/contract';
import { filesCut, masterProblem, planYarn, type YarnPlan } from '../../../../job/runner/yarn/plan';
import type { InputFile } from '../../../../job/store/place';
import { Random } from '../../../support/random';
import { withCodec } from '../../../support/with-codec';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

const SIZING: Sizing = {
  parallelism: 16,
  parts: null,
  splitBytes: GiB,
  containerBytes: 2560 * MiB,
  masterBytes: 1024 * MiB,
};

const file = (path: string, sizeBytes: number): InputFile => withCodec({ path, sizeBytes, version: 'v', own: false });
const filesOf = (sizes: readonly number[], suffix = '') => sizes.map((size, i) => file(`in/${i}${suffix}`, size));
const bytesOf = ({ segments }: MapInput) => segments.reduce((sum, { start, end }) => sum + end - start, 0);

/** Requires that each byte of each file is in exactly one segment, in the order of files and offsets. */
function expectWhole(files: readonly InputFile[], maps: readonly MapInput[]): void {
  expect(maps.map(({ map }) => map)).toEqual(maps.map((_, i) => i));
  const segments = maps.flatMap((map) => map.segments);
  const borders = new Map<number, number>();
  let last = 0;
  for (const { file, index, start, end } of segments) {
    expect(file).toBe(files[index]);
    expect(index).toBeGreaterThanOrEqual(last);
    expect(start).toBe(borders.get(index) ?? 0);
    expect(end).toBeGreaterThan(start);
    borders.set(index, end);
    last = index;
  }
  files.forEach((each, index) => {
    expect(borders.get(index) ?? 0).toBe(each.sizeBytes);
  });
}

it('files of different sizes are cut into as many equal splits as tasks run at a time', () => {
  const files = filesOf([1, 2, 3, 5, 8, 4, 1].map((share) => share * 34_708_333));
  const { maps, parts } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(maps).toHaveLength(16);
  expect(parts).toBe(16);
  const sizes = maps.map(bytesOf);
  expect(Math.max(...sizes)).toBeLessThan(1.1 * Math.min(...sizes));
});

it('an input that is too large for one wave of tasks is cut into whole waves', () => {
  const files = filesOf([40 * GiB, 3 * GiB, 70 * GiB]);
  const { maps, parts } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(maps).toHaveLength(128);
  expect(parts % 16).toBe(0);
  const sizes = maps.map(bytesOf);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(GiB);
  expect(Math.max(...sizes)).toBeLessThan(1.1 * Math.min(...sizes));
});

it('small files share a split', () => {
  const files = filesOf(Array.from({ length: 1600 }, () => 10 * KiB));
  const { maps } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(maps.map(({ segments }) => segments.length)).toEqual(Array.from({ length: 16 }, () => 100));
});

it('a split has no more files than a line of the manifest can name, however large --split-size is', () => {
  // names of the greatest length of a key in S3
  const files = Array.from({ length: 50_000 }, (_, i) => file(`s3://bucket/${String(i).padStart(1024, 'x')}`, 10));
  const { maps } = planYarn(files, { ...SIZING, parallelism: 1, splitBytes: 256 * GiB });
  expect(maps.flatMap(({ segments }) => segments.map(({ index }) => index))).toEqual(files.map((_, i) => i));
  expect(Math.max(...maps.map((map) => JSON.stringify(map).length))).toBeLessThan(48 * MiB);
});

it('a gzip file is never cut, and a large one is a split of its own', () => {
  const files = [file('a', 100 * MiB), file('b.gz', 500 * MiB), file('c', 100 * MiB), file('d.gz', MiB)];
  const { maps } = planYarn(files, SIZING);
  expectWhole(files, maps);
  const large = maps.filter(({ segments }) => segments.some(({ file }) => file.path === 'b.gz'));
  expect(large).toEqual([
    expect.objectContaining({ segments: [expect.objectContaining({ start: 0, end: 500 * MiB })] }),
  ]);
});

it('empty files are left out, and no file is cut into tiny pieces', () => {
  const files = filesOf([0, 100, 0, 700, 0]);
  const { maps, memoryBytes } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(maps.map(bytesOf)).toEqual([100, 700]);
  expect(memoryBytes).toBeLessThan(70 * MiB);
  expect(planYarn([], SIZING).maps).toEqual([{ map: 0, segments: [] }]);
});

it('the splits of random files cover every byte once (seed 20261122)', () => {
  const random = new Random(20261122);
  for (let round = 0; round < 200; round++) {
    const files = Array.from({ length: random.int(0, 12) }, (_, i) =>
      file(`in/${i}${random.chance(0.25) ? '.gz' : ''}`, random.int(0, 10 ** random.int(1, 8))),
    );
    const sizing = { ...SIZING, parallelism: random.int(1, 21), splitBytes: random.int(KiB, MiB) };
    expectWhole(files, planYarn(files, sizing).maps);
  }
});

it('a reduce task has groups that fit its memory', () => {
  const plan = planYarn(filesOf([64 * GiB]), { ...SIZING, parts: 16 });
  expect(plan.memoryBytes).toBe(1536 * MiB);
  expect(plan.groups).toBe(8);
  expect(planYarn(filesOf([64 * GiB]), SIZING).parts).toBe(48);
  expect(planYarn(filesOf([MiB]), SIZING).groups).toBe(1);
});

it('the decompressed size of a gzip file counts as unknown', () => {
  expect(planYarn([file('a.gz', KiB)], SIZING).memoryBytes).toBe(1536 * MiB);
});

it('more map tasks than part names can number are refused', () => {
  expect(() => planYarn(filesOf([500_000 * GiB]), SIZING)).toThrow(
    'the input makes 500016 map tasks, at most 100000 are possible; --split-size 7g makes them fewer',
  );
  expect(planYarn(filesOf([500_000 * GiB]), { ...SIZING, splitBytes: 7 * GiB }).maps.length).toBeLessThan(100_000);
});

it('the plan of 10 TB in a million objects fits a gigabyte of memory and names the needs of the application master', () => {
  const before = process.memoryUsage.rss();
  const files = Array.from({ length: 1_000_000 }, (_, i) =>
    file(`s3://bucket/ratings/2025/${String(i).padStart(7, '0')}.txt`, 5_000_000 + ((i * 7919) % 10_000_000)),
  );
  const plan = planYarn(files, SIZING);
  expect(process.memoryUsage.rss() - before).toBeLessThan(GiB);
  expect(plan.maps.length % 16).toBe(0);
  expect(plan.maps.length).toBeGreaterThan(9_000);
  expect(Math.max(...plan.maps.map(bytesOf))).toBeLessThanOrEqual(GiB);
  expect(masterProblem(plan)).toBeNull();
  expect(masterProblem(planYarn(files, { ...SIZING, splitBytes: 128 * MiB }))).toMatch(
    /^\d+ map and \d+ reduce tasks need about \d+ MB of heap in the application master, which has 768 MB; give it --application-master-memory \d+m$/,
  );
});

it('no file is cut within its start', () => {
  const [file] = filesOf([GiB]);
  for (const uncutBytes of [0, 100, GiB / 2 + 1, GiB - 1, GiB]) {
    const looked = { ...(file as InputFile), start: { uncutBytes, fields: null, header: null } };
    const { maps } = planYarn([looked], SIZING);
    expectWhole([looked], maps);
    const cuts = maps.flatMap(({ segments }) => segments.map(({ start }) => start)).filter((start) => start > 0);
    expect(cuts.every((at) => at >= uncutBytes)).toBe(true);
    expect(cuts.length > 0).toBe(uncutBytes < GiB);
    expect(filesCut({ maps } as YarnPlan)).toEqual(uncutBytes < GiB ? [looked] : []);
  }
});
