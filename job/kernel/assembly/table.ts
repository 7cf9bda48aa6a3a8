/**
 * The hash table of a batch of records. A record's tag, which is the hash bits after those of the partition, gives the
 * slot where the record wants to be. Insertion keeps every run of taken slots in the order (hash, key bytes). This is
 * an ordered hash table (O. Amble and D. E. Knuth, "Ordered hash tables", The Computer Journal 17, 1974). Read from
 * front to back, the table is in canonical order, whatever the order of insertion. A slot is {u32 tag, u32 address of
 * the record}.
 */

import { latest } from './latest';
import { compareKeys, isSuperseded, lengthsOf, strideOf, tagOf } from './record';

export const FAILED: i32 = -1;
/** Slots per record. The table is then at most about 60 % full. */
const SLOTS_NUMERATOR: u64 = 8;
const SLOTS_DENOMINATOR: u64 = 5;
const SPARE_SLOTS: u32 = 4096;

/** The number of slots that an insertion may pass by on average. With random hashes it passes by less than one. */
const EFFORT_PER_RECORD: i64 = 4;
const SPARE_EFFORT: i64 = 4096;
/**
 * The cost, in slots, of comparing two different keys with the same tag. Both have to be fetched from memory, compared
 * byte by byte and hashed.
 */
const EFFORT_PER_COMPARISON: i64 = 16;

export let table: usize = 0;
/** The slots in use, including the spare slots at the end. */
export let slots: u32 = 0;
/** The number of slots that there is room for. */
export let capacity: u32 = 0;
/** The most keys that the table is meant to hold. */
export let mostKeys: u32 = 0;
/** The number of records visited since the table was empty. */
export let walked: u32 = 0;
let places: u64 = 0;
let effortLeft: i64 = 0;

export function placeTable(at: usize, tableSlots: u32): void {
  table = at;
  capacity = tableSlots;
}

/** Begins an empty table for `records` records, or for as many as there is room for. */
export function clearTable(records: u32): void {
  const spare = min<u32>(SPARE_SLOTS, records + 1);
  const wanted = max<u64>(((records as u64) * SLOTS_NUMERATOR) / SLOTS_DENOMINATOR, 1);
  places = min<u64>(wanted, (capacity - spare) as u64);
  mostKeys = ((places * SLOTS_DENOMINATOR) / SLOTS_NUMERATOR + 1) as u32;
  slots = (places as u32) + spare;
  memory.fill(table, 0, (slots as usize) << 3);
  effortLeft = EFFORT_PER_RECORD * (records as i64) + SPARE_EFFORT;
  walked = 0;
}

/**
 * Takes over a list of entries that was written in the place of the table, up to `end`. `records` is the number of
 * records that were visited to make this list.
 */
export function takeEntries(end: usize, records: u32): void {
  slots = ((end - table) >>> 3) as u32;
  walked = records;
}

/**
 * Inserts those records in from .. to whose tag lies in first .. last, both included. Returns the number of new keys,
 * or FAILED if the insertions take far more effort than random keys do, or have reached the end of the table.
 */
export function insertAll(from: usize, to: usize, first: i64, last: i64): i32 {
  const width = places;
  let effort = effortLeft;
  let added: i32 = 0;
  let records: u32 = 0;
  for (let record = from; record < to; records++) {
    const lengths = lengthsOf(record);
    const tag = tagOf(record);
    if (!isSuperseded(lengths) && (tag as i64) >= first && (tag as i64) <= last) {
      const home = table + (((((tag as u64) * width) >>> 32) as usize) << 3);
      let slot = home;
      let isNew: i32 = 1;
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
            fill(slot, tag, latest(other, record));
            isNew = 0;
            break;
          }
          effort -= EFFORT_PER_COMPARISON;
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
      effort -= ((slot - home) >>> 3) as i64;
      if (effort < 0 || !isInside(slot)) return FAILED;
      added += isNew;
    }
    record += strideOf(record, lengths);
  }
  effortLeft = effort;
  walked += records;
  return added;
}

function fill(slot: usize, tag: u32, record: usize): void {
  store<u64>(slot, (tag as u64) | ((record as u64) << 32));
}

/**
 * Puts a record into a taken slot, and moves the rest of the run up by one slot. Returns the slot into which the last
 * entry of the run moved.
 */
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

/** Whether a slot lies before the last one. The last slot has to stay empty, so that every run ends. */
function isInside(slot: usize): bool {
  return slot + 8 < table + ((slots as usize) << 3);
}
