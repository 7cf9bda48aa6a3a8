/**
 * A record in memory, 8-byte aligned:
 *
 *     0   u32  hash bits that follow the partition's
 *     4   u32  bits 0..9 length of the line, 10..19 offset of the key, 20..29 length of the key, 30 long, 31 superseded
 *     8   i64  order value; for text: offset << 32 | length of the order column in the line
 *    16        the line, without its ending; behind it the key, where its columns are not adjacent
 *
 * A long one has its lengths as three u32 at 16, and its line at 32. Hash bits that are not here are those of the
 * partition, and those beyond, for which the key is hashed again: two keys of one partition seldom need them.
 */

import { keyIsApart, orderIsText } from './format';
import { hash64, lowBytes } from './hash';

export const HEADER_BYTES: u32 = 16;
const LONG_HEADER_BYTES: u32 = 32;
const BITS_10: u32 = (1 << 10) - 1;
const LONG: u32 = 1 << 30;
const SUPERSEDED: u32 = 1 << 31;

export function headerBytes(line: u32): u32 {
  return line > BITS_10 ? LONG_HEADER_BYTES : HEADER_BYTES;
}

/** Writes all of a record but its line. */
export function storeHeader(record: usize, tag: u32, order: i64, line: u32, keyOffset: u32, key: u32): void {
  store<u32>(record, tag);
  store<i64>(record, order, 8);
  if (line <= BITS_10) {
    store<u32>(record, line | (keyOffset << 10) | (key << 20), 4);
    return;
  }
  store<u32>(record, LONG, 4);
  store<u32>(record, line, 16);
  store<u32>(record, keyOffset, 20);
  store<u32>(record, key, 24);
}

export function tagOf(record: usize): u32 {
  return load<u32>(record);
}
/** The lengths of a record that is not long, and what it is: the other functions take them, since they were loaded. */
export function lengthsOf(record: usize): u32 {
  return load<u32>(record, 4);
}
export function lineAt(record: usize, lengths: u32): usize {
  return record + (lengths & LONG ? LONG_HEADER_BYTES : HEADER_BYTES);
}
export function lineLength(record: usize, lengths: u32): u32 {
  return lengths & LONG ? load<u32>(record, 16) : lengths & BITS_10;
}
function keyLength(record: usize, lengths: u32): u32 {
  return lengths & LONG ? load<u32>(record, 24) : (lengths >>> 20) & BITS_10;
}
function keyAt(record: usize, lengths: u32): usize {
  const offset = lengths & LONG ? load<u32>(record, 20) : (lengths >>> 10) & BITS_10;
  return lineAt(record, lengths) + (offset as usize);
}
export function isSuperseded(lengths: u32): bool {
  return (lengths as i32) < 0;
}
export function supersede(record: usize): void {
  store<u32>(record, lengthsOf(record) | SUPERSEDED, 4);
}

/** Bytes from this record to the next. */
export function strideOf(record: usize, lengths: u32): u32 {
  const content = lineLength(record, lengths) + (keyIsApart ? keyLength(record, lengths) : 0);
  return ((lineAt(record, lengths) - record) as u32) + ((content + 7) & ~7);
}

/** Whether record a, of the same key, is later than b: the greater order value, then the greater line. */
export function isLater(a: usize, b: usize): bool {
  const lengthsA = lengthsOf(a);
  const lengthsB = lengthsOf(b);
  const lineA = lineAt(a, lengthsA);
  const lineB = lineAt(b, lengthsB);
  if (orderIsText) {
    const x = load<u64>(a, 8);
    const y = load<u64>(b, 8);
    const byText = compareBytes(lineA + ((x >>> 32) as usize), x as u32, lineB + ((y >>> 32) as usize), y as u32);
    if (byText) return byText > 0;
  } else {
    const x = load<i64>(a, 8);
    const y = load<i64>(b, 8);
    if (x !== y) return x > y;
  }
  return compareBytes(lineA, lineLength(a, lengthsA), lineB, lineLength(b, lengthsB)) > 0;
}

/** Canonical order of two records of one partition with the same tag: by hash, then by key. 0: the same key. */
export function compareKeys(a: usize, b: usize): i32 {
  const x = lengthsOf(a);
  const y = lengthsOf(b);
  const keyA = keyAt(a, x);
  const keyB = keyAt(b, y);
  const lengthA = keyLength(a, x);
  const lengthB = keyLength(b, y);
  const order = compareBytes(keyA, lengthA, keyB, lengthB);
  if (order === 0) return 0;
  const hashA = hash64(keyA, lengthA);
  const hashB = hash64(keyB, lengthB);
  return hashA === hashB ? order : hashA < hashB ? -1 : 1;
}

/** Byte order, a prefix before what it begins. Negative, 0 or positive. Reads up to 7 bytes past each. */
export function compareBytes(a: usize, aLength: u32, b: usize, bLength: u32): i32 {
  const common = min<u32>(aLength, bLength);
  let i: u32 = 0;
  for (; i + 8 <= common; i += 8) {
    const x = load<u64>(a + i);
    const y = load<u64>(b + i);
    if (x !== y) return bswap<u64>(x) < bswap<u64>(y) ? -1 : 1;
  }
  const rest = common - i;
  if (rest) {
    const mask = lowBytes(rest);
    const x = load<u64>(a + i) & mask;
    const y = load<u64>(b + i) & mask;
    if (x !== y) return bswap<u64>(x) < bswap<u64>(y) ? -1 : 1;
  }
  return (aLength as i32) - (bLength as i32);
}

/**
 * Copies without asking how much for up to 48 bytes, as most lines have: where a loop ends is guessed wrong too often.
 * Writes up to 47 bytes past `to + length`, and reads as far.
 */
export function copyLoosely(to: usize, from: usize, length: u32): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  const end = to + length;
  for (to += 48, from += 48; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
}
