/** Stores one record, or checks it where the lines are those of an output (check.ts). */

import { put } from './arena';
import { hash64 } from './bytes/hash';
import { GOOD } from './bytes/reason';
import { check, isChecking } from './check';
import { blockOf, keyBlock } from './division';
import { isProbing, takeProbed } from './probed';
import { endWithoutRoom } from './tally';

/** What `storeRecord` returns if there is no room for the record. No reason has this number. */
export const NO_ROOM: u32 = 0xffffffff;

/**
 * Stores a record whose key and order bytes may lie anywhere (`orderBy`). It keeps the bytes at `keptLine`, which are the
 * line or stand for it, and as its key those at `keptKey`, which are the key or a raw key. Returns GOOD; NO_ROOM, which
 * ends the scan; or the reason why a record that is checked is bad.
 */
/* @inline */ export function storeRecord(
  order: i64,
  line: usize,
  bytes: u32,
  keyAt: usize,
  keyBytes: u32,
  keptLine: usize,
  keptLineBytes: u32,
  keptKey: usize,
  keptKeyBytes: u32,
): u32 {
  const hash = hash64(keyAt, keyBytes);
  if (isChecking) {
    return isProbing
      ? takeProbed(hash, order, keyAt, keyBytes, keptLine, keptLineBytes, keptKey, keptKeyBytes, true)
      : check(hash, keyAt, keyBytes, line, bytes);
  }
  const bits = keyBlock ? blockOf(keyAt, keyBytes) : hash;
  if (put(bits, order, keptLine, keptLineBytes, keptKey, keptKeyBytes, true)) return GOOD;
  endWithoutRoom();
  return NO_ROOM;
}
