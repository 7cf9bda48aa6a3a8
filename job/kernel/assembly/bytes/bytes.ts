/** Compares and copies bytes. */

import { lowBytes } from './hash';

/**
 * Compares byte by byte; a prefix comes before the longer string. Returns a negative number, 0 or a positive number.
 * Reads up to 7 bytes past the end of each string.
 */
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
 * Copies the first 48 bytes without a look at the length. Most lines are no longer than that, and the processor would
 * too often mispredict the end of a loop. Reads and writes up to 48 bytes past the end of the `length` bytes.
 */
export function copyLoosely(to: usize, from: usize, length: u32): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  const end = to + length;
  for (to += 48, from += 48; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
}
