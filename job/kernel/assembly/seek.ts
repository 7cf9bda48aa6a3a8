/**
 * Looks for the records of some keys, or lists all records, in place of keeping them.
 *
 * The keys that are sought lie in an open-addressing table, which sought-table.ts writes. A slot is {u64 hash, u32 address
 * of the key, u32 length of the key, u32 number of the key, 4 unused bytes}; an address of 0 makes it an empty slot. The
 * list of records has an entry {u64 hash, u32 address of the line, u32 length of the line} for each one.
 */

import { compareBytes } from './bytes/bytes';
import { GOOD, SOUGHT } from './bytes/reason';

const SLOT_BYTES: usize = 24;
const ENTRY_BYTES: usize = 16;
const NONE: u32 = 0;

export let isSeeking: bool = false;
export let isListing: bool = false;

let slots: usize = 0;
let slotMask: u64 = 0;
/** The number of the sought key that the present line has, counted from 1; NONE where it has none of them. */
let sought: u32 = NONE;
/** The key of the record that was read last; its address is 0 where no key was read since `forgetSeen`. */
export let seenHash: u64 = 0;
export let seenKeyAt: usize = 0;
export let seenKeyBytes: u32 = 0;

let list: usize = 0;
export let listed: u32 = 0;

/** From now on scans look for the keys in the table at `at`, which has a power of two of slots. */
export function startSeek(at: usize, slotCount: u32): void {
  isSeeking = true;
  slots = at;
  slotMask = (slotCount as u64) - 1;
}

/** Looks for a key. Returns SOUGHT where it is one of those that are sought, else GOOD. */
export function seek(hash: u64, key: usize, keyBytes: u32): u32 {
  seenHash = hash;
  seenKeyAt = key;
  seenKeyBytes = keyBytes;
  sought = NONE;
  for (let slot = hash & slotMask; ; slot = (slot + 1) & slotMask) {
    const at = slots + (slot as usize) * SLOT_BYTES;
    const keyAt = load<u32>(at, 8) as usize;
    if (keyAt === 0) return GOOD;
    if (load<u64>(at) !== hash || compareBytes(key, keyBytes, keyAt, load<u32>(at, 12)) !== 0) continue;
    sought = load<u32>(at, 16) + 1;
    return SOUGHT;
  }
}

export function forgetSeen(): void {
  seenKeyAt = 0;
}

/** The number of the sought key that the present line has, for its entry in the list of bad lines. Forgets it. */
export function takeSought(): u32 {
  const taken = sought;
  sought = NONE;
  return taken;
}

/** From now on scans list records at `at`. There has to be room for all records of a buffer. */
export function startList(at: usize): void {
  isListing = true;
  list = at;
  listed = 0;
}

export function clearList(): void {
  listed = 0;
}

export function listRecord(hash: u64, line: usize, bytes: u32): void {
  const entry = list + (listed as usize) * ENTRY_BYTES;
  store<u64>(entry, hash);
  store<u32>(entry, line as u32, 8);
  store<u32>(entry, bytes, 12);
  listed++;
}
