/**
 * Turns the lines of a buffer into records. The fields of the lines are separated by one byte, and are compared as they
 * stand there.
 */

import { put } from './arena';
import { hash64 } from './bytes/hash';
import { isNoValue } from './bytes/no-value';
import { parse, parsed } from './bytes/number';
import { BAD_COLUMNS, BAD_LENGTH, GOOD } from './bytes/reason';
import { bitsOf, isEither } from './bytes/vector';
import { check, isChecking } from './check';
import { endOfColumn, join, startOf, takeOrder, takeOrderBytes } from './column';
import { isComposite, isJson, isPlain } from './dialect';
import { blockOf, keyBlock } from './division';
import { scanFields } from './fields';
import {
  CARRIAGE_RETURN,
  columns,
  delimiter,
  ends,
  headerBytes,
  isUsers,
  joined,
  keyFirst,
  keyIsApart,
  keyLast,
  MAX_LINE_BYTES,
  NEWLINE,
  orderColumn,
  orderIsText,
  QUOTE,
  takeMark,
} from './format';
import { scanJson } from './json-scan';
import { hasNoValue } from './order/order';
import { isProbing, takeProbed } from './probed';
import { textOrder } from './record';
import { isSeeking, seek } from './seek';
import {
  beginScan,
  countBlank,
  countLine,
  countMark,
  countNoValue,
  countRecord,
  endWithoutRoom,
  hasEnded,
  isMarked,
  isWithoutRoom,
  noteQuote,
  reject,
  takeHeader,
  takeMarkedHeader,
  uncountMark,
  uncountNoValue,
} from './tally';

/**
 * Reads the lines in from .. to. Returns the address after the last line that it consumed. Lists bad lines at `badAt`,
 * at most `capacity` of them. `status` says whether every line was read, or whether the room for records or for bad
 * lines ran out. The next scan can then continue at the returned address. Reads up to 63 bytes past `to`.
 */
export function scan(from: usize, to: usize, badAt: usize, capacity: u32): usize {
  beginScan(badAt, capacity);
  if (!isPlain()) return isJson ? scanJson(from, to) : scanFields(from, to);
  const end = scanLines(from, to);
  if (hasEnded() && isUsers) uncount(end);
  return end;
}

function scanLines(from: usize, to: usize): usize {
  const delimiters = i8x16.splat(delimiter as i8);
  const newlines = i8x16.splat(NEWLINE as i8);
  const quotes = i8x16.splat(QUOTE as i8);
  let start = from;
  let field: u32 = 0;
  let startsField: u64 = 1;
  store<u32>(ends, (start - 1) as u32);
  for (let block = from; block < to; block += 64) {
    const a = v128.load(block),
      b = v128.load(block, 16),
      c = v128.load(block, 32),
      d = v128.load(block, 48);
    let separators = bitsOf(
      isEither(a, delimiters, newlines),
      isEither(b, delimiters, newlines),
      isEither(c, delimiters, newlines),
      isEither(d, delimiters, newlines),
    );
    const inside = block + 64 > to ? ((1 as u64) << ((to - block) as u64)) - 1 : ~(0 as u64);
    separators &= inside;
    const qa = i8x16.eq(a, quotes),
      qb = i8x16.eq(b, quotes),
      qc = i8x16.eq(c, quotes),
      qd = i8x16.eq(d, quotes);
    if (v128.any_true(v128.or(v128.or(qa, qb), v128.or(qc, qd)))) {
      if (bitsOf(qa, qb, qc, qd) & inside & ((separators << 1) | startsField)) noteQuote();
    }
    startsField = separators >>> 63;
    while (separators) {
      const at = block + (ctz(separators) as usize);
      separators &= separators - 1;
      if ((load<u8>(at) as u32) !== NEWLINE) {
        field++;
        if (field < columns) store<u32>(ends + ((field as usize) << 2), at as u32);
        continue;
      }
      if (!take(start, at, field + 1)) return start;
      countLine();
      start = at + 1;
      field = 0;
      store<u32>(ends, at as u32);
    }
  }
  return start;
}

/** Takes the line in start .. newline. Returns false if there is no room for it, so that it has to be scanned again. */
/* @inline */ function take(start: usize, newline: usize, fields: u32): bool {
  let end = newline;
  if (isUsers && end > start && (load<u8>(end - 1) as u32) === CARRIAGE_RETURN) end--;
  if (end === start) {
    if (!takeMark()) countBlank();
    return true;
  }
  if (((end - start) as u32) === headerBytes && takeHeader(start)) return true;
  if (isMarked(start)) {
    if (takeMarkedHeader(start, end)) return true;
    countMark(start);
  }
  if (((end - start) as u32) > MAX_LINE_BYTES) return reject(start, end, BAD_LENGTH);
  if (fields !== columns) return reject(start, end, BAD_COLUMNS);
  store<u32>(ends + ((columns as usize) << 2), end as u32);
  const orderStart = startOf(orderColumn);
  const orderEnd = endOfColumn(orderColumn);
  let order: i64 = 0;
  if (isComposite) {
    const reason = takeOrderBytes();
    if (reason !== GOOD) return rejectOrder(start, end, reason);
    if (isUsers && hasNoValue) countNoValue(start);
  } else if (orderIsText) {
    order = textOrder((orderStart - start) as u32, (orderEnd - orderStart) as u32);
    if (isUsers && isNoValue(orderStart, (orderEnd - orderStart) as u32)) countNoValue(start);
  } else {
    const reason = parse(orderStart, orderEnd);
    if (reason !== GOOD) return rejectOrder(start, end, reason);
    order = parsed;
  }
  let key = startOf(keyFirst);
  let keyBytes: u32;
  if (keyIsApart) {
    key = joined;
    keyBytes = join();
    if (orderIsText && !isComposite) takeOrder(keyBytes);
  } else {
    keyBytes = (endOfColumn(keyLast) - key) as u32;
  }
  const hash = hash64(key, keyBytes);
  if (isChecking) {
    const bytes = (end - start) as u32;
    const reason = isProbing
      ? takeProbed(hash, order, key, keyBytes, start, bytes, key, keyBytes, keyIsApart || isComposite)
      : check(hash, key, keyBytes, start, bytes);
    if (reason !== GOOD) return reject(start, end, reason);
  } else {
    const bits = keyBlock ? blockOf(key, keyBytes) : hash;
    if (!put(bits, order, start, (end - start) as u32, key, keyBytes, keyIsApart || isComposite)) {
      endWithoutRoom();
      return false;
    }
  }
  countRecord();
  return true;
}

/** Rejects a line for its order. Where keys are sought, it is told whether the line has one of them. */
function rejectOrder(start: usize, end: usize, reason: u32): bool {
  if (isSeeking) {
    const key = keyIsApart ? joined : startOf(keyFirst);
    const keyBytes = keyIsApart ? join() : ((endOfColumn(keyLast) - key) as u32);
    seek(hash64(key, keyBytes), key, keyBytes);
  }
  return reject(start, end, reason);
}

/**
 * Takes back the counts of the line at `start`, because the next scan reads this line again. If there was no room for
 * its record, its columns and its order are known. If there was no room in the list of bad lines, the line was rejected
 * before its text to order by could be counted.
 */
function uncount(start: usize): void {
  if (isMarked(start)) uncountMark(start);
  if (!isWithoutRoom()) return;
  if (isComposite) {
    if (hasNoValue) uncountNoValue(start);
    return;
  }
  if (!orderIsText) return;
  const orderStart = startOf(orderColumn);
  if (isNoValue(orderStart, (endOfColumn(orderColumn) - orderStart) as u32)) uncountNoValue(start);
}
