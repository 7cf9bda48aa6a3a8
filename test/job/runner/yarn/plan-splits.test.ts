import { allSegments } from '../../../../job/runner/splits';
import { planYarn, type YarnPlan } from '../../../../job/runner/yarn/plan';
import { costOfInput, filesCut, mapInputs, type PlannedSplit } from '../../../../job/runner/yarn/plan-splits';
import { InputFiles } from '../../../../job/store/input-files';
import type { InputFile } from '../../../../job/store/place';
import { Random } from '../../../support/random';
import { fileOf, filesOf, GiB, KiB, MiB, SIZING } from '../../../support/yarn-sizing';

const bytesOf = ({ bytes }: PlannedSplit) => bytes;

/** The segments of all splits, with the numbers of their files. All paths have to be different. */
function segmentsOf(files: readonly InputFile[], maps: YarnPlan['maps']) {
  const numbers = new Map(files.map(({ path }, number) => [path, number]));
  const segments = [...allSegments(InputFiles.of(files), maps.flat())];
  return segments.map(({ file, start, end }) => ({ file: numbers.get(file.path) as number, start, end }));
}

/** Requires that each byte of each file is in exactly one segment, in the order of files and offsets. */
function expectWhole(files: readonly InputFile[], maps: YarnPlan['maps']): void {
  const borders = files.map(() => 0);
  let last = 0;
  const wrong = segmentsOf(files, maps).filter(({ file, start, end }) => {
    const isRight = file >= last && start === borders[file] && end > start;
    borders[file] = end;
    last = file;
    return !isRight;
  });
  expect(wrong).toEqual([]);
  expect(borders).toEqual(files.map(({ sizeBytes }) => sizeBytes));
}

it('files of different sizes are cut into as many equal splits as are read at a time, a slot for each', () => {
  const files = filesOf([1, 2, 3, 5, 8, 4, 1].map((share) => share * 34_708_333));
  const { maps, ...plan } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(maps.map((splits) => splits.length)).toEqual([4, 4, 4, 4]);
  expect(plan).toMatchObject({ splits: 16, parts: 16, reduces: 4, containers: 4, slots: 4 });
  expect(plan.containerBytes).toBe(10_240 * MiB);
  const sizes = maps.flat().map(bytesOf);
  expect(Math.max(...sizes)).toBeLessThan(1.1 * Math.min(...sizes));
});

it('an input that is too large for one wave of tasks is cut into whole waves', () => {
  const files = filesOf([40 * GiB, 3 * GiB, 70 * GiB]);
  const { maps, parts, reduces } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(maps).toHaveLength(32);
  expect(parts % 16).toBe(0);
  expect(reduces).toBe(parts / 4);
  const sizes = maps.flat().map(bytesOf);
  expect(sizes).toHaveLength(128);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(GiB);
  expect(Math.max(...sizes)).toBeLessThan(1.1 * Math.min(...sizes));
});

it('small files share a split', () => {
  const files = filesOf(Array.from({ length: 1600 }, () => 10 * KiB));
  const { maps } = planYarn(files, SIZING);
  expectWhole(files, maps);
  const counts = maps.flat().map(({ firstFile, lastFile }) => 1 + lastFile - firstFile);
  expect(counts).toEqual(Array.from({ length: 16 }, () => 100));
});

it.each([1, 4])(
  'a map task of %i slots has no more files than a line of the manifest can name, however large --split-size is',
  (slots) => {
    const files = InputFiles.of(filesOf(Array.from({ length: 50_000 }, () => 10)));
    const { maps } = planYarn(files.sizes, { ...SIZING, parallelism: slots, slots, splitBytes: 256 * GiB });
    const greatestKeyBytes = 1024;
    let count = 0;
    for (const input of mapInputs(files, maps)) {
      const segments = input.splits.reduce((sum, split) => sum + split.segments.length, 0);
      expect(JSON.stringify(input).length + segments * greatestKeyBytes).toBeLessThan(48 * MiB);
      count += segments;
    }
    expect(count).toBe(files.length);
  },
);

