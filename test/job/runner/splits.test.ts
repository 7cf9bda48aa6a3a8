import { isWholeFile } from '../../../job/runner/chain';
import {
  allSegments,
  cutSegments,
  fileSegments,
  filesCut,
  planSplits,
  planWorkers,
  segmentSizes,
} from '../../../job/runner/splits';
import { InputFiles } from '../../../job/store/input-files';
import type { InputFile } from '../../../job/store/place';
import { Random } from '../../support/random';
import { withCodec } from '../../support/with-codec';

const file = (sizeBytes: number, path = 'a'): InputFile => withCodec({ path, sizeBytes, version: '', own: false });
const MiB = 1024 * 1024;

/** The segments of all splits, with the numbers of their files. */
function segmentsOf(files: readonly InputFile[], workers: number) {
  const list = InputFiles.of(files.map((each, number) => ({ ...each, path: `${number}` })));
  const segments = [...allSegments(list, planSplits(list.sizes, workers))];
  return segments.map(({ file, start, end }) => ({ file: Number(file.path), start, end }));
}

it('the splits cover every byte of every file once, in order, whatever the sizes', () => {
  const random = new Random(11);
  for (let i = 0; i < 1000; i++) {
    const files = Array.from({ length: random.int(1, 4) }, () => file(random.int(0, 10 ** random.int(1, 12))));
    const ends = files.map(() => 0);
    let last = 0;
    for (const { file: number, start, end } of segmentsOf(files, random.int(1, 9))) {
      if (number < last || start !== ends[number]) throw new Error(`${number} from ${start}, after ${last}: ${ends}`);
      last = number;
      ends[number] = end;
    }
    expect(ends).toEqual(files.map(({ sizeBytes }) => sizeBytes));
  }
});

it('the last split of a file ends at the size of the file when the division is not exact', () => {
  const segments = segmentsOf([file(8_005_283), file(11_700_000)], 1);
  expect(segments.filter((segment) => segment.file === 0).at(-1)?.end).toBe(8_005_283);
});

it('small files share a split, and large files are cut into pieces of about equal size', () => {
  const small = Array.from({ length: 10_000 }, (_, i) => file(100, String(i)));
  expect(planSplits(small, 2).length).toBeLessThan(1000);
  const sizes = planSplits([file(400 * MiB)], 2).map(({ start, end }) => end - start);
  expect(sizes.length).toBeGreaterThanOrEqual(32);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});

it('gzip files are not cut, and empty files are left out', () => {
  expect(segmentsOf([file(400 * MiB, 'a.gz'), file(0, 'b.gz'), file(0)], 2)).toEqual([
    { file: 0, start: 0, end: 400 * MiB },
  ]);
});

it('a small input gets few workers', () => {
  expect([0, 1, 5 * MiB, 400 * MiB].map((size) => planWorkers([file(size)], 8))).toEqual([1, 1, 2, 8]);
});

it('no file is cut within its start, and one that is all start is not cut', () => {
  const start = (uncutBytes: number) => ({ uncutBytes, fields: null, header: null });
  for (const uncutBytes of [1, 100_000, 5 * MiB, 20 * MiB - 1]) {
    const segments = segmentsOf([{ ...file(20 * MiB), start: start(uncutBytes) }], 2);
    expect(segments[0]).toMatchObject({ start: 0, end: expect.any(Number) });
    expect(segments.every(({ start, end }, i) => start === (i === 0 ? 0 : segments[i - 1]?.end) && start < end)).toBe(
      true,
    );
    expect(segments[0]?.end).toBeGreaterThanOrEqual(uncutBytes);
    expect(segments.at(-1)?.end).toBe(20 * MiB);
  }
  const whole = { ...file(20 * MiB), start: start(20 * MiB) };
  expect(segmentsOf([whole], 2)).toEqual([{ file: 0, start: 0, end: 20 * MiB }]);
});

it('the files that are cut are those with several segments', () => {
  const random = new Random(12);
  for (let i = 0; i < 200; i++) {
    const files = Array.from({ length: random.int(1, 9) }, (_, number) =>
      file(random.int(0, 10 ** random.int(1, 9)), random.pick([`${number}`, `${number}.gz`])),
    );
    const workers = random.int(1, 9);
    const inside = segmentsOf(files, workers).filter(({ start }) => start > 0);
    expect(filesCut(files, workers)).toEqual([...new Set(inside.map((each) => each.file))]);
  }
});

it('the segments that are not whole files are found without a look at the others', () => {
  const random = new Random(13);
  for (let i = 0; i < 300; i++) {
    const files = Array.from({ length: random.int(1, 9) }, (_, number) =>
      file(random.int(0, 10 ** random.int(1, 9)), `${number}`),
    );
    const list = InputFiles.of(files);
    const splits = planSplits(files, random.int(1, 9));
    const pieces = [...allSegments(list, splits)].filter((segment) => !isWholeFile(segment));
    expect([...cutSegments(list, splits)]).toEqual(pieces);
  }
});

it('the places of segments are found without the objects of their files', () => {
  const list = InputFiles.of([file(0, 'a'), file(100, 'b'), file(0, 'c'), file(70, 'd')]);
  const split = { firstFile: 0, start: 0, lastFile: 3, end: 30 };
  const places = [
    { start: 0, end: 100 },
    { start: 0, end: 30 },
  ];
  expect([...segmentSizes(list, split)]).toEqual(places);
  expect(fileSegments(list, split)).toEqual(places.map((place, i) => ({ file: list.at(2 * i + 1), ...place })));
});

it('a split without files has no segments', () => {
  const list = InputFiles.of([]);
  const split = { firstFile: 0, start: 0, lastFile: -1, end: 0 };
  expect([...segmentSizes(list, split), ...allSegments(list, [split]), ...cutSegments(list, [split])]).toEqual([]);
});
