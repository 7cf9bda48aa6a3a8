/** Checks that the lines of an output come in canonical order, each key once. Their records are not kept. */

import { compareBytes, copyLoosely } from './bytes/bytes';
import { BAD_DUPLICATE, BAD_PARTITION, BAD_SEQUENCE, GOOD } from './bytes/reason';

export let isChecking: bool = false;
/** The key of the line before, and whether there is such a line. */
let lastKey: usize = 0;
let lastKeyBytes: u32 = 0;
let lastHash: u64 = 0;
let hasLast: bool = false;
let from: u64 = 0;
let to: u64 = 0;

/**
 * From now on scans check lines, and keep no records. `keyAt` is the address of room for one key; its content has to
 * survive from scan to scan.
 */
export function resetCheck(keyAt: usize): void {
  isChecking = true;
  lastKey = keyAt;
  hasLast = false;
}

/** The hashes of the lines that follow have to lie in first .. last, both included. */
export function checkOrder(first: u64, last: u64): void {
  from = first;
  to = last;
}

export function check(hash: u64, key: usize, keyBytes: u32): u32 {
  if (hash < from || hash > to) return BAD_PARTITION;
  if (hasLast && hash <= lastHash) {
    const order = hash < lastHash ? -1 : compareBytes(key, keyBytes, lastKey, lastKeyBytes);
    if (order === 0) return BAD_DUPLICATE;
    if (order < 0) return BAD_SEQUENCE;
  }
  copyLoosely(lastKey, key, keyBytes);
  lastKeyBytes = keyBytes;
  lastHash = hash;
  hasLast = true;
  return GOOD;
}
