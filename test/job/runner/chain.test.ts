import type { FileSegment } from '../../../job/input/opened-ahead';
import { brokenFiles, filesUncut, type SegmentRecords, segmentsUpTo, uncutPaths } from '../../../job/runner/chain';
import { InputFiles } from '../../../job/store/input-files';
import { withCodec } from '../../support/with-codec';

const file = (path: string, sizeBytes: number) => withCodec({ path, sizeBytes, version: '', own: false });
const A = file('a', 30);
const B = file('b', 20);
const C = file('c', 9);

/** Two files in three and two segments, and a whole one between them. */
const PLANNED: readonly FileSegment[] = [
  { file: A, start: 0, end: 10 },
  { file: A, start: 10, end: 20 },
  { file: A, start: 20, end: 30 },
  { file: C, start: 0, end: 9 },
  { file: B, start: 0, end: 10 },
  { file: B, start: 10, end: 20 },
];

function found(a: readonly [number | null, number | null][], b: readonly [number | null, number | null][]) {
  const records = (path: string, each: readonly [number | null, number | null][]) =>
    each.map(([first, end], i): SegmentRecords => ({ file: path, start: 10 * i, first, end }));
  return [...records('a', a), ...records('b', b)];
}

const GOOD_B: [number, number][] = [
  [0, 12],
  [12, 20],
];

it.each<[string, string[], readonly [number | null, number | null][]]>([
  [
    'each begins where the one before ended',
    [],
    [
      [0, 12],
      [12, 25],
      [25, 30],
    ],
  ],
  [
    'records end at the cuts',
    [],
    [
      [0, 10],
      [10, 20],
      [20, 30],
    ],
  ],
  [
    'a record covers a segment',
    [],
    [
      [0, 22],
      [null, 20],
      [22, 30],
    ],
  ],
  [
    'the last record covers the last segments',
    [],
    [
      [0, 30],
      [null, 30],
      [null, 30],
    ],
  ],
  [
    'one begins too late',
    ['a'],
    [
      [0, 12],
      [15, 25],
      [25, 30],
    ],
  ],
  [
    'one begins too early',
    ['a'],
    [
      [0, 16],
      [15, 25],
      [25, 30],
    ],
  ],
  [
    'no record begins in a segment where one does',
    ['a'],
    [
      [0, 12],
      [null, 20],
      [22, 30],
    ],
  ],
  [
    'no record begins in the last segment where one does',
    ['a'],
    [
      [0, 12],
      [12, 25],
      [null, 30],
    ],
  ],
  [
    'one begins behind a record that covers it',
    ['a'],
    [
      [0, 22],
      [15, 22],
      [22, 30],
    ],
  ],
  [
    'the last one ends too early',
    ['a'],
    [
      [0, 12],
      [12, 25],
      [25, 29],
    ],
  ],
  [
    'the first one does not begin at the start',
    ['a'],
    [
      [3, 12],
      [12, 25],
      [25, 30],
    ],
  ],
  [
    'reading ended at a bad record',
    [],
    [
      [0, 12],
      [12, 25],
      [25, null],
    ],
  ],
  [
    'reading ended at a bad record behind a wrong start',
    ['a'],
    [
      [0, 12],
      [12, 25],
      [27, null],
    ],
  ],
])('the segments of a file where %s: broken are %j', (_, broken, a) => {
  expect(brokenFiles(PLANNED, found(a, GOOD_B).reverse())).toEqual(broken);
});

it('names each broken file once', () => {
  expect(
    brokenFiles(
      PLANNED,
      found(
        [
          [0, 11],
          [12, 21],
          [22, 30],
        ],
        [
          [0, 12],
          [13, 20],
        ],
      ),
    ),
  ).toEqual(['a', 'b']);
});

it('needs the records of every segment that is not a whole file', () => {
  const [first, , ...others] = found(
    [
      [0, 12],
      [12, 25],
      [25, 30],
    ],
    GOOD_B,
  );
  expect(() => brokenFiles(PLANNED, [first as SegmentRecords, ...others])).toThrow(
    "the segment of 'a' at byte 10 did not tell where its records are; nothing was published, please report this",
  );
});

it('proves the segments up to that of a bad record alone', () => {
  const upTo = [...segmentsUpTo(PLANNED, 'a', 10)];
  expect(upTo).toEqual(PLANNED.slice(0, 2));
  expect(
    brokenFiles(
      upTo,
      found(
        [
          [0, 12],
          [12, null],
        ],
        [],
      ),
    ),
  ).toEqual([]);
  expect(
    brokenFiles(
      upTo,
      found(
        [
          [0, 12],
          [13, null],
        ],
        [],
      ),
    ),
  ).toEqual(['a']);
});

it('cuts a broken file no more, and from the third attempt on none', () => {
  const files = InputFiles.of([A, C, B]);
  const second = filesUncut(files, ['a'], PLANNED, 1);
  expect([...second]).toEqual([{ ...A, isUncut: true }, C, B]);
  expect(uncutPaths(second)).toEqual(['a']);
  const third = filesUncut(second, ['b'], PLANNED.slice(3), 2);
  expect(uncutPaths(third)).toEqual(['a', 'b']);
  expect(uncutPaths(filesUncut(files, ['a'], PLANNED, 2))).toEqual(['a', 'b']);
});