it('a gzip file is never cut, and a large one is a split of its own', () => {
  const files = [fileOf('a', 100 * MiB), fileOf('b.gz', 500 * MiB), fileOf('c', 100 * MiB), fileOf('d.gz', MiB)];
  const { maps } = planYarn(files, SIZING);
  expectWhole(files, maps);
  const large = maps.flat().filter(({ firstFile, lastFile }) => firstFile <= 1 && lastFile >= 1);
  expect(large).toEqual([{ firstFile: 1, start: 0, lastFile: 1, end: 500 * MiB, bytes: 500 * MiB, hasPacked: true }]);
});

it('empty files are left out, and no file is cut into tiny pieces', () => {
  const files = filesOf([0, 100, 0, 700, 0]);
  const { maps, memoryBytes } = planYarn(files, SIZING);
  expectWhole(files, maps);
  expect(maps).toHaveLength(1);
  expect(maps.flat().map(bytesOf)).toEqual([100, 700]);
  expect(memoryBytes).toBeLessThan(260 * MiB);
});

it('a job without any input has one split, which is empty', () => {
  for (const files of [[], filesOf([0, 0])]) {
    const { maps } = planYarn(files, SIZING);
    expect([...mapInputs(InputFiles.of(files), maps)]).toEqual([{ splits: [{ split: 0, segments: [] }] }]);
    expect(filesCut(maps)).toEqual([]);
  }
});

it('the splits of random files cover every byte once (seed 20261122)', () => {
  const random = new Random(20261122);
  for (let round = 0; round < 200; round++) {
    const files = Array.from({ length: random.int(0, 12) }, (_, i) =>
      fileOf(`in/${i}${random.chance(0.25) ? '.gz' : ''}`, random.int(0, 10 ** random.int(1, 8))),
    );
    const sizes = { parallelism: random.int(1, 21), slots: random.int(1, 9), splitBytes: random.int(KiB, MiB) };
    const { maps, slots, containers } = planYarn(files, { ...SIZING, ...sizes });
    expectWhole(files, maps);
    const segments = segmentsOf(files, maps);
    expect(filesCut(maps)).toEqual([...new Set(segments.filter(({ start }) => start > 0).map((each) => each.file))]);
    const sizesOfSplits = maps.map((splits) => splits.map(bytesOf));
    const inputs = [...mapInputs(InputFiles.of(files), maps)];
    expect(
      inputs.map(({ splits }) =>
        splits.map(({ segments }) => segments.reduce((sum, { start, end }) => sum + end - start, 0)),
      ),
    ).toEqual(sizesOfSplits);
    expect(inputs.flatMap(({ splits }) => splits.map(({ split }) => split))).toEqual(maps.flat().map((_, i) => i));
    const most = Math.max(...maps.map((splits) => splits.length));
    expect(most).toBeLessThanOrEqual(slots);
    expect(Math.min(...maps.map((splits) => splits.length))).toBeGreaterThanOrEqual(most - 1);
    expect(slots).toBeLessThanOrEqual(sizes.slots);
    expect(slots * containers).toBeGreaterThanOrEqual(sizes.parallelism);
  }
});

it('no file is cut within its start', () => {
  const [file] = filesOf([GiB]);
  for (const uncutBytes of [0, 100, GiB / 2 + 1, GiB - 1, GiB]) {
    const looked = { ...(file as InputFile), start: { uncutBytes, fields: null, header: null } };
    const { maps } = planYarn([looked], SIZING);
    expectWhole([looked], maps);
    const cuts = segmentsOf([looked], maps)
      .map(({ start }) => start)
      .filter((start) => start > 0);
    expect(cuts.every((at) => at >= uncutBytes)).toBe(true);
    expect(cuts.length > 0).toBe(uncutBytes < GiB);
    expect(filesCut(maps)).toEqual(uncutBytes < GiB ? [0] : []);
  }
});

it('the cost of an input is that of all files, and of the largest one that only one slot can read', () => {
  const shape = { splitBytes: GiB, slots: 4 };
  const [plain, packed, empty] = [fileOf('a', 100 * MiB), fileOf('b.gz', 10 * MiB), fileOf('c.gz', 0)] as const;
  const only = costOfInput([packed], shape);
  expect(only.wholeFileBytes).toBe(only.costBytes);
  expect(only.costBytes).toBeGreaterThan(10 * MiB);
  expect(costOfInput([plain, packed, empty], shape)).toEqual({
    costBytes: costOfInput([plain], shape).costBytes + only.costBytes,
    wholeFileBytes: only.wholeFileBytes,
  });
});
