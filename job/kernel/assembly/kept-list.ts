/**
 * The list of the records that `keepSome` kept, in canonical order, and the list of the deletes among them that leave apart
 * from other lines. Both take the place of the table: the first one has the u32 addresses of the records, and the second one
 * begins where the first would end if no slot had been empty.
 */

import { isAlone } from './deletes';
import { aliveEnd, deletesEnd, divide } from './lone-condition';
import { tagOf } from './record';
import { slots, table } from './table';

/** The least and the greatest tag of the records in the table, if it has any. */
export let leastTag: u32 = 0;
export let greatestTag: u32 = 0;

/** The number of records. */
export let count: u32 = 0;
/** The number of the next record to emit, and the number behind the last one of its block. */
export let next: u32 = 0;
export let blockEnd: u32 = 0;
/** Records from this number on are in no block yet. */
let blocksEnd: u32 = 0;
let isGathered = false;

/** The number of deletes, and of the next one to emit. */
export let deleteCount: u32 = 0;
export let nextDelete: u32 = 0;

/** Makes the next `emit` begin with the first record of the table. */
export function rewind(): void {
  next = 0;
  blockEnd = 0;
  blocksEnd = 0;
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
  return load<u32>(entryOf(number)) as usize;
}

function entryOf(number: u32): usize {
  return table + ((number as usize) << 2);
}
function numberOf(entry: usize): u32 {
  return ((entry - table) >>> 2) as u32;
}

/** Goes on to a record of the list, or to a delete. */
export function goOnFrom(number: u32): void {
  next = number;
}
export function goOnFromDelete(number: u32): void {
  nextDelete = number;
}

/** Adds a record to the deletes. */
export function leave(record: usize): void {
  store<u32>(entryOf(slots + deleteCount), record as u32);
  deleteCount++;
}

/** The numbers under which `recordAt` has the deletes. */
export function firstDelete(): u32 {
  return slots;
}

/**
 * Turns the table into the list. The loop has no branch for empty slots, because the processor would mispredict a third of
 * them. The loop of `emit` then meets no empty slot.
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
  leastTag = tagOf(recordAt(0));
  greatestTag = tagOf(recordAt(records - 1));
}

/** The number of records in a block, and the distance between two bytes of a record that are touched. */
const BLOCK_RECORDS: u32 = 16;
const TOUCH_STRIDE: u32 = 48;
/** An export of the module, so that the compiler does not leave out the loads of `openBlock`. */
export let touched: u32 = 0;

/**
 * Goes on to the next block of records that are to be emitted. Returns false where none is left. It loads some bytes of each
 * record. They are spread over the memory; the processor waits for all of them at once, and the loop of `emit` then finds
 * them in the cache. With `divides` deletes are added to their list, if they can be told from the records.
 */
export function openBlock(divides: bool): bool {
  do {
    next = blocksEnd;
    if (next === count) return false;
    blocksEnd = min<u32>(next + BLOCK_RECORDS, count);
    touchBlock();
    if (divides && isAlone) divideBlock();
    else blockEnd = blocksEnd;
  } while (next === blockEnd);
  return true;
}

function touchBlock(): void {
  let sum: u32 = 0;
  for (let i = next; i < blocksEnd; i++) {
    const record = recordAt(i);
    sum += load<u32>(record) + load<u32>(record, TOUCH_STRIDE);
  }
  touched = sum;
}

function divideBlock(): void {
  divide(entryOf(next), entryOf(blocksEnd), entryOf(slots + deleteCount));
  blockEnd = numberOf(aliveEnd);
  deleteCount = numberOf(deletesEnd) - slots;
}
