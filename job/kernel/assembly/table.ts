/**
 * The table of a batch of records. A slot's place is given by the hash bits after the partition's, and every run of taken
 * slots is kept in the order (hash, key bytes) by insertion: an ordered hash table (O. Amble and D. E. Knuth, "Ordered hash
 * tables", The Computer Journal 17, 1974). Read from front to back it is the canonical order, whatever the order of
 * insertion. A slot is {u32 hash bits, u32 record}.
 */

import { latest } from './latest';
import { compareKeys, isSuperseded, lengthsOf, strideOf, tagOf } from './record';

export const FAILED: i32 = -1;
/** Slots a record; the table is then about 60 % full at the most. */
const SLOTS_NUMERATOR: u64 = 8;
const SLOTS_DENOMINATOR: u64 = 5;
const SPARE_SLOTS: u32 = 4096;

/** Slots that inserting a record may pass by on average; those of random hashes pass by less than one. */
const EFFORT_PER_RECORD: i64 = 4;
const SPARE_EFFORT: i64 = 4096;
/** Two keys that share the hash bits in the table are compared as bytes, and hashed, for which each is waited for. */
const EFFORT_PER_COMPARISON: i64 = 16;

export let table: usize = 0;
/** Slots in use, the spare ones behind included. */
export let slots: u32 = 0;
/** Slots that there is room for. */
export let capacity: u32 = 0;
/** Keys that the table holds. */
export let mostKeys: u32 = 0;
/** Records gone through since the table was empty. */
export let walked: u32 = 0;
let places: u64 = 0;
let effortLeft: i64 = 0;

export function placeTable(at: usize, tableSlots: u32): void {
  table = at;
  capacity = tableSlots;
}

/** Begins an empty table for so many records, or for as many as there is room for. */
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

/** The entries up to `end` have been put into the table's place, after so many records. */
export function takeEntries(end: usize, records: u32): void {
  slots = ((end - table) >>> 3) as u32;
  walked = records;
}

/**
 * Puts in the records from .. to with a tag from first to last, both included. Returns how many of their keys are new, FAILED
 * where the table is no way to keep them.
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
