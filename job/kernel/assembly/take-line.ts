/** Turns one line, whose fields are known, into a record. */

import { orderBy } from './arena';
import { hash64 } from './bytes/hash';
import { isNoValue } from './bytes/no-value';
import { parse, parsed } from './bytes/number';
import { BAD_COLUMNS, BAD_LENGTH, GOOD } from './bytes/reason';
import {
  expectedFields,
  hasTrailingDelimiter,
  isComposite,
  isNothing,
  isRearranged,
  mayFill,
  orderRoom,
  valueRoom,
} from './dialect';
import { columns, ends, headerBytes, isUsers, MAX_LINE_BYTES, orderColumn, orderIsText, takeMark } from './format';
import { addOrder, hasNoValue, orderColumnOf, orderCount, orderEnd, startOrder } from './order/order';
import { rearrange, rearrangedEnd, rearrangedStart } from './rearrange';
import { isSeeking, seek } from './seek';
import { NO_ROOM, storeRecord } from './store-record';
import {
  countBlank,
  countMark,
  countNoValue,
  countRecord,
  isMarked,
  reject,
  takeHeader,
  takeMarkedHeader,
} from './tally';
import {
  keptKeyAt,
  keptKeyBytes,
  keyAt,
  keyBytes,
  startOfField,
  takeKey,
  takeValue,
  useLine,
  valueAt,
  valueEnd,
} from './values';

/** The order value of the present record, or of its order bytes (`orderBy`). */
let order: i64 = 0;
let isWithoutValue: bool = false;

/**
 * Takes the line in start .. end, whose `fields` fields end at `ends`. `hides` says whether a value may hold the
 * delimiter's first byte, or begin with the quote. `fault` is GOOD, or why the line is bad. Returns
 * false if there is no room for it, so that it has to be scanned again.
 */
/* @inline */ export function takeLine(
  start: usize,
  end: usize,
  fields: u32,
  hasQuoted: bool,
  hasEscapes: bool,
  hides: bool,
  fault: u32,
): bool {
  if (end === start) {
    if (!takeMark()) countBlank();
    return true;
  }
  if (((end - start) as u32) === headerBytes && takeHeader(start)) return true;
  const isOdd = isMarked(start);
  if (isOdd && takeMarkedHeader(start, end)) return true;
  if (((end - start) as u32) > MAX_LINE_BYTES) return rejectLine(start, end, BAD_LENGTH, isOdd);
  if (fault !== GOOD) return rejectLine(start, end, fault, isOdd);
  store<u32>(ends + ((min(fields, expectedFields() + 1) as usize) << 2), end as u32);
  useLine(ends, hasQuoted, hasEscapes, hides);
  let line = start;
  let lineEnd = end;
  if (fields !== columns || (isUsers && isRearranged)) {
    const expected = expectedFields();
    if (hasTrailingDelimiter && fields === expected + 1 && isLastEmpty(fields, end)) fields--;
    if (fields !== expected && (fields > expected || !mayFill(fields))) {
      return rejectLine(start, end, BAD_COLUMNS, isOdd);
    }
    if (fields !== columns || (isUsers && isRearranged)) {
      if (!rearrange(fields)) return rejectLine(start, end, BAD_LENGTH, isOdd);
      line = rearrangedStart;
      lineEnd = rearrangedEnd;
    }
  }
  const reason = takeOrder();
  if (reason !== GOOD) {
    if (isSeeking) seekKey();
    return rejectLine(start, end, reason, isOdd);
  }
  takeKey();
  const bytes = (lineEnd - line) as u32;
  const problem = storeRecord(order, line, bytes, keyAt, keyBytes, line, bytes, keptKeyAt, keptKeyBytes);
  if (problem === NO_ROOM) return false;
  if (problem !== GOOD) return rejectLine(start, end, problem, isOdd);
  if (isOdd) countMark(start);
  if (isWithoutValue) countNoValue(start);
  countRecord();
  return true;
}

function rejectLine(start: usize, end: usize, reason: u32, isOdd: bool): bool {
  if (!reject(start, end, reason)) return false;
  if (isOdd) countMark(start);
  return true;
}

/** Looks for the key of a line whose order is bad. */
function seekKey(): void {
  takeKey();
  seek(hash64(keyAt, keyBytes), keyAt, keyBytes);
}

/** Whether nothing follows the last delimiter of a line with one field too many. */
function isLastEmpty(fields: u32, end: usize): bool {
  return isNothing(startOfField(fields - 1), end);
}

/** Finds the order value of the present line. Returns GOOD or why it is bad. */
function takeOrder(): u32 {
  isWithoutValue = false;
  if (isComposite) return takeOrderBytes();
  takeValue(orderColumn, orderRoom);
  if (!orderIsText) {
    const reason = parse(valueAt, valueEnd);
    order = parsed;
    return reason;
  }
  const bytes = (valueEnd - valueAt) as u32;
  orderBy(valueAt, bytes);
  isWithoutValue = isUsers && isNoValue(valueAt, bytes);
  return GOOD;
}

function takeOrderBytes(): u32 {
  startOrder(orderRoom);
  for (let i: u32 = 0; i < orderCount; i++) {
    takeValue(orderColumnOf(i), valueRoom);
    const reason = addOrder(i, valueAt, valueEnd);
    if (reason !== GOOD) return reason;
  }
  isWithoutValue = isUsers && hasNoValue;
  orderBy(orderRoom, (orderEnd() - orderRoom) as u32);
  return GOOD;
}
