/** Whether lines come in the canonical order, each key once: for outputs, which are read but not kept. */

import { BAD_DUPLICATE, BAD_PARTITION, BAD_SEQUENCE, GOOD } from './reason';
import { compareBytes, copyLoosely } from './record';

export let isChecking: bool = false;
/** The key before, and whether there is one. */
let lastKey: usize = 0;
let lastKeyBytes: u32 = 0;
let lastHash: u64 = 0;
let hasLast: bool = false;
let from: u64 = 0;
let to: u64 = 0;

/** From here on scans check instead of keep. `keyAt` is room for one key, kept from call to call. */
export function resetCheck(keyAt: usize): void {
  isChecking = true;
  lastKey = keyAt;
  hasLast = false;
}

/** The lines that follow belong to the hashes first .. last, both included. */
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
