/** Stores one record, or checks it where the lines are those of an output (check.ts). */

import { put } from './arena';
import { hash64 } from './bytes/hash';
import { GOOD } from './bytes/reason';
import { check, isChecking } from './check';
import { blockOf, keyBlock } from './division';
import { endWithoutRoom } from './tally';

/** What `storeRecord` returns if there is no room for the record. No reason has this number. */
export const NO_ROOM: u32 = 0xffffffff;

/**
 * Stores a record whose key and order bytes may lie anywhere (`orderBy`). It keeps the bytes at `keptAt` as its key, which
 * are those at `keyAt` or a raw key. Returns GOOD; NO_ROOM, which ends the scan; or the reason why a record that is
 * checked is bad.
 */
/* @inline */ export function storeRecord(
  order: i64,
  line: usize,
  bytes: u32,
  keyAt: usize,
  keyBytes: u32,
  keptAt: usize,
  keptBytes: u32,
): u32 {
  const hash = hash64(keyAt, keyBytes);
  if (isChecking) return check(hash, keyAt, keyBytes, line, bytes);
  return storeHashed(hash, order, line, bytes, keyAt, keyBytes, keptAt, keptBytes);
}

/** Stores a record whose key has this hash. Returns GOOD or NO_ROOM. */
/* @inline */ export function storeHashed(
  hash: u64,
  order: i64,
  line: usize,
  bytes: u32,
  keyAt: usize,
  keyBytes: u32,
  keptAt: usize,
  keptBytes: u32,
): u32 {
  const bits = keyBlock ? blockOf(keyAt, keyBytes) : hash;
  if (put(bits, order, line, bytes, keptAt, keptBytes, true)) return GOOD;
  endWithoutRoom();
  return NO_ROOM;
}
