/**
 * The offsets from UTC of the time zone in which timestamps are that name none.
 *
 * The table in memory is made by job/options/parsing/time-zone.ts. Its entries have 16 bytes: an i64 local time in seconds
 * since 0001-01-01T00:00, and the i64 offset in seconds that holds from that time on, until the time of the next entry.
 * The times ascend. The first entry is different: its offset holds for all times before the second entry, and its time is
 * the end of the table. From that end on, the offsets are those of 400 years before, the period of the Gregorian calendar.
 */

const ENTRY_BYTES_LOG2: u32 = 4;
const FOUR_CENTURIES: i64 = 146097 * 86400;

let table: usize = 0;
let count: u32 = 0;
/** The entry that was found last holds in from .. until. Most times of a file are near each other. */
let from: i64 = 0;
let until: i64 = 0;
let offset: i64 = 0;

/** Without entries the zone is UTC. */
export function placeZone(at: usize, entries: u32): void {
  table = at;
  count = entries;
  from = 0;
  until = 0;
}

export function offsetAt(local: i64): i64 {
  if (count === 0) return 0;
  if (local >= from && local < until) return offset;
  const end = load<i64>(table);
  let near = local;
  if (near >= end) near -= ((near - end) / FOUR_CENTURIES + 1) * FOUR_CENTURIES;
  return find(near);
}

/** The last entry whose time is at or before `local`, or the first one. */
function find(local: i64): i64 {
  let low: u32 = 0;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (load<i64>(entryAt(middle)) <= local) low = middle;
    else high = middle;
  }
  from = low === 0 ? i64.MIN_VALUE : load<i64>(entryAt(low));
  until = load<i64>(high === count ? table : entryAt(high));
  offset = load<i64>(entryAt(low), 8);
  return offset;
}

function entryAt(i: u32): usize {
  return table + ((i as usize) << ENTRY_BYTES_LOG2);
}
