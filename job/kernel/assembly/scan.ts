/** Turns the lines of a buffer into records. */

import { put } from './arena';
import { check, isChecking } from './check';
import { endOfColumn, join, startOf, takeOrder } from './column';
import { blockOf, keyBlock } from './division';
import {
  CARRIAGE_RETURN,
  columns,
  delimiter,
  ends,
  headerAt,
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
import { hash64 } from './hash';
import { isNoValue } from './no-value';
import { parse, parsed } from './number';
import { BAD_COLUMNS, BAD_LENGTH, GOOD } from './reason';
import { compareBytes, textOrder } from './record';

/** The reasons why a scan ends. */
const ALL_READ: u32 = 0;
const NO_ROOM: u32 = 1;
const BAD_LINES_FULL: u32 = 2;

/** The three bytes of a UTF-8 byte order mark as a number, and its first two bytes. */
const MARK: u32 = 0xbfbbef;
const MARK_START: u32 = 0xbbef;
const MARK_BYTES: u32 = 3;

const BAD_LINE_BYTES_LOG2: u32 = 4;

export let status: u32 = ALL_READ;
export let badCount: u32 = 0;
/**
 * The counts of lines consumed so far: lines = blank + headers + records + bad lines. In lines of workers, `lines`
 * counts the marks too.
 */
export let lines: i64 = 0;
export let blank: i64 = 0;
/** Lines inside files that repeat the header. */
export let headers: i64 = 0;
export let records: i64 = 0;
/** Whether any field so far began with a double quote. */
export let quoted: bool = false;
/**
 * The oddities of a user's lines. `marks` counts the lines that begin with a byte order mark, and `noValues` counts the
 * lines whose text to order by is no value. Both addresses are of the first such line in the last scan, or 0.
 */
export let marks: i64 = 0;
export let firstMark: usize = 0;
export let noValues: i64 = 0;
export let firstNoValue: usize = 0;

/** The address of the list of bad lines. An entry has 16 bytes: u32 address, u32 length, u32 reason, 4 unused bytes. */
let badLines: usize = 0;
let badCapacity: u32 = 0;

/**
 * Reads the lines in from .. to. Returns the address after the last line that it consumed. Lists bad lines at `badAt`,
 * at most `capacity` of them. `status` says whether every line was read, or whether the room for records or for bad
 * lines ran out. The next scan can then continue at the returned address. Reads up to 63 bytes past `to`.
 */
export function scan(from: usize, to: usize, badAt: usize, capacity: u32): usize {
  badLines = badAt;
  badCapacity = capacity;
  badCount = 0;
  firstMark = 0;
  firstNoValue = 0;
  status = ALL_READ;
  const end = scanLines(from, to);
  if (status !== ALL_READ && isUsers) uncount(end);
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
      if (bitsOf(qa, qb, qc, qd) & inside & ((separators << 1) | startsField)) quoted = true;
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
      lines++;
      start = at + 1;
      field = 0;
      store<u32>(ends, at as u32);
    }
  }
  return start;
}

function isEither(bytes: v128, x: v128, y: v128): v128 {
  return v128.or(i8x16.eq(bytes, x), i8x16.eq(bytes, y));
}

function bitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  const low = (i8x16.bitmask(a) as u32) | ((i8x16.bitmask(b) as u32) << 16);
  const high = (i8x16.bitmask(c) as u32) | ((i8x16.bitmask(d) as u32) << 16);
  return (low as u64) | ((high as u64) << 32);
}

/** Takes the line in start .. newline. Returns false if there is no room for it, so that it has to be scanned again. */
/* @inline */ function take(start: usize, newline: usize, fields: u32): bool {
  let end = newline;
  if (isUsers && end > start && (load<u8>(end - 1) as u32) === CARRIAGE_RETURN) end--;
  if (end === start) {
    if (!takeMark()) blank++;
    return true;
  }
  if (((end - start) as u32) === headerBytes && isHeader(start)) return true;
  if ((load<u16>(start) as u32) === MARK_START && takeMarkOf(start, end)) return true;
  if (((end - start) as u32) > MAX_LINE_BYTES) return reject(start, end, BAD_LENGTH);
  if (fields !== columns) return reject(start, end, BAD_COLUMNS);
  store<u32>(ends + ((columns as usize) << 2), end as u32);
  const orderStart = startOf(orderColumn);
  const orderEnd = endOfColumn(orderColumn);
  let order: i64;
  if (orderIsText) {
    order = textOrder((orderStart - start) as u32, (orderEnd - orderStart) as u32);
    if (isUsers && isNoValue(orderStart, (orderEnd - orderStart) as u32)) countNoValue(start);
  } else {
    const reason = parse(orderStart, orderEnd);
    if (reason !== GOOD) return reject(start, end, reason);
    order = parsed;
  }
  let key = startOf(keyFirst);
  let keyBytes: u32;
  if (keyIsApart) {
    key = joined;
    keyBytes = join();
    if (orderIsText) takeOrder(keyBytes);
  } else {
    keyBytes = (endOfColumn(keyLast) - key) as u32;
  }
  const hash = hash64(key, keyBytes);
  if (isChecking) {
    const reason = check(hash, key, keyBytes);
    if (reason !== GOOD) return reject(start, end, reason);
  } else {
    const bits = keyBlock ? blockOf(key, keyBytes) : hash;
    if (!put(bits, order, start, (end - start) as u32, key, keyBytes, keyIsApart)) {
      status = NO_ROOM;
      return false;
    }
  }
  records++;
  return true;
}

/** Whether a line of the header's length is the header. It counts the line if this is the case. */
function isHeader(start: usize): bool {
  if (compareBytes(start, headerBytes, headerAt, headerBytes) !== 0) return false;
  headers++;
  return true;
}

function isMarked(start: usize): bool {
  return isUsers && (load<u32>(start) & 0xffffff) === MARK;
}

/**
 * Counts a line that begins with a byte order mark. Returns true if the rest of the line is the header; the line then
 * counts as a header, and not as a marked line.
 */
function takeMarkOf(start: usize, end: usize): bool {
  if (!isMarked(start)) return false;
  if (((end - start) as u32) - MARK_BYTES === headerBytes && isHeader(start + MARK_BYTES)) return true;
  marks++;
  if (firstMark === 0) firstMark = start;
  return false;
}

function countNoValue(start: usize): void {
  noValues++;
  if (firstNoValue === 0) firstNoValue = start;
}

/**
 * Takes back the counts of the line at `start`, because the next scan reads this line again. If there was no room for
 * its record, its columns are known. If there was no room in the list of bad lines, the line was rejected before
 * `noValues` could count it.
 */
function uncount(start: usize): void {
  if (isMarked(start)) {
    marks--;
    if (firstMark === start) firstMark = 0;
  }
  if (status !== NO_ROOM || !orderIsText) return;
  const orderStart = startOf(orderColumn);
  if (!isNoValue(orderStart, (endOfColumn(orderColumn) - orderStart) as u32)) return;
  noValues--;
  if (firstNoValue === start) firstNoValue = 0;
}

function reject(start: usize, end: usize, reason: u32): bool {
  if (badCount === badCapacity) {
    status = BAD_LINES_FULL;
    return false;
  }
  const entry = badLines + ((badCount as usize) << BAD_LINE_BYTES_LOG2);
  store<u32>(entry, start as u32);
  store<u32>(entry, (end - start) as u32, 4);
  store<u32>(entry, reason, 8);
  badCount++;
  return true;
}
