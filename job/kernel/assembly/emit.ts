/** Writes the lines of the records that `keepSome` kept, in canonical order. */

import { copyLoosely } from './bytes/bytes';
import { isDelete, isForgotten } from './deletes';
import { isJson } from './dialect';
import { NEWLINE } from './format';
import { unpack, unpackedBytes } from './json/packed';
import { tagUpTo } from './keep';
import { isFormer, lengthsOf, lineAt, lineLength, tagOf } from './record';
import { slots, table } from './table';

export let emittedBytes: u32 = 0;
export let emittedLines: u32 = 0;
/** The number of emitted lines that belong to the former output. */
export let emittedFormer: u32 = 0;

/**
 * The number of deletes since the kernel was created that were not emitted because they are too old, and how many of them
 * belong to the former output.
 */
export let forgotten: i64 = 0;
export let forgottenFormer: i64 = 0;

/** The least and the greatest tag of the records in the table, if it has any. */
export let leastTag: u32 = 0;
export let greatestTag: u32 = 0;

/** The length of the list that `gather` makes, and the number of the next record to emit. */
export let count: u32 = 0;
export let next: u32 = 0;
let isGathered = false;
/** The deletes that `emitAlive` has met are moved to the front of the list. Those from `nextDelete` on are to be emitted. */
let deleteCount: u32 = 0;
let nextDelete: u32 = 0;

/** Makes the next `emit` begin with the first record of the table. */
export function rewind(): void {
  next = 0;
  isGathered = false;
  deleteCount = 0;
  nextDelete = 0;
}

/** Makes the list, unless it was made before. */
export function gatherOnce(): void {
  if (!isGathered) gather();
}

/** The record with a number in the list. */
export function recordAt(number: u32): usize {
  return load<u32>(table + ((number as usize) << 2)) as usize;
}

/** Goes on to the next record of the list. */
export function advance(): void {
  next++;
}

/** Counts a delete that is too old to be emitted. */
export function countForgotten(isOfFormer: bool): void {
  forgotten++;
  forgottenFormer += isOfFormer as i64;
}

/**
 * Turns the table, in place, into a list of the u32 addresses of its records. The loop has no branch for empty slots,
 * because the processor would mispredict a third of them. The loop of `emit` then meets no empty slot.
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

/** The length of a line of which a record keeps `keptBytes` bytes at `line`. */
/* @inline */ export function lengthOf(line: usize, keptBytes: u32): u32 {
  return isJson ? unpackedBytes(line, keptBytes) : keptBytes;
}

/** Writes that line, and up to 47 bytes more. */
/* @inline */ export function writeLine(to: usize, line: usize, keptBytes: u32): void {
  if (isJson) unpack(to, line, keptBytes);
  else copyLoosely(to, line, keptBytes);
}

/** The number of records whose memory is waited for at a time, and the distance between two bytes of a record that are touched. */
const TOUCHED: u32 = 16;
const TOUCH_STRIDE: u32 = 48;
/** An export of the module, so that the compiler does not leave out the loads of `touch`. */
export let touched: u32 = 0;

/**
 * Loads some bytes of the records from the one with the number `from` on. They are spread over the memory; the processor
 * waits for all of them at once, and `emit` then finds them in the cache. Returns the number behind the last one.
 */
function touch(from: u32): u32 {
  const to = min<u32>(from + TOUCHED, count);
  let sum: u32 = 0;
  for (let i = from; i < to; i++) {
    const record = load<u32>(table + ((i as usize) << 2)) as usize;
    sum += load<u32>(record) + load<u32>(record, TOUCH_STRIDE);
  }
  touched = sum;
  return to;
}

/** A mark before a line, and a mark after the last line. */
const MARKS_BYTES: u32 = 2;

/**
 * Writes the next lines to `out`, up to the last line with a hash up to `last`. Stops earlier, and returns true, before
 * a line that does not fit in `capacity` bytes. Only the bits of `last` up to the end of a tag count.
 *
 * With `marked`, an empty line says that from here on lines belong to the former output, and the next empty line says
 * that they no longer do. At the start and at the end of what is written, lines do not belong to the former output.
 * Writes up to 47 bytes past the capacity.
 */
