/**
 * Keeps the latest record of every key of one partition, in canonical order.
 *
 * The table (table.ts) does not suffice in two cases. Keys can be chosen so that many of them want the same slots. The
 * cost of each insertion then grows with the number of records. If the insertions so far have cost far more than those
 * of random keys, the records are sorted instead. There can also be too many records for the table. They are then kept
 * in batches, each of which keeps the latest of its own records.
 */

import { partitionOf, tagOfBits } from './arena';
import { keyBlock } from './division';
import { entryOf, recordsOf } from './partition';
import { isSuperseded, lengthsOf, strideOf, tagOf } from './record';
import { sortSome, startSort, storeEntry } from './sort';
import {
  capacity,
  clearTable,
  FAILED,
  insertAll,
  mostKeys,
  placeTable,
  slots,
  table,
  takeEntries,
  walked,
} from './table';
import { end, goOnFrom, mark, mostRecordsLeft, next, openNextStretch, openPartition, returnToMark } from './walk';

/**
 * The results of `keepSome`: the partition is done, more work is to do in this batch, or the batch is full and records
 * of the partition are left.
 */
const DONE: u32 = 0;
const MORE: u32 = 1;
const FULL: u32 = 2;

const INSERTING: u32 = 0;
const COLLECTING: u32 = 1;
const SORTING: u32 = 2;
const BATCH_ENDED: u32 = 3;

/** A number that is greater than any tag. */
const NO_TAG: i64 = 1 << 32;
/** The partition whose records are in the table. */
let tablePartition: u32 = 0;

let count: u32 = 0;
let firstTag: i64 = 0;
let lastTag: i64 = 0;

let phase: u32 = DONE;
/** Whether the present batch reaches the end of the partition. */
let isLastBatch: bool = false;
/** The number of keys in the present batch. If the batch is sorted, repeated keys count too. */
export let kept: u32 = 0;

/**
 * The number of records that a partition has in `contexts` contexts. The first context begins at `firstContext`, and
 * each context begins `contextBytes` bytes after the one before.
 */
export function countOf(firstContext: usize, contexts: u32, contextBytes: u32, partition: u32): u32 {
  let records: u32 = 0;
  for (let c: u32 = 0; c < contexts; c++) records += recordsOf(entryOf(firstContext + c * contextBytes, partition));
  return records;
}

/**
 * Begins to fill the table at `tableAt`, which has room for `tableSlots` slots. It will hold the latest records of a
 * partition whose hashes lie in first .. last, both included.
 */
export function keep(
  firstContext: usize,
  contexts: u32,
  contextBytes: u32,
  partition: u32,
  first: u64,
  last: u64,
  tableAt: usize,
  tableSlots: u32,
): void {
  count = countOf(firstContext, contexts, contextBytes, partition);
  placeTable(tableAt, tableSlots);
  tablePartition = partition;
  firstTag = tagFrom(first);
  lastTag = tagUpTo(last);
  openPartition(firstContext, contexts, contextBytes, partition);
  startBatch();
}

/**
 * Processes about `work` more records, and marks those that lose as superseded. If it returns FULL, the latest records
 * of the batch can be emitted, and the next call begins another batch. That batch may contain the same keys again.
 */
export function keepSome(work: i32): u32 {
  if (phase === BATCH_ENDED) startBatch();
  if (phase === INSERTING && !insertSome(work)) return MORE;
  if (phase === COLLECTING) collect();
  if (phase === SORTING) {
    if (!sortSome(work)) return MORE;
    phase = BATCH_ENDED;
  }
  return isLastBatch ? DONE : FULL;
}

function startBatch(): void {
  clearTable(count);
  kept = 0;
  mark();
  phase = INSERTING;
}

/**
 * Inserts about `work` more records. Returns false if more are left to insert. Otherwise the phase says what follows.
 */
function insertSome(work: i32): bool {
  const until = walked + (work as u32);
  while (true) {
    if (isFull(kept, mostKeys)) {
      isLastBatch = false;
      break;
    }
    const added = insertAll(next, end, firstTag, lastTag);
    if (added === FAILED) {
      phase = COLLECTING;
      return true;
    }
    kept += added;
    goOnFrom(end);
    if (!openNextStretch()) {
      isLastBatch = true;
      break;
    }
    if (walked >= until) return false;
  }
  phase = BATCH_ENDED;
  return true;
}

/** Whether the batch, which has `keys` keys, may have no room left for the records of the present stretch. */
function isFull(keys: u32, most: u32): bool {
  return count > most && keys > 0 && keys + mostRecordsLeft() > most;
}

/** Begins the batch again from its first record, as a list that will be sorted. */
function collect(): void {
  returnToMark();
  let entry = table;
  let records: u32 = 0;
  isLastBatch = false;
  while (!isFull(((entry - table) >>> 3) as u32, capacity)) {
    for (let record = next; record < end; ) {
      const lengths = lengthsOf(record);
      if (isWanted(record, lengths)) {
        storeEntry(entry, record);
        entry += 8;
      }
      record += strideOf(record, lengths);
      records++;
    }
    goOnFrom(end);
    isLastBatch = !openNextStretch();
    if (isLastBatch) break;
  }
  takeEntries(entry, records);
  // an upper bound: the sort still removes records of the same key
  kept = slots;
  startSort(table, entry);
  phase = SORTING;
}

function isWanted(record: usize, lengths: u32): bool {
  const tag = tagOf(record) as i64;
  return !isSuperseded(lengths) && tag >= firstTag && tag <= lastTag;
}

/**
 * The least tag that records of this partition with a hash from `first` on can have; NO_TAG if they can have none.
 * Borders of ranges do not divide records of the same tag. Records that are divided by blocks of the key all have the
 * one hash of their range.
 */
function tagFrom(first: u64): i64 {
  if (keyBlock) return 0;
  const border = partitionOf(first);
  return border === tablePartition ? (tagOfBits(first) as i64) : border < tablePartition ? 0 : NO_TAG;
}

/** The greatest tag that records of this partition with a hash up to `last` can have; -1 if they can have none. */
export function tagUpTo(last: u64): i64 {
  if (keyBlock) return NO_TAG;
  const border = partitionOf(last);
  return border === tablePartition ? (tagOfBits(last) as i64) : border > tablePartition ? NO_TAG : -1;
}
