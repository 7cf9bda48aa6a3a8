/**
 * The form of a record in memory. A record may begin at any address:
 *
 *     0   u32  the tag: the bits that follow those of the partition (arena.ts)
 *     4   u32  bits 0..8 length of the line, 9..17 offset of the key, 18..26 length of the key; 27 apart, 28 of the
 *              former output, 29 wide, 30 long, 31 superseded
 *     8   i32  the order value; if the order is text: offset << 21 | length of the order bytes
 *    12        the line without its ending; after it the bytes that are kept apart
 *
 * A line of JSON is packed (json/packed.ts), and the lengths and offsets are those in the packed line.
 *
 * If the order is text, records are ordered by the bytes of the order column, called the order bytes. Offsets count
 * from the line's first byte. The key and the order bytes may lie anywhere in the line. If the line does not contain
 * them in the form in which they compare, they lie apart: after the line, the key first. An example is a key of columns
 * that are not adjacent. The record is then marked as apart. Bytes that lie apart may be longer than the line.
 *
 * A short key of several adjacent columns is raw where the dialect has quotes or the like (raw-key.ts), and in JSON: it
 * lies in the line as it is written there, and is rewritten in order to compare it with another key.
 *
 * A wide record has an order value of 64 bits, and its line at 16. A long record has an order value of 64 bits, its
 * lengths as three u32 after that, and its line at 28. The record does not store the other hash bits. The leading ones
 * are those of its partition. For the ones after the tag the key is hashed again, which is seldom needed to compare two
 * keys.
 */

import { compareBytes } from './bytes/bytes';
import { hash64 } from './bytes/hash';
import { isJson, keysAreRaw, lineRoom, orderRoom } from './dialect';
import { FORMER, joined, orderIsText, origin } from './format';
import { unpack, unpackedBytes } from './json/packed';
import { joinRawJsonKey } from './json-key';
import { MOST_RAW_BYTES } from './raw-key';
import { joinRawKey } from './values';

const HEADER_BYTES: u32 = 12;
const WIDE_HEADER_BYTES: u32 = 16;
const LONG_HEADER_BYTES: u32 = 28;
const LENGTH_BITS: u32 = 9;
const MAX_LENGTH: u32 = (1 << LENGTH_BITS) - 1;
/**
 * The length of the order bytes fits in this many bits. In a record that is not long, their offset and length together
 * mostly fit in 32 bits, and the record need not be wide.
 */
const TEXT_BITS: i64 = 21;
export const APART: u32 = 1 << 27;
const WIDE: u32 = 1 << 29;
const LONG: u32 = 1 << 30;
const SUPERSEDED: u32 = 1 << 31;

/** The size of a record's header. `lengths` is the bitwise or of the length of the line and the length of the key. */
export function headerBytes(lengths: u32, order: i64): u32 {
  if (lengths > MAX_LENGTH) return LONG_HEADER_BYTES;
  return order === (order as i32 as i64) ? HEADER_BYTES : WIDE_HEADER_BYTES;
}

/** Writes the header of a record. `apart` is APART or 0. */
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
/**
 * The word at 4: a record's flags, and its lengths unless it is long. Callers load this word once, and pass it to the
 * other functions.
 */
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

/** The number of bytes from the start of this record to the next record. */
/* @inline */ export function strideOf(record: usize, lengths: u32): u32 {
  if (lengths & APART) return strideWithApart(record, lengths);
  return ((lineAt(record, lengths) - record) as u32) + lineLength(record, lengths);
}

/** The stride of a record that is marked as apart. The record ends with its key or with its order bytes. */
/* @inline */ function strideWithApart(record: usize, lengths: u32): u32 {
  const header = (lineAt(record, lengths) - record) as u32;
  const keyEnd = keyOffset(record, lengths) + keyLength(record, lengths);
  if (!orderIsText) return header + keyEnd;
  const order = orderOf(record, lengths);
  return header + max<u32>(keyEnd, (textAt(order) as u32) + textLength(order));
}

