/** The segments of splits as threads are handed them. */

import type { FileSegment } from '../../../../job/input/opened-ahead';
import { readingOf, splitTexts } from '../../../../job/runner/local/split-texts';
import type { InputFile } from '../../../../job/store/place';

const FILE: InputFile = { path: 'in/a.txt', sizeBytes: 7, version: '17.5', own: false, codec: 'none' };

const FILES: readonly (readonly [string, Partial<InputFile>])[] = [
  ['a plain file', {}],
  ['a name beyond ASCII', { path: 'in/é☃𝄞\n".txt' }],
  ['a packed file', { path: 'in/a.GZ', codec: 'gzip' }],
  ['a file whose name does not tell how it is packed', { path: 'in/a.gz', codec: 'none' }],
  ['a part of an earlier output', { own: true }],
  ['a file that is not cut any more', { isUncut: true }],
  ['a file that was looked at', { start: { uncutBytes: 3, fields: { count: 2, from: [1, 0] }, header: 'a,b' } }],
];

it.each(FILES)('a thread gets the segments of %s as they were planned', (_, changes) => {
  const file = { ...FILE, ...changes };
  const splits: readonly (readonly FileSegment[])[] = [
    [
      { file, start: 0, end: 7 },
      { file: FILE, start: 0, end: 7 },
    ],
    [{ file, start: 0, end: 3 }],
    [{ file, start: 3, end: 7 }],
    [],
  ];
  const texts = splitTexts({ splits: splits.length, segmentsOf: (split) => splits[split] as FileSegment[] });
  const reading = readingOf(texts);
  expect(reading.splits).toBe(splits.length);
  expect(splits.map((_, split) => reading.segmentsOf(split))).toEqual(splits);
  expect(texts.every((text) => text instanceof SharedArrayBuffer)).toBe(true);
});
