/**
 * The bits by which records are divided into partitions, in blocks of 64 bits. The first block is the hash of the key.
 * Keys that share their whole hash are divided by blocks of the key itself. A block of the key has seven bytes of the
 * key, the first one most significant, with zeros after the key's end. Its last byte is the number of bytes that were
 * left of the key, or 8 if more than seven were left. Blocks therefore compare as the keys do, even if one key is
 * another key with zeros appended.
 */

import { lowBytes } from './bytes/hash';

const BLOCK_BITS_LOG2: u32 = 6;
const KEY_BYTES: u32 = 7;

/** The number of leading bits of the present block that all records in memory share. */
export let sharedBits: u32 = 0;
/** The number of the present block. Block 0 is the hash. */
export let keyBlock: u32 = 0;

/** The records that follow have to share their first `bits` bits, counted over all blocks. */
export function divideBehind(bits: u32): void {
  keyBlock = bits >>> BLOCK_BITS_LOG2;
  sharedBits = bits & ((1 << BLOCK_BITS_LOG2) - 1);
}

/** The present block of a key. The present block must not be the hash. Reads up to 7 bytes past the key. */
export function blockOf(key: usize, length: u32): u64 {
  const offset = (keyBlock - 1) * KEY_BYTES;
  if (offset >= length) return 0;
  const left = length - offset;
  const inside = lowBytes(min<u32>(left, KEY_BYTES));
  return bswap<u64>(load<u64>(key + (offset as usize)) & inside) | (min<u32>(left, KEY_BYTES + 1) as u64);
}
