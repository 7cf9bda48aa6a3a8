/** The lines of the records that `keep` left, in canonical order. */

import { NEWLINE } from './format';
import { slots, table } from './keep';
import { copyLoosely, HEADER_BYTES, lengthsOf, lineLength } from './record';

export let emittedBytes: u32 = 0;
export let emittedLines: u32 = 0;

/**
 * Writes lines from slot `from` on until the next does not fit in `capacity` bytes at `out`; returns the slot to go on
 * from, -1 when all are written. Writes up to 16 bytes past the capacity.
 */
export function emit(from: u32, out: usize, capacity: u32): i32 {
  const end = out + capacity;
  let at = out;
  let slot = from;
  emittedLines = 0;
  for (; slot < slots; slot++) {
    const record = load<u32>(table + ((slot as usize) << 3), 4) as usize;
    if (!record) continue;
    const length = lineLength(lengthsOf(record));
    if (at + length + 1 > end) break;
    copyLoosely(at, record + HEADER_BYTES, length);
    at += length;
    store<u8>(at++, NEWLINE as u8);
    emittedLines++;
  }
  emittedBytes = (at - out) as u32;
  return slot < slots ? (slot as i32) : -1;
}
