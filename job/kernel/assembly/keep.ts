/**
 * The operator: of the records of one partition, the latest of every key, in canonical order.
 *
 * An open-addressing table of {u32 hash bits after the partition's, u32 record} slots. A slot's place is given by those
 * leading bits, and every run of taken slots is kept in the order (hash, key bytes) by insertion: an ordered hash table
 * (O. Amble and D. E. Knuth, "Ordered hash tables", The Computer Journal 17, 1974). Read from front to back it is the
 * canonical order, whatever the order of insertion.
 */

import {
  CHUNK_HEADER_BYTES,
  endOf,
  entryOf,
  firstChunkOf,
  nextChunk,
  partitionOf,
  recordsOf,
  tagOfHash,
  windowEndOf,
  windowOf,
} from './arena';
import { compareKeys, isLater, isSuperseded, lengthsOf, strideOf, supersede, tagOf } from './record';

const NO_SLOT: i32 = -1;
/** More than any. */
const NO_TAG: i64 = 1 << 32;
/** Slots a record; the table is then about 60 % full at the most. */
const SLOTS_NUMERATOR: u64 = 8;
const SLOTS_DENOMINATOR: u64 = 5;
const SPARE_SLOTS: u32 = 4096;

/** Records that lost to a later one of their key, since the start. */
export let superseded: i64 = 0;

/** The partition that is in the table. */
let tablePartition: u32 = 0;

export let table: usize = 0;
/** Slots in use by the present table, the spare ones behind included. */
export let slots: u32 = 0;

/** Records in a partition of `contexts` contexts, from `firstContext` on, each `contextBytes` long. */
export function countOf(firstContext: usize, contexts: u32, contextBytes: u32, partition: u32): u32 {
  let count: u32 = 0;
  for (let c: u32 = 0; c < contexts; c++) count += recordsOf(entryOf(firstContext + c * contextBytes, partition));
  return count;
}

/**
 * Fills the table at `tableAt` with the latest records of a partition whose hash is in first .. last, both included, and
 * marks the others as superseded. Returns how many it kept, or -1 where the table's `capacity` slots do not hold them.
 */
export function keep(
  firstContext: usize,
  contexts: u32,
  contextBytes: u32,
  partition: u32,
  first: u64,
  last: u64,
  tableAt: usize,
  capacity: u32,
): i32 {
  const count = countOf(firstContext, contexts, contextBytes, partition);
  const spare = min<u32>(SPARE_SLOTS, count + 1);
  const wanted = max<u64>(((count as u64) * SLOTS_NUMERATOR) / SLOTS_DENOMINATOR, 1);
  const places = min<u64>(wanted, (capacity - spare) as u64);
  table = tableAt;
  slots = (places as u32) + spare;
  memory.fill(table, 0, (slots as usize) << 3);
  tablePartition = partition;
  const firstTag = tagFrom(first);
  const lastTag = tagUpTo(last);
  let kept: i32 = 0;
  for (let c: u32 = 0; c < contexts; c++) {
    const entry = entryOf(firstContext + c * contextBytes, partition);
    for (let chunk = firstChunkOf(entry); chunk; chunk = nextChunk(chunk)) {
      const added = insertAll(chunk + CHUNK_HEADER_BYTES, endOf(chunk), firstTag, lastTag, places);
      if (added < 0) return NO_SLOT;
      kept += added;
    }
    const added = insertAll(windowOf(entry), windowEndOf(entry), firstTag, lastTag, places);
    if (added < 0) return NO_SLOT;
    kept += added;
  }
  return kept;
}

/**
 * The least tag of the kept records with a hash from `first` on; more than any where there is none. What a range begins
 * and ends with is no finer than tags are.
 */
function tagFrom(first: u64): i64 {
  const border = partitionOf(first);
  return border === tablePartition ? (tagOfHash(first) as i64) : border < tablePartition ? 0 : NO_TAG;
}

/** The greatest tag of the kept records with a hash up to `last`; -1 where there is none. */
export function tagUpTo(last: u64): i64 {
  const border = partitionOf(last);
  return border === tablePartition ? (tagOfHash(last) as i64) : border > tablePartition ? NO_TAG : -1;
}

/** Returns how many keys of the records from .. to are new, -1 where the table is full. */
function insertAll(from: usize, to: usize, first: i64, last: i64, places: u64): i32 {
  let kept: i32 = 0;
  for (let record = from; record < to; ) {
    const lengths = lengthsOf(record);
    const tag = tagOf(record);
    if (!isSuperseded(lengths) && (tag as i64) >= first && (tag as i64) <= last) {
      const added = insert(record, tag, places);
      if (added < 0) return NO_SLOT;
      kept += added;
    }
    record += strideOf(record, lengths);
  }
  return kept;
}

/** Returns 1 where the key is new, 0 where it was there, -1 where the table is full. */
/* @inline */ function insert(record: usize, tag: u32, places: u64): i32 {
  let slot = table + (((((tag as u64) * places) >>> 32) as usize) << 3);
  while (true) {
    const other = load<u32>(slot, 4) as usize;
    if (!other) {
      fill(slot, tag, record);
      return isInside(slot) ? 1 : NO_SLOT;
    }
    const otherTag = load<u32>(slot);
    if (otherTag === tag) {
      const order = compareKeys(other, record);
      if (order === 0) {
        superseded++;
        const wins = isLater(record, other);
        supersede(select<usize>(other, record, wins));
        fill(slot, tag, select<usize>(record, other, wins));
        return 0;
      }
      if (order > 0) break;
    } else if (otherTag > tag) {
      break;
    }
    slot += 8;
  }
  return isInside(shift(slot, tag, record)) ? 1 : NO_SLOT;
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
