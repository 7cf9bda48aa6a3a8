/**
 * Lines of one file of the former output, piece by piece, and the new file that is made of them. The lines are in canonical
 * order. A state has these fields:
 *
 *      0  u32  lines from here on are not copied yet       16  u32  where the output begins
 *      4  u32  lines from here on may have the next key    20  u32  the next address of the output
 *      8  u32  end of the last whole line                  24  u32  the end of the room for output
 *     12  u32  1 if no line follows                        28  u32  the number of lines left out
 *     32  u64  a hash that no line from the second address on is below
 *     40  u64  the hash of the last line
 *     48  u32  the number of lines put in
 *     56  u64  a hash that no line is above
 */

import { countForgotten, forgets, isForgotten } from './deletes';
import { lastNewline } from './json/newlines';
import { lineEnd, probe, readAside } from './probe';
import { lineAge, lineHash, lineOrder, lineRecord, recordHash } from './probed';
import { lengthsOf } from './record';

/** The results of what is done with the lines of a file. */
export const DONE: u32 = 0;
const NEEDS_LINES: u32 = 1;
export const OUTPUT_FULL: u32 = 2;
export const NO_RECORD: u32 = 3;
const UNSORTED: u32 = 4;

export const STATE_BYTES: usize = 64;
/** So often the place of a key is estimated from hashes. Then what is left is halved. */
const ESTIMATES: u32 = 6;

/** Where `seek` found the place of the record, whether the line there has its key, the end of that line, and its age. */
let foundAt: usize = 0;
export let isFound: bool = false;
export let foundEnd: usize = 0;
export let foundAge: i32 = 0;
/** The address of the line that made `NO_RECORD` or `UNSORTED` the result. */
export let faultAt: usize = 0;

function copiedTo(lines: usize): usize {
  return load<u32>(lines) as usize;
}
function nextOf(lines: usize): usize {
  return load<u32>(lines, 4) as usize;
}
function endOf(lines: usize): usize {
  return load<u32>(lines, 8) as usize;
}
function isLast(lines: usize): bool {
  return load<u32>(lines, 12) !== 0;
}
export function outputOf(lines: usize): usize {
  return load<u32>(lines, 20) as usize;
}
function outputEnd(lines: usize): usize {
  return load<u32>(lines, 24) as usize;
}

/**
 * Begins a file whose hashes lie in first .. last, both included. Its lines are still to be given; without `hasLines` it
 * has none.
 */
export function openLines(lines: usize, first: u64, last: u64, hasLines: bool): void {
  memory.fill(lines, 0, STATE_BYTES);
  store<u32>(lines, !hasLines as u32, 12);
  store<u64>(lines, first, 32);
  store<u64>(lines, last, 56);
}

/** Gives empty room for output. */
export function giveOutput(lines: usize, at: usize, end: usize): void {
  store<u32>(lines, at as u32, 16);
  store<u32>(lines, at as u32, 20);
  store<u32>(lines, end as u32, 24);
}

/**
 * Gives the next lines, whose bytes are in at .. end, once all lines before them are copied. `last` says that no bytes
 * follow. Behind the last whole line there may be the start of another one. The first and the last line are read.
 */
export function giveLines(lines: usize, at: usize, end: usize, last: bool): u32 {
  const whole = lastNewline(at, end);
  store<u32>(lines, at as u32, 0);
  store<u32>(lines, at as u32, 4);
  store<u32>(lines, whole as u32, 8);
  store<u32>(lines, last as u32, 12);
  if (whole === at) return DONE;
  let floor = max<u64>(load<u64>(lines, 32), load<u64>(lines, 40));
  faultAt = at;
  if (!readAside(at)) return NO_RECORD;
  if (lineHash < floor) return UNSORTED;
  floor = lineHash;
  faultAt = lastNewline(at, whole - 1);
  if (!readAside(faultAt)) return NO_RECORD;
  if (lineHash < floor || lineHash > load<u64>(lines, 56)) return UNSORTED;
  store<u64>(lines, floor, 32);
  store<u64>(lines, lineHash, 40);
  return DONE;
}

/** Copies the lines before the place of a record, and says whether the line there has its key. */
export function reach(lines: usize, areDeletes: bool): u32 {
  const result = seek(lines);
  if (result > NEEDS_LINES) return result;
  const copied = copyUpTo(lines, foundAt, areDeletes);
  if (copied !== DONE) return copied;
  store<u32>(lines, foundAt as u32, 4);
  if (foundAt < endOf(lines)) store<u64>(lines, recordHash, 32);
  return result;
}

