/**
 * The operator: of the records of one partition, the latest of every key, in canonical order.
 *
 * Two things keep the table (table.ts) from being enough. Keys can be chosen so that many of them want the same slots, and each
 * record then costs as much as there are: where the records so far have cost far more than random ones do, they are
 * sorted instead. And records can be too many for the table: they are then kept in batches, each of which holds the
 * latest records of its own.
 */

import { entryOf, partitionOf, recordsOf, tagOfBits } from './arena';
import { keyBlock } from './division';
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

/** How `keepSome` ended: the partition is done; there is more to do; the batch is full, and records are left. */
const DONE: u32 = 0;
const MORE: u32 = 1;
const FULL: u32 = 2;

const INSERTING: u32 = 0;
const COLLECTING: u32 = 1;
const SORTING: u32 = 2;
const BATCH_ENDED: u32 = 3;

/** More than any. */
const NO_TAG: i64 = 1 << 32;
/** The partition that is in the table. */
let tablePartition: u32 = 0;

let count: u32 = 0;
let firstTag: i64 = 0;
let lastTag: i64 = 0;

let phase: u32 = DONE;
/** Whether the present batch reaches the partition's end. */
let isLastBatch: bool = false;
/** Keys of the present batch. */
export let kept: u32 = 0;

/** Records in a partition of `contexts` contexts, from `firstContext` on, each `contextBytes` long. */
export function countOf(firstContext: usize, contexts: u32, contextBytes: u32, partition: u32): u32 {
  let records: u32 = 0;
  for (let c: u32 = 0; c < contexts; c++) records += recordsOf(entryOf(firstContext + c * contextBytes, partition));
  return records;
}

/**
 * Begins to fill the table at `tableAt`, which has `tableSlots` slots, with the latest records of a partition whose hash
 * is in first .. last, both included.
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
 * Goes on for about `work` records, and marks those that lose as superseded. Where it says that the batch is full, the
 * latest of its records can be emitted, and the next call begins another batch, which may have the same keys.
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

/** False where there is more to do. The phase then says what. */
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

/** Whether the present stretch may not fit behind the keys of this batch. */
function isFull(keys: u32, most: u32): bool {
  return count > most && keys > 0 && keys + mostRecordsLeft() > most;
}

/** Begins the batch anew, as a list to sort. */
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
  // less those that turn out to have the same key
  kept = slots;
  startSort(table, entry);
  phase = SORTING;
}

function isWanted(record: usize, lengths: u32): bool {
  const tag = tagOf(record) as i64;
  return !isSuperseded(lengths) && tag >= firstTag && tag <= lastTag;
}

/**
 * The least tag of the kept records with a hash from `first` on; more than any where there is none. What a range begins
 * and ends with is no finer than tags are. Records that are divided by their keys all have the one hash of their range.
 */
function tagFrom(first: u64): i64 {
  if (keyBlock) return 0;
  const border = partitionOf(first);
  return border === tablePartition ? (tagOfBits(first) as i64) : border < tablePartition ? 0 : NO_TAG;
}

/** The greatest tag of the kept records with a hash up to `last`; -1 where there is none. */
export function tagUpTo(last: u64): i64 {
  if (keyBlock) return NO_TAG;
  const border = partitionOf(last);
  return border === tablePartition ? (tagOfBits(last) as i64) : border > tablePartition ? NO_TAG : -1;
}