/** The order value that stands for order bytes: their offset and length in one number. */
export function textOrder(offset: u32, length: u32): i64 {
  return ((offset as i64) << TEXT_BITS) | (length as i64);
}
function textAt(order: i64): usize {
  return (order >>> TEXT_BITS) as usize;
}
function textLength(order: i64): u32 {
  return (order & ((1 << TEXT_BITS) - 1)) as u32;
}

/**
 * Compares two records of one key by their order values, then by their lines. Returns a positive number if `a` is
 * later, a negative number if `b` is later, and 0 if both are the same.
 */
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
  const bytesA = lineLength(a, lengthsA);
  const bytesB = lineLength(b, lengthsB);
  const byKept = compareBytes(lineA, bytesA, lineB, bytesB);
  return isJson && byKept !== 0 ? compareUnpacked(lineA, bytesA, lineB, bytesB) : byKept;
}

/** Compares two lines of JSON by the bytes that they had. Lines that are kept alike are the same. */
function compareUnpacked(a: usize, bytesA: u32, b: usize, bytesB: u32): i32 {
  unpack(lineRoom, a, bytesA);
  unpack(orderRoom, b, bytesB);
  return compareBytes(lineRoom, unpackedBytes(a, bytesA), orderRoom, unpackedBytes(b, bytesB));
}

/** Whether the order value of a record is less than an integer, or its order bytes than those at `at`. */
export function isOlderThan(record: usize, lengths: u32, integer: i64, at: usize, bytes: u32): bool {
  const order = orderOf(record, lengths);
  if (!orderIsText) return order < integer;
  return compareBytes(lineAt(record, lengths) + textAt(order), textLength(order), at, bytes) < 0;
}

/**
 * Compares two records of one partition that have the same tag in canonical order: by hash, then by key. Returns 0 if
 * they have the same key.
 */
export function compareKeys(a: usize, b: usize): i32 {
  if (keysAreRaw) return compareReadKeys(a, b);
  const x = lengthsOf(a);
  const y = lengthsOf(b);
  return compareHashed(keyAt(a, x), keyLength(a, x), keyAt(b, y), keyLength(b, y));
}

/** Like compareKeys, in any dialect. */
export function compareReadKeys(a: usize, b: usize): i32 {
  const x = lengthsOf(a);
  const y = lengthsOf(b);
  if (keysAreRaw && isRaw(a, x) && isRaw(b, y)) {
    if (compareBytes(keyAt(a, x), keyLength(a, x), keyAt(b, y), keyLength(b, y)) === 0) return 0;
  }
  readKey(a, joined);
  const keyA = readAt;
  const lengthA = readBytes;
  readKey(b, lineRoom);
  return compareHashed(keyA, lengthA, readAt, readBytes);
}

/* @inline */ function compareHashed(keyA: usize, lengthA: u32, keyB: usize, lengthB: u32): i32 {
  const order = compareBytes(keyA, lengthA, keyB, lengthB);
  if (order === 0) return 0;
  const hashA = hash64(keyA, lengthA);
  const hashB = hash64(keyB, lengthB);
  return hashA === hashB ? order : hashA < hashB ? -1 : 1;
}

/** Whether the key of a record is raw, if `keysAreRaw`. A key that lies apart begins where the line ends. */
function isRaw(record: usize, lengths: u32): bool {
  return keyOffset(record, lengths) < lineLength(record, lengths) && keyLength(record, lengths) <= MOST_RAW_BYTES;
}

/** The key that readKey found. */
export let readAt: usize = 0;
export let readBytes: u32 = 0;

/** Finds the bytes of a record's key in the form in which they compare. A raw key is rewritten at `room`. */
export function readKey(record: usize, room: usize): void {
  const lengths = lengthsOf(record);
  readAt = keyAt(record, lengths);
  readBytes = keyLength(record, lengths);
  if (!keysAreRaw || !isRaw(record, lengths)) return;
  readBytes = isJson
    ? joinRawJsonKey(room, lineAt(record, lengths), lineLength(record, lengths))
    : joinRawKey(room, readAt, readBytes);
  readAt = room;
}