/** Copies all lines that are left. Returns DONE, OUTPUT_FULL or NO_RECORD. */
export function copyAll(lines: usize, areDeletes: bool): u32 {
  return copyUpTo(lines, endOf(lines), areDeletes);
}

/** Copies the lines before an address; of deletes only those that are not forgotten. */
function copyUpTo(lines: usize, end: usize, areDeletes: bool): u32 {
  if (areDeletes && forgets) return copyRemembered(lines, end);
  const at = copiedTo(lines);
  const to = outputOf(lines);
  const bytes = min<usize>(end - at, outputEnd(lines) - to);
  memory.copy(to, at, bytes);
  store<u32>(lines, (at + bytes) as u32);
  store<u32>(lines, (to + bytes) as u32, 20);
  return at + bytes === end ? DONE : OUTPUT_FULL;
}

/** Copies the deletes before an address, one by one, without those that are too old. */
function copyRemembered(lines: usize, end: usize): u32 {
  for (let at = copiedTo(lines); at < end; at = lineEnd) {
    faultAt = at;
    if (!readAside(at)) return NO_RECORD;
    if (isForgotten(lineRecord, lengthsOf(lineRecord))) {
      leaveOut(lines, lineEnd);
      countForgotten(true);
      continue;
    }
    const bytes = (lineEnd - at) as u32;
    if (!hasRoom(lines, bytes - 1)) return OUTPUT_FULL;
    const to = outputOf(lines);
    memory.copy(to, at, bytes);
    store<u32>(lines, lineEnd as u32);
    store<u32>(lines, (to + bytes) as u32, 20);
  }
  return DONE;
}

/**
 * Looks for the first line whose key is not below that of the record. The hashes of the lines are about evenly spread, so
 * its place is estimated from the hashes of lines around it.
 */
function seek(lines: usize): u32 {
  const end = endOf(lines);
  let low = nextOf(lines);
  let high = end;
  let lowHash = load<u64>(lines, 32);
  let highHash = load<u64>(lines, 40);
  isFound = false;
  if (low < high && recordHash > highHash) low = high;
  for (let tries: u32 = 0; low < high; tries++) {
    const start = lastNewline(low, guess(low, high, lowHash, highHash, tries));
    faultAt = start;
    if (!probe(start)) return NO_RECORD;
    if (lineHash < lowHash || lineHash > highHash) return UNSORTED;
    if (lineOrder < 0) {
      low = lineEnd;
      lowHash = lineHash;
      continue;
    }
    high = start;
    highHash = lineHash;
    if (lineOrder > 0) continue;
    isFound = true;
    foundEnd = lineEnd;
    foundAge = lineAge;
    break;
  }
  foundAt = high;
  return high === end && !isLast(lines) ? NEEDS_LINES : DONE;
}

/** An address in low .. high, in the line that may be the one. */
function guess(low: usize, high: usize, lowHash: u64, highHash: u64, tries: u32): usize {
  const bytes = high - low;
  if (tries >= ESTIMATES || recordHash <= lowHash || highHash <= lowHash) {
    return tries < ESTIMATES ? low : low + (bytes >>> 1);
  }
  const share = ((recordHash - lowHash) as f64) / ((highHash - lowHash) as f64);
  return low + min<usize>((share * (bytes as f64)) as usize, bytes - 1);
}

/** Leaves out the line that is the next one to be copied, and that ends at `end`. */
export function leaveOut(lines: usize, end: usize): void {
  store<u32>(lines, end as u32);
  store<u32>(lines, max<u32>(end as u32, load<u32>(lines, 4)), 4);
  store<u32>(lines, load<u32>(lines, 28) + 1, 28);
}

/** Whether a line of `bytes` bytes and a newline fit the rest of the room for output. */
export function hasRoom(lines: usize, bytes: u32): bool {
  return outputOf(lines) + bytes + 1 <= outputEnd(lines);
}

/** Adds the line of `bytes` bytes and a newline that was written at the next address of the output. */
export function putIn(lines: usize, bytes: u32): void {
  store<u32>(lines, (outputOf(lines) + bytes + 1) as u32, 20);
  store<u32>(lines, load<u32>(lines, 48) + 1, 48);
}
