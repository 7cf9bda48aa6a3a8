/** The lines of the records that `keep` left, in canonical order. */

import { NEWLINE } from './format';
import { tagUpTo } from './keep';
import { copyLoosely, isFormer, lengthsOf, lineAt, lineLength, tagOf } from './record';
import { slots, table } from './table';

export let emittedBytes: u32 = 0;
export let emittedLines: u32 = 0;
/** Of those, how many are of the former output. */
export let emittedFormer: u32 = 0;

/** Of the records that the last `keep` left, if it left any. */
export let leastTag: u32 = 0;
export let greatestTag: u32 = 0;

/** The list that `gather` makes: its length, and the record to go on from. */
let count: u32 = 0;
let next: u32 = 0;
let isGathered = false;

/** Begins with the first line of the table that `keep` filled. */
export function rewind(): void {
  next = 0;
  isGathered = false;
}

/**
 * Makes of the table a list of u32 addresses of its records, in place. Without a branch for every slot, of which it would
 * guess a third wrong; and what follows meets records alone.
 */
function gather(): void {
  let records: u32 = 0;
  for (let slot: u32 = 0; slot < slots; slot++) {
    const record = load<u32>(table + ((slot as usize) << 3), 4);
    store<u32>(table + ((records as usize) << 2), record);
    records += (record !== 0) as u32;
  }
  count = records;
  isGathered = true;
  if (!records) return;
  leastTag = tagOf(load<u32>(table) as usize);
  greatestTag = tagOf(load<u32>(table + (((records - 1) as usize) << 2)) as usize);
}

/** A mark before a line, and one behind the last. */
const MARKS_BYTES: u32 = 2;

/**
 * Writes the lines that come next whose hash is `last` at the most, until one does not fit in `capacity` bytes at `out`;
 * returns whether one is left. `last` is no finer than tags are. With `marked` an empty line says that the next line
 * differs from the one before in whether it is of the former output; before the first and behind the last line none is.
 * Writes up to 47 bytes past the capacity.
 */
export function emit(out: usize, capacity: u32, last: u64, marked: bool): bool {
  if (!isGathered) gather();
  const lastTag = tagUpTo(last);
  const end = out + capacity;
  const first = next;
  const marksBytes: u32 = marked ? MARKS_BYTES : 0;
  let at = out;
  let isLeft = false;
  let former: u32 = 0;
  let isInFormer = false;
  for (; next < count; next++) {
    const record = load<u32>(table + ((next as usize) << 2)) as usize;
    if ((tagOf(record) as i64) > lastTag) break;
    const lengths = lengthsOf(record);
    const length = lineLength(record, lengths);
    if (at + length + 1 + marksBytes > end) {
      isLeft = true;
      break;
    }
    former += isFormer(lengths) as u32;
    if (marked && isFormer(lengths) !== isInFormer) {
      isInFormer = !isInFormer;
      store<u8>(at++, NEWLINE as u8);
    }
    copyLoosely(at, lineAt(record, lengths), length);
    at += length;
    store<u8>(at++, NEWLINE as u8);
  }
  if (isInFormer) store<u8>(at++, NEWLINE as u8);
  emittedBytes = (at - out) as u32;
  emittedFormer = former;
  emittedLines = next - first;
  return isLeft;
}
