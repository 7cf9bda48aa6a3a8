/** The lines of the records that `keep` left, in canonical order. */

import { NEWLINE } from './format';
import { slots, table } from './keep';
import { copyLoosely, lengthsOf, lineAt, lineLength } from './record';

export let emittedBytes: u32 = 0;
export let emittedLines: u32 = 0;

/**
 * Makes of the table a list of u32 addresses of its records, in place, and returns how many. Without a branch for every
 * slot, of which it would guess a third wrong; and what follows meets records alone.
 */
export function gather(): u32 {
  let count: u32 = 0;
  for (let slot: u32 = 0; slot < slots; slot++) {
    const record = load<u32>(table + ((slot as usize) << 3), 4);
    store<u32>(table + ((count as usize) << 2), record);
    count += (record !== 0) as u32;
  }
  return count;
}

/**
 * Writes the lines of the records from .. count of the list until the next does not fit in `capacity` bytes at `out`;
 * returns the record to go on from. Writes up to 47 bytes past the capacity.
 */
export function emit(from: u32, count: u32, out: usize, capacity: u32): u32 {
  const end = out + capacity;
  let at = out;
  let next = from;
  for (; next < count; next++) {
    const record = load<u32>(table + ((next as usize) << 2)) as usize;
    const lengths = lengthsOf(record);
    const length = lineLength(record, lengths);
    if (at + length + 1 > end) break;
    copyLoosely(at, lineAt(record, lengths), length);
    at += length;
    store<u8>(at++, NEWLINE as u8);
  }
  emittedBytes = (at - out) as u32;
  emittedLines = next - from;
  return next;
}
