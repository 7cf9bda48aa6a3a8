/**
 * Looks at records in place of keeping them: checks that the lines of an output come in canonical order, each key once; or
 * looks for records or lists them (seek.ts).
 */

import { compareBytes, copyLoosely } from './bytes/bytes';
import { BAD_ALIVE, BAD_DELETE, BAD_DUPLICATE, BAD_PARTITION, BAD_SEQUENCE, GOOD } from './bytes/reason';
import { hasDeletes, isDelete } from './deletes';
import { isListing, isSeeking, listRecord, seek, startList, startSeek } from './seek';

/** Whether scans keep no records. */
export let isChecking: bool = false;
/** The key of the line before, and whether there is such a line. */
let lastKey: usize = 0;
let lastKeyBytes: u32 = 0;
let lastHash: u64 = 0;
let hasLast: bool = false;
let from: u64 = 0;
let to: u64 = 0;
/** Whether the lines that follow have to be deletes, or must not be any, where records can be deletes. */
let areDeletes: bool = false;

/**
 * From now on scans check lines, and keep no records. `keyAt` is the address of room for one key; its content has to
 * survive from scan to scan.
 */
export function resetCheck(keyAt: usize): void {
  isChecking = true;
  lastKey = keyAt;
  hasLast = false;
}

/**
 * The hashes of the lines that follow have to lie in first .. last, both included, and they have to be deletes, or must not
 * be any. The order begins anew.
 */
export function checkOrder(first: u64, last: u64, deletes: bool): void {
  from = first;
  to = last;
  hasLast = false;
  areDeletes = deletes;
}

/** Whether scans only read a line of the former output (probe.ts), until this is taken back. */
export function probing(isOn: bool): void {
  isChecking = isOn;
}

/** From now on scans look for keys, and keep no records. */
export function resetSeek(slotsAt: usize, slotCount: u32): void {
  isChecking = true;
  startSeek(slotsAt, slotCount);
}

/** From now on scans list records, and keep none. */
export function resetList(at: usize): void {
  isChecking = true;
  startList(at);
}

/** Looks at the record of a line. Returns GOOD, or the reason why the line is put in the list of bad lines. */
export function check(hash: u64, key: usize, keyBytes: u32, line: usize, bytes: u32): u32 {
  if (isSeeking) return seek(hash, key, keyBytes);
  if (isListing) {
    listRecord(hash, line, bytes);
    return GOOD;
  }
  const reason = checkPlace(hash, key, keyBytes);
  if (reason !== GOOD || !hasDeletes || isDelete(line, line, bytes) === areDeletes) return reason;
  return areDeletes ? BAD_ALIVE : BAD_DELETE;
}

function checkPlace(hash: u64, key: usize, keyBytes: u32): u32 {
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
