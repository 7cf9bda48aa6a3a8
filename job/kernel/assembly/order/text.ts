/**
 * The order bytes of text. Other order bytes may follow them, so they tell where they end: groups of 8 bytes, each
 * followed by a byte that is 255 less the number of zeros that fill the group. The last group has at least one such
 * zero. The form is that of "memcomparable" keys in MyRocks and TiDB.
 */

import { copyLoosely } from '../bytes/bytes';
import { lowBytes } from '../bytes/hash';

const GROUP_BYTES: u32 = 8;
const FULL: u32 = 0xff;

/** Reads up to 7 bytes past the end. */
export function encodeText(start: usize, end: usize, to: usize): usize {
  let at = start;
  for (; at + GROUP_BYTES <= end; at += GROUP_BYTES) to = storeGroup(to, load<u64>(at), 0);
  const rest = (end - at) as u32;
  return storeGroup(to, rest ? load<u64>(at) & lowBytes(rest) : 0, GROUP_BYTES - rest);
}

function storeGroup(to: usize, bytes: u64, filled: u32): usize {
  store<u64>(to, bytes);
  store<u8>(to, FULL - filled, GROUP_BYTES);
  return to + GROUP_BYTES + 1;
}

/**
 * Text behind which no other order bytes follow is its own bytes. Reads and writes up to 48 bytes past the end.
 */
export function encodeLastText(start: usize, end: usize, to: usize): usize {
  const bytes = (end - start) as u32;
  copyLoosely(to, start, bytes);
  return to + bytes;
}
