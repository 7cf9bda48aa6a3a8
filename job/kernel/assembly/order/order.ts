/**
 * Writes the order bytes of a record: those of its order columns, one after the other. Of two records the one whose
 * order bytes are greater, byte by byte, is later. The order bytes of a column are
 *
 *     if an empty value is older than all others: one byte, 0 for an empty value, behind which nothing follows, else 1;
 *     a word for no value, such as NULL, is empty too, unless it is one of the column's ranks
 *     then the value's encoding (a file for each type); all its bytes are inverted if the least value is the latest
 *
 * Each encoding tells where it ends, so that the bytes of the next column compare only if those before are equal.
 */

import { isNoValue, isZeroDate } from '../bytes/no-value';
import { BAD_ORDER, GOOD } from '../bytes/reason';
import { encodeDecimal } from './decimal';
import { orderFault } from './fault';
import { encodeInteger } from './integer';
import { invert } from './invert';
import { encodeRank } from './rank';
import { encodeLastText, encodeText } from './text';
import { encodeTimestamp } from './timestamp';
import { placeZone } from './zone';

/**
 * An order column in memory, as order-table.ts writes it: u32 number of the column, u32 type, u32 1 if the least value
 * is the latest, u32 address and u32 number of the ranks.
 */
const COLUMN_BYTES_LOG2: u32 = 5;

/** The types of order columns, in the order of TYPES in order-table.ts. */
const INTEGER: u32 = 0;
const TEXT: u32 = 1;
const DECIMAL: u32 = 2;
const TIMESTAMP: u32 = 3;

const EMPTY: u8 = 0;
const NOT_EMPTY: u8 = 1;

let orderColumns: usize = 0;
export let orderCount: u32 = 0;
/** Whether an empty value is older than all others, and not bad. */
export let emptyIsOldest: bool = false;
/** Whether a text among the order values of the present record is empty or a word for no value, and is compared as text. */
export let hasNoValue: bool = false;
/** The address behind the order bytes that were written so far. */
let written: usize = 0;

/** At `zoneAt` are the offsets of the zone of timestamps that name none; see zone.ts. */
export function configureOrder(columnsAt: usize, count: u32, emptyOldest: bool, zoneAt: usize, zoneCount: u32): void {
  orderColumns = columnsAt;
  orderCount = count;
  emptyIsOldest = emptyOldest;
  placeZone(zoneAt, zoneCount);
}

/** The number of the column of the record whose value is the `i`-th order value. */
export function orderColumnOf(i: u32): u32 {
  return load<u32>(columnAt(i));
}

/** Whether the `i`-th order value is ordered as text. */
export function isTextOrder(i: u32): bool {
  return load<u32>(columnAt(i), 4) === TEXT;
}

/** Starts the order bytes of a record at `to`. */
export function startOrder(to: usize): void {
  written = to;
  hasNoValue = false;
}

/**
 * Appends the order bytes of the `i`-th order column, whose value is in start .. end. Returns GOOD, or the reason why
 * the value is bad. Reads up to 48 bytes past the value and 15 bytes before its end, and writes up to 48 bytes past the
 * order bytes.
 */
export function addOrder(i: u32, start: usize, end: usize): u32 {
  const column = columnAt(i);
  const isLeast = load<u32>(column, 8) !== 0;
  const isText = isTextOrder(i);
  const bytes = (end - start) as u32;
  if (emptyIsOldest) {
    const isEmpty = isText ? isNoValue(start, bytes) : bytes === 0;
    store<u8>(written++, isEmpty ? EMPTY : NOT_EMPTY);
    if (isEmpty) return GOOD;
  } else {
    if (bytes === 0 && (!isText || isLeast)) return BAD_ORDER;
    if (isText && isNoValue(start, bytes)) hasNoValue = true;
  }
  const after = encode(column, isLeast, i + 1 === orderCount, start, end);
  if (after === 0) {
    if (!emptyIsOldest || !(isNoValue(start, bytes) || isZeroDate(start, bytes))) return orderFault;
    store<u8>(written - 1, EMPTY);
    return GOOD;
  }
  if (isLeast) invert(written, after);
  written = after;
  return GOOD;
}

/** The address behind the order bytes. */
export function orderEnd(): usize {
  return written;
}

/* @inline */ function encode(column: usize, isLeast: bool, isLast: bool, start: usize, end: usize): usize {
  const type = load<u32>(column, 4);
  if (type === INTEGER) return encodeInteger(start, end, written);
  if (type === TIMESTAMP) return encodeTimestamp(start, end, written);
  if (type === DECIMAL) return encodeDecimal(start, end, written);
  if (type !== TEXT) return encodeRank(start, end, written, load<u32>(column, 12), load<u32>(column, 16));
  return isLast && !isLeast ? encodeLastText(start, end, written) : encodeText(start, end, written);
}

function columnAt(i: u32): usize {
  return orderColumns + ((i as usize) << COLUMN_BYTES_LOG2);
}
