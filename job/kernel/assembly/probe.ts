/** Reads lines of the former output, one by one. What becomes of a line is in probed.ts. */

import { probing } from './check';
import { format, NEWLINE } from './format';
import { firstNewline } from './json/newlines';
import { beginLine, isGood, placeKey, takeLines } from './probed';
import { scan } from './scan';

/** The writer of the lines, as in format.ts. */
const FORMER_RUN: u32 = 1;

/** Room for an entry of the list of bad lines. */
let badRoom: usize = 0;
/** The address behind the newline of the line that was read last. */
export let lineEnd: usize = 0;

export function placeProbe(key: usize, bad: usize): void {
  placeKey(key);
  badRoom = bad;
}

/** From now on scans take lines of the former output, and store no records. */
export function startProbing(): void {
  takeLines(true);
  probing(true);
  format(FORMER_RUN);
}

/** From now on scans store records again. */
export function stopProbing(): void {
  takeLines(false);
  probing(false);
}

/** Reads the line at `start`, and compares it. Returns false where it is no record. */
export function probe(start: usize): bool {
  return read(start, false);
}

/** Reads the line at `start`, and puts its record aside in place of comparing it. Returns false where it is no record. */
export function readAside(start: usize): bool {
  return read(start, true);
}

function read(start: usize, isStored: bool): bool {
  lineEnd = firstNewline(start) + 1;
  beginLine(isStored);
  scan(start, lineEnd, badRoom, 1);
  return isGood;
}

/** The number of newlines in from .. to. Reads up to 15 bytes past `to`. */
export function countNewlines(from: usize, to: usize): u32 {
  const newlines = i8x16.splat(NEWLINE as i8);
  let total: u32 = 0;
  let at = from;
  while (at + 16 <= to) {
    // a lane counts up to 255
    const end = min<usize>(at + 255 * 16, to - ((to - at) & 15));
    let lanes = i8x16.splat(0);
    for (; at < end; at += 16) lanes = i8x16.sub(lanes, i8x16.eq(v128.load(at), newlines));
    const pairs = i16x8.extadd_pairwise_i8x16_u(lanes);
    const quads = i32x4.extadd_pairwise_i16x8_u(pairs);
    total +=
      i32x4.extract_lane(quads, 0) +
      i32x4.extract_lane(quads, 1) +
      i32x4.extract_lane(quads, 2) +
      i32x4.extract_lane(quads, 3);
  }
  for (; at < to; at++) total += ((load<u8>(at) as u32) === NEWLINE) as u32;
  return total;
}
