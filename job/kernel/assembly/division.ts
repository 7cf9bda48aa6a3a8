/**
 * The bits by which records are divided into partitions, in blocks of 64. The first block is the hash of the key. Keys that
 * share their whole hash are divided by blocks of the key: seven bytes, most significant first and zeros behind the key's
 * end, and then how many bytes were left, 8 for more than seven. Blocks compare as the keys do, also where one key goes on
 * with zeros behind the end of another.
 */

import { lowBytes } from './hash';

const BLOCK_BITS_LOG2: u32 = 6;
const KEY_BYTES: u32 = 7;

/** Leading bits of the present block that all records in memory have in common. */
export let sharedBits: u32 = 0;
/** The number of the present block: 0 is the hash. */
export let keyBlock: u32 = 0;

/** The records that follow share so many bits, of as many blocks as that takes. */
export function divideBehind(bits: u32): void {
  keyBlock = bits >>> BLOCK_BITS_LOG2;
  sharedBits = bits & ((1 << BLOCK_BITS_LOG2) - 1);
}

/** The present block of a key, where it is not the hash. Reads up to 7 bytes past the key. */
export function blockOf(key: usize, length: u32): u64 {
  const offset = (keyBlock - 1) * KEY_BYTES;
  if (offset >= length) return 0;
  const left = length - offset;
  const inside = lowBytes(min<u32>(left, KEY_BYTES));
  return bswap<u64>(load<u64>(key + (offset as usize)) & inside) | (min<u32>(left, KEY_BYTES + 1) as u64);
}
