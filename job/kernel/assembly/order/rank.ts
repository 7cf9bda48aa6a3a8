/** The order bytes of a value in a stated order: its place in that order as 2 bytes, big-endian. */

import { compareBytes } from '../bytes/bytes';
import { BAD_ORDER } from '../bytes/reason';
import { setOrderFault } from './fault';

const RANK_BYTES: usize = 2;
const ENTRY_BYTES_LOG2: u32 = 3;

/**
 * At `ranksAt` is a list of `count` entries {u32 address, u32 length}, the least value first. Reads up to 7 bytes past
 * the end of the value and of each of these.
 */
export function encodeRank(start: usize, end: usize, to: usize, ranksAt: usize, count: u32): usize {
  const bytes = (end - start) as u32;
  for (let rank: u32 = 0; rank < count; rank++) {
    const entry = ranksAt + ((rank as usize) << ENTRY_BYTES_LOG2);
    if (load<u32>(entry, 4) !== bytes || compareBytes(load<u32>(entry), bytes, start, bytes) !== 0) continue;
    store<u16>(to, bswap<u16>(rank as u16));
    return to + RANK_BYTES;
  }
  return setOrderFault(BAD_ORDER);
}
