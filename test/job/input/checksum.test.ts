import { crc32 } from 'node:zlib';
import { Checksum, wholeChecksum } from '../../../job/input/checksum';
import { Random } from '../../support/random';

const SEED = 20261129;

test(`segments of any length make up the checksum of the whole, in any order (seed ${SEED})`, () => {
  const random = new Random(SEED);
  for (let round = 0; round < 50; round++) {
    const bytes = Buffer.from(Array.from({ length: random.int(0, 3000) }, () => random.int(0, 256)));
    const cuts = Array.from({ length: random.int(0, 5) }, () => random.int(0, bytes.length + 1));
    const borders = [0, ...cuts.sort((a, b) => a - b), bytes.length];
    const segments = borders.slice(1).map((end, i) => segment(bytes, borders[i] as number, end, random));
    expect(wholeChecksum(segments.toReversed(), bytes.length)).toBe(crc32(bytes));
  }
});

/** Read as a segment is: from a byte before it to somewhere behind it, in pieces. */
function segment(bytes: Buffer, start: number, end: number, random: Random) {
  const from = Math.max(0, start - 1);
  const checksum = new Checksum('a', start, end, from);
  const last = random.int(end, bytes.length + 1);
  for (let at = from; at < last; ) {
    const next = Math.min(last, at + random.int(1, 1000));
    checksum.add(bytes.subarray(at, next));
    at = next;
  }
  return checksum.result;
}

test.each([
  [
    'a gap',
    [
      [0, 2],
      [3, 4],
    ],
  ],
  [
    'an overlap',
    [
      [0, 3],
      [2, 4],
    ],
  ],
  ['an end that is missing', [[0, 3]]],
  ['a start that is missing', [[1, 4]]],
  ['nothing', []],
] as const)('segments with %s have none', (_, borders) => {
  const segments = borders.map(([start, end]) => ({ file: 'a', start, end, crc32: 0 }));
  expect(wholeChecksum(segments, 4)).toBeUndefined();
});
