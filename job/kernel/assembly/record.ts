/**
 * A record in memory, at any address:
 *
 *     0   u32  hash bits that follow the partition's
 *     4   u32  bits 0..8 length of the line, 9..17 offset of the key, 18..26 length of the key; 27 apart, 28 of the
 *              former output, 29 wide, 30 long, 31 superseded
 *     8   i32  order value; for bytes that compare by themselves: offset << 21 | length of these bytes
 *    12        the line, without its ending; behind it what is apart
 *
 * Offsets count from the line's first byte. The bytes of the key and those to order by may lie anywhere in the line, or
 * apart: behind it, the key first. They lie apart where the line does not have them as they compare, such as a key of
 * columns that are not adjacent. The record is marked as apart then, and each may be longer than the line.
 *
 * A wide one has an order value of 64 bits, and its line at 16. A long one has its lengths as three u32 behind such a
 * value, and its line at 28. Hash bits that are not here are those of the partition, and those beyond, for which the key
 * is hashed again: two keys of one partition seldom need them.
 */

import { FORMER, orderIsText, origin } from './format';
import { hash64, lowBytes } from './hash';

const HEADER_BYTES: u32 = 12;
const WIDE_HEADER_BYTES: u32 = 16;
const LONG_HEADER_BYTES: u32 = 28;
const LENGTH_BITS: u32 = 9;
const MAX_LENGTH: u32 = (1 << LENGTH_BITS) - 1;
/** Lengths of bytes to order by fit in so many; lengths and offsets of a record that is not long mostly fit in 32 bits. */
const TEXT_BITS: i64 = 21;
export const APART: u32 = 1 << 27;
const WIDE: u32 = 1 << 29;
const LONG: u32 = 1 << 30;
const SUPERSEDED: u32 = 1 << 31;

/** `lengths` are those of the line and of the key, put together with a bitwise or. */
export function headerBytes(lengths: u32, order: i64): u32 {
  if (lengths > MAX_LENGTH) return LONG_HEADER_BYTES;
  return order === (order as i32 as i64) ? HEADER_BYTES : WIDE_HEADER_BYTES;
}

/** Writes all of a record but its line and what is apart; `apart` is APART or 0. */
export function storeHeader(
  record: usize,
  header: u32,
  tag: u32,
  order: i64,
  line: u32,
  keyOffset: u32,
  key: u32,
  apart: u32,
): void {
  store<u32>(record, tag);
  const lengths = line | (keyOffset << LENGTH_BITS) | (key << (2 * LENGTH_BITS)) | origin | apart;
  if (header === HEADER_BYTES) {
    store<u32>(record, lengths, 4);
    store<i32>(record, order as i32, 8);
    return;
  }
  store<i64>(record, order, 8);
  if (header === WIDE_HEADER_BYTES) {
    store<u32>(record, lengths | WIDE, 4);
    return;
  }
  store<u32>(record, LONG | origin | apart, 4);
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
  if (lengths & (WIDE | LONG)) return record + (lengths & LONG ? LONG_HEADER_BYTES : WIDE_HEADER_BYTES);
  return record + HEADER_BYTES;
}
export function lineLength(record: usize, lengths: u32): u32 {
  return lengths & LONG ? load<u32>(record, 16) : lengths & MAX_LENGTH;
}
export function keyLength(record: usize, lengths: u32): u32 {
  return lengths & LONG ? load<u32>(record, 24) : (lengths >>> (2 * LENGTH_BITS)) & MAX_LENGTH;
}
function keyOffset(record: usize, lengths: u32): u32 {
  return lengths & LONG ? load<u32>(record, 20) : (lengths >>> LENGTH_BITS) & MAX_LENGTH;
}
export function keyAt(record: usize, lengths: u32): usize {
  return lineAt(record, lengths) + (keyOffset(record, lengths) as usize);
}
function orderOf(record: usize, lengths: u32): i64 {
  return lengths & (WIDE | LONG) ? load<i64>(record, 8) : (load<i32>(record, 8) as i64);
}
export function isSuperseded(lengths: u32): bool {
  return (lengths as i32) < 0;
}
export function isFormer(lengths: u32): bool {
  return (lengths & FORMER) !== 0;
}
export function supersede(record: usize): void {
  store<u32>(record, lengthsOf(record) | SUPERSEDED, 4);
}

/** Bytes from this record to the next. */
/* @inline */ export function strideOf(record: usize, lengths: u32): u32 {
  if (lengths & APART) return strideWithApart(record, lengths);
  return ((lineAt(record, lengths) - record) as u32) + lineLength(record, lengths);
}

/** The record ends with what is apart: with its key, or with the bytes to order by. */
/* @inline */ function strideWithApart(record: usize, lengths: u32): u32 {
  const header = (lineAt(record, lengths) - record) as u32;
  const keyEnd = keyOffset(record, lengths) + keyLength(record, lengths);
  if (!orderIsText) return header + keyEnd;
  const order = orderOf(record, lengths);
  return header + max<u32>(keyEnd, (textAt(order) as u32) + textLength(order));
}

/** The order value that stands for bytes at an offset. */
export function textOrder(offset: u32, length: u32): i64 {
  return ((offset as i64) << TEXT_BITS) | (length as i64);
}
function textAt(order: i64): usize {
  return (order >>> TEXT_BITS) as usize;
}
function textLength(order: i64): u32 {
  return (order & ((1 << TEXT_BITS) - 1)) as u32;
}

/** Of two records of one key, the greater order value is later, then the greater line. Negative, 0 or positive. */
export function compareAge(a: usize, b: usize): i32 {
  const lengthsA = lengthsOf(a);
  const lengthsB = lengthsOf(b);
  const lineA = lineAt(a, lengthsA);
  const lineB = lineAt(b, lengthsB);
  const x = orderOf(a, lengthsA);
  const y = orderOf(b, lengthsB);
  if (orderIsText) {
    const byText = compareBytes(lineA + textAt(x), textLength(x), lineB + textAt(y), textLength(y));
    if (byText) return byText;
  } else if (x !== y) {
    return x > y ? 1 : -1;
  }
  return compareBytes(lineA, lineLength(a, lengthsA), lineB, lineLength(b, lengthsB));
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
