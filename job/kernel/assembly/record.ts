/**
 * A record in memory, 8-byte aligned:
 *
 *     0   u64  hash of the key
 *     8   i64  order value; for text: offset << 32 | length of the order column in the line
 *    16   u64  bits 0..20 length of the line, 21..41 offset of the key, 42..62 length of the key, 63 superseded
 *    24        the line, without its ending; behind it the key, where its columns are not adjacent
 */

import { keyIsApart, orderIsText } from './format';
import { lowBytes } from './hash';

export const HEADER_BYTES: u32 = 24;
const BITS_21: u64 = (1 << 21) - 1;
const SUPERSEDED: u64 = (1 as u64) << 63;

export function packLengths(line: u32, keyOffset: u32, key: u32): u64 {
  return (line as u64) | ((keyOffset as u64) << 21) | ((key as u64) << 42);
}

export function hashOf(record: usize): u64 {
  return load<u64>(record);
}
export function lengthsOf(record: usize): u64 {
  return load<u64>(record, 16);
}
export function lineLength(lengths: u64): u32 {
  return (lengths & BITS_21) as u32;
}
export function keyLength(lengths: u64): u32 {
  return ((lengths >>> 42) & BITS_21) as u32;
}
export function keyAt(record: usize, lengths: u64): usize {
  return record + HEADER_BYTES + (((lengths >>> 21) & BITS_21) as usize);
}
export function isSuperseded(lengths: u64): bool {
  return (lengths as i64) < 0;
}
export function supersede(record: usize): void {
  store<u64>(record, lengthsOf(record) | SUPERSEDED, 16);
}

/** Bytes from this record to the next. */
export function strideOf(lengths: u64): u32 {
  const content = lineLength(lengths) + (keyIsApart ? keyLength(lengths) : 0);
  return HEADER_BYTES + ((content + 7) & ~7);
}

/** Whether record a, of the same key, is later than b: the greater order value, then the greater line. */
export function isLater(a: usize, b: usize): bool {
  if (orderIsText) {
    const x = load<u64>(a, 8);
    const y = load<u64>(b, 8);
    const byText = compareBytes(
      (a + HEADER_BYTES + (x >>> 32)) as usize,
      x as u32,
      (b + HEADER_BYTES + (y >>> 32)) as usize,
      y as u32,
    );
    if (byText) return byText > 0;
  } else {
    const x = load<i64>(a, 8);
    const y = load<i64>(b, 8);
    if (x !== y) return x > y;
  }
  return compareBytes(a + HEADER_BYTES, lineLength(lengthsOf(a)), b + HEADER_BYTES, lineLength(lengthsOf(b))) > 0;
}

export function compareKeys(a: usize, b: usize): i32 {
  const x = lengthsOf(a);
  const y = lengthsOf(b);
  return compareBytes(keyAt(a, x), keyLength(x), keyAt(b, y), keyLength(y));
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

/** Copies 16 bytes at a time: writes up to 15 bytes past `to + length`. */
export function copyLoosely(to: usize, from: usize, length: u32): void {
  const end = to + length;
  while (to < end) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
}