export function emit(out: usize, capacity: u32, last: u64, marked: bool): bool {
  gatherOnce();
  const lastTag = tagUpTo(last);
  const end = out + capacity;
  const first = next;
  const marksBytes: u32 = marked ? MARKS_BYTES : 0;
  let at = out;
  let isLeft = false;
  let former: u32 = 0;
  let isInFormer = false;
  let touchAt = next;
  for (; next < count; next++) {
    if (next === touchAt) touchAt = touch(next);
    const record = load<u32>(table + ((next as usize) << 2)) as usize;
    if ((tagOf(record) as i64) > lastTag) break;
    const lengths = lengthsOf(record);
    const line = lineAt(record, lengths);
    const keptBytes = lineLength(record, lengths);
    const length = lengthOf(line, keptBytes);
    if (at + length + 1 + marksBytes > end) {
      isLeft = true;
      break;
    }
    former += isFormer(lengths) as u32;
    if (marked && isFormer(lengths) !== isInFormer) {
      isInFormer = !isInFormer;
      store<u8>(at++, NEWLINE as u8);
    }
    writeLine(at, line, keptBytes);
    at += length;
    store<u8>(at++, NEWLINE as u8);
  }
  if (isInFormer) store<u8>(at++, NEWLINE as u8);
  emittedBytes = (at - out) as u32;
  emittedFormer = former;
  emittedLines = next - first;
  return isLeft;
}

/**
 * Writes the next lines that are no deletes, for good, like `emit` without marks. Deletes up to the last line are left for
 * `emitDeletes`, which has to follow before lines with later hashes are emitted.
 */
export function emitAlive(out: usize, capacity: u32, last: u64): bool {
  gatherOnce();
  const lastTag = tagUpTo(last);
  const end = out + capacity;
  let at = out;
  let isLeft = false;
  let lines: u32 = 0;
  let former: u32 = 0;
  let touchAt = next;
  for (; next < count; next++) {
    if (next === touchAt) touchAt = touch(next);
    const record = load<u32>(table + ((next as usize) << 2)) as usize;
    if ((tagOf(record) as i64) > lastTag) break;
    const lengths = lengthsOf(record);
    const line = lineAt(record, lengths);
    const keptBytes = lineLength(record, lengths);
    const length = lengthOf(line, keptBytes);
    if (at + length + 1 > end) {
      isLeft = true;
      break;
    }
    writeLine(at, line, keptBytes);
    store<u8>(at + length, NEWLINE as u8);
    // where the record keeps the line as it is, its bytes are read there: the copy may not have reached the cache yet
    // a branch, although it is hard to predict where deletes are common: without one, the address of the next copy would
    // wait for the answer, which costs more for every line
    if (isDelete(isJson ? at : line, at, length)) {
      if (isForgotten(record, lengths)) {
        countForgotten(isFormer(lengths));
        continue;
      }
      // at least as many entries of the list have been read
      store<u32>(table + ((deleteCount as usize) << 2), record as u32);
      deleteCount++;
      continue;
    }
    former += isFormer(lengths) as u32;
    lines++;
    at += length + 1;
  }
  emittedBytes = (at - out) as u32;
  emittedFormer = former;
  emittedLines = lines;
  return isLeft;
}

/** Writes the deletes that `emitAlive` has left. Returns true before a line that does not fit in `capacity` bytes. */
export function emitDeletes(out: usize, capacity: u32): bool {
  const end = out + capacity;
  const first = nextDelete;
  let at = out;
  let isLeft = false;
  let former: u32 = 0;
  for (; nextDelete < deleteCount; nextDelete++) {
    const record = load<u32>(table + ((nextDelete as usize) << 2)) as usize;
    const lengths = lengthsOf(record);
    const line = lineAt(record, lengths);
    const keptBytes = lineLength(record, lengths);
    const length = lengthOf(line, keptBytes);
    if (at + length + 1 > end) {
      isLeft = true;
      break;
    }
    former += isFormer(lengths) as u32;
    writeLine(at, line, keptBytes);
    at += length;
    store<u8>(at++, NEWLINE as u8);
  }
  emittedBytes = (at - out) as u32;
  emittedFormer = former;
  emittedLines = nextDelete - first;
  if (!isLeft) {
    deleteCount = 0;
    nextDelete = 0;
  }
  return isLeft;
}
