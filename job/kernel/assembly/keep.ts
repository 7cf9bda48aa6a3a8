/**
 * The operator: of the records of one partition, the latest of every key, in canonical order.
 *
 * An open-addressing table of {u32 hash bits after the partition's, u32 record} slots. A slot's place is given by those
 * leading bits, and every run of taken slots is kept in the order (hash, key bytes) by insertion: an ordered hash table
 * (O. Amble and D. E. Knuth, "Ordered hash tables", The Computer Journal 17, 1974). Read from front to back it is the
 * canonical order, whatever the order of insertion.
 *
 * Two things keep the table from being enough. Keys can be chosen so that many of them want the same slots, and each
 * record then costs as much as there are: where the records so far have cost far more than random ones do, they are
 * sorted instead. And records can be too many for the table: they are then kept in batches, each of which holds the
 * latest records of its own.
 */

import { entryOf, partitionOf, recordsOf, tagOfBits } from './arena';
import { block } from './division';
import { latest } from './latest';
import { compareKeys, isSuperseded, lengthsOf, strideOf, tagOf } from './record';
import { sortSome, startSort, storeEntry } from './sort';
import { end, goOnFrom, mark, mostRecordsLeft, next, openNextStretch, openPartition, returnToMark } from './walk';

/** How `keepSome` ended: the partition is done; there is more to do; the batch is full, and records are left. */
const DONE: u32 = 0;
const MORE: u32 = 1;
const FULL: u32 = 2;

const INSERTING: u32 = 0;
const COLLECTING: u32 = 1;
const SORTING: u32 = 2;
const BATCH_ENDED: u32 = 3;

const FAILED: i32 = -1;
/** More than any. */
const NO_TAG: i64 = 1 << 32;
/** Slots a record; the table is then about 60 % full at the most. */
const SLOTS_NUMERATOR: u64 = 8;
const SLOTS_DENOMINATOR: u64 = 5;
const SPARE_SLOTS: u32 = 4096;

/** Slots that inserting a record may pass by on average; those of random hashes pass by less than one. */
const EFFORT_PER_RECORD: i64 = 4;
const SPARE_EFFORT: i64 = 4096;
/** Two keys that share the hash bits in the table are compared as bytes, and hashed, for which each is waited for. */
const EFFORT_PER_COMPARISON: i64 = 16;

/** The partition that is in the table. */
let tablePartition: u32 = 0;

export let table: usize = 0;
/** Slots in use by the present batch, the spare ones behind included. */
export let slots: u32 = 0;
let capacity: u32 = 0;
let places: u64 = 0;
/** Keys that the table holds; more are for the next batch. */
let mostKeys: u32 = 0;
let count: u32 = 0;
let firstTag: i64 = 0;
let lastTag: i64 = 0;

let phase: u32 = DONE;
let effortLeft: i64 = 0;
/** Whether the present batch reaches the partition's end. */
let isLastBatch: bool = false;
/** Of the present batch: records gone through, and keys. */
export let walked: u32 = 0;
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
  table = tableAt;
  capacity = tableSlots;
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
  const spare = min<u32>(SPARE_SLOTS, count + 1);
  const wanted = max<u64>(((count as u64) * SLOTS_NUMERATOR) / SLOTS_DENOMINATOR, 1);
  places = min<u64>(wanted, (capacity - spare) as u64);
  mostKeys = ((places * SLOTS_DENOMINATOR) / SLOTS_NUMERATOR + 1) as u32;
  slots = (places as u32) + spare;
  memory.fill(table, 0, (slots as usize) << 3);
  effortLeft = EFFORT_PER_RECORD * (count as i64) + SPARE_EFFORT;
  walked = 0;
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
    const added = insertAll(next, end);
    if (added < 0) {
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
  walked = 0;
  isLastBatch = false;
  while (!isFull(((entry - table) >>> 3) as u32, capacity)) {
    for (let record = next; record < end; ) {
      const lengths = lengthsOf(record);
      if (isWanted(record, lengths)) {
        storeEntry(entry, record);
        entry += 8;
      }
      record += strideOf(record, lengths);
      walked++;
    }
    goOnFrom(end);
    isLastBatch = !openNextStretch();
    if (isLastBatch) break;
  }
  slots = ((entry - table) >>> 3) as u32;
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
  if (block) return 0;
  const border = partitionOf(first);
  return border === tablePartition ? (tagOfBits(first) as i64) : border < tablePartition ? 0 : NO_TAG;
}

/** The greatest tag of the kept records with a hash up to `last`; -1 where there is none. */
export function tagUpTo(last: u64): i64 {
  if (block) return NO_TAG;
  const border = partitionOf(last);
  return border === tablePartition ? (tagOfBits(last) as i64) : border > tablePartition ? NO_TAG : -1;
}

/** Returns how many keys of the records from .. to are new, FAILED where the table is no way to keep them. */
function insertAll(from: usize, to: usize): i32 {
  const first = firstTag;
  const last = lastTag;
  const width = places;
  let added: i32 = 0;
  let records: u32 = 0;
  for (let record = from; record < to; records++) {
    const lengths = lengthsOf(record);
    const tag = tagOf(record);
    if (!isSuperseded(lengths) && (tag as i64) >= first && (tag as i64) <= last) {
      const isNew = insert(record, tag, width);
      if (isNew < 0 || effortLeft < 0) return FAILED;
      added += isNew;
    }
    record += strideOf(record, lengths);
  }
  walked += records;
  return added;
}

/** Returns 1 where the key is new, 0 where it was there, FAILED where the table has no slot for it. */
/* @inline */ function insert(record: usize, tag: u32, width: u64): i32 {
  const home = table + (((((tag as u64) * width) >>> 32) as usize) << 3);
  let slot = home;
  while (true) {
    const other = load<u32>(slot, 4) as usize;
    if (!other) {
      fill(slot, tag, record);
      break;
    }
    const otherTag = load<u32>(slot);
    if (otherTag === tag) {
      const order = compareKeys(other, record);
      if (order === 0) {
        effortLeft -= ((slot - home) >>> 3) as i64;
        fill(slot, tag, latest(other, record));
        return 0;
      }
      effortLeft -= EFFORT_PER_COMPARISON;
      if (order > 0) {
        slot = shift(slot, tag, record);
        break;
      }
    } else if (otherTag > tag) {
      slot = shift(slot, tag, record);
      break;
    }
    slot += 8;
  }
  effortLeft -= ((slot - home) >>> 3) as i64;
  return isInside(slot) ? 1 : FAILED;
}

function fill(slot: usize, tag: u32, record: usize): void {
  store<u64>(slot, (tag as u64) | ((record as u64) << 32));
}

/** Puts a record in a taken slot and moves the run behind it up by one; returns the slot that the run's last one got. */
function shift(slot: usize, tag: u32, record: usize): usize {
  let carried = load<u64>(slot);
  fill(slot, tag, record);
  do {
    slot += 8;
    const next = load<u64>(slot);
    store<u64>(slot, carried);
    carried = next;
  } while (carried >>> 32);
  return slot;
}

/** The last slot stays empty, so that every run has an end. */
function isInside(slot: usize): bool {
  return slot + 8 < table + ((slots as usize) << 3);
}
