/** The values of the present line: its fields without quotes, escapes and the blanks around them; and its key. */

import { copyLoosely } from './bytes/bytes';
import { appendValue } from './bytes/join';
import {
  delimiterBytes,
  delimiterFirst,
  escapeByte,
  escapesAnywhere,
  isTrimmed,
  keysAreRaw,
  lineEnds,
  markByte,
  quoteByte,
  skipBlanks,
  skipBlanksBack,
  storeDelimiter,
  valueRoom,
} from './dialect';
import { copyMeant } from './escapes';
import { joined, keyColumns, keyCount, keyFirst, keyIsApart, keyLast } from './format';
import { MOST_RAW_BYTES, splitRawKey } from './raw-key';

/** The list of the ends of the line's columns, and whether any of its fields is quoted, or has escapes in its quotes. */
let columnEnds: usize = 0;
let hasQuoted: bool = false;
let hasEscapes: bool = false;
/** Whether a value of several in a key could be read as two, or as one of another kind: it has to be looked at. */
let mayHide: bool = false;

/** The value that takeValue found, in valueAt .. valueEnd. */
export let valueAt: usize = 0;
export let valueEnd: usize = 0;
/** The key that takeKey found. */
export let keyAt: usize = 0;
export let keyBytes: u32 = 0;
/** The bytes that the record keeps as its key: these, or the raw key (raw-key.ts). */
export let keptKeyAt: usize = 0;
export let keptKeyBytes: u32 = 0;

export function useLine(endsAt: usize, quoted: bool, escaped: bool, hides: bool): void {
  columnEnds = endsAt;
  hasQuoted = quoted;
  hasEscapes = escaped;
  mayHide = hides;
}
/** Uses the same fields where they end elsewhere. */
export function useEnds(endsAt: usize): void {
  columnEnds = endsAt;
}

export function startOfField(field: u32): usize {
  return (load<u32>(columnEnds + ((field as usize) << 2)) as usize) + delimiterBytes;
}
export function endOfField(field: u32): usize {
  return load<u32>(columnEnds + (((field + 1) as usize) << 2)) as usize;
}

/** Finds the value of a column. A value with escapes is written at `room` without them. */
/* @inline */ export function takeValue(column: u32, room: usize): void {
  let from = startOfField(column);
  let to = endOfField(column);
  if (isTrimmed) {
    from = skipBlanks(from, to);
    to = skipBlanksBack(from, to);
  }
  if (hasQuoted && from < to && (load<u8>(from) as u32) === quoteByte) {
    from++;
    to--;
    if (hasEscapes && hasByte(from, to, escapeByte)) {
      to = copyUnescaped(from, to, room);
      from = room;
    }
  }
  valueAt = from;
  valueEnd = to;
  if (escapesAnywhere) takeMeant(room);
}

/** Takes the value as it is meant, without the escapes that it may have where no field is quoted. */
function takeMeant(room: usize): void {
  if (!hasEscapes || !hasByte(valueAt, valueEnd, escapeByte)) return;
  valueEnd = copyMeant(valueAt, valueEnd, room);
  valueAt = room;
}

/** Copies a value without its escapes. Returns the address behind the copy. */
function copyUnescaped(from: usize, end: usize, room: usize): usize {
  let to = room;
  for (let at = from; at < end; at++) {
    let byte = load<u8>(at) as u32;
    if (byte === escapeByte) byte = load<u8>(++at) as u32;
    store<u8>(to++, byte as u8);
  }
  return to;
}

/**
 * Finds the key of the present line. A key of several columns has the delimiter between its values. Where that could
 * be read in two ways, because of a delimiter in a value, the value is written with its length (`storeValue`).
 */
export function takeKey(): void {
  if (keyCount === 1) {
    takeValue(keyFirst, joined);
    keep(valueAt, (valueEnd - valueAt) as u32);
    return;
  }
  const rawAt = startOfField(keyFirst);
  const rawBytes = (endOfField(keyLast) - rawAt) as u32;
  if (!keyIsApart && !isTrimmed && !hasQuoted && !mayHide) {
    keep(rawAt, rawBytes);
    return;
  }
  keep(joined, mayHide || isTrimmed || delimiterBytes > 1 ? joinValues(joined, 0) : joinQuoted());
  if (keysAreRaw && rawBytes <= MOST_RAW_BYTES) {
    keptKeyAt = rawAt;
    keptKeyBytes = rawBytes;
  }
}

/** Joins the values of the key, which hold no quotes and no delimiters, at `joined`. Returns the length of the key. */
function joinQuoted(): u32 {
  const delimiters = i8x16.splat(delimiterFirst as i8);
  let to = joined;
  for (let i: u32 = 0; i < keyCount; i++) {
    const column = load<u32>(keyColumns + ((i as usize) << 2));
    let from = startOfField(column);
    let end = endOfField(column);
    if (from < end && (load<u8>(from) as u32) === quoteByte) {
      from++;
      end--;
    }
    to = appendValue(to, from, end, i === 0, delimiters);
  }
  return (to - joined) as u32;
}

function keep(at: usize, bytes: u32): void {
  keyAt = at;
  keyBytes = bytes;
  keptKeyAt = at;
  keptKeyBytes = bytes;
}

/** Writes the raw key in at .. at + bytes as takeKey writes a key. Returns its length. */
export function joinRawKey(to: usize, at: usize, bytes: u32): u32 {
  splitRawKey(at, at + bytes, lineEnds, u32.MAX_VALUE);
  useLine(lineEnds, true, true, true);
  return joinValues(to, keyFirst);
}

/** Joins the values of the key; the list of ends begins with column `first`. Returns the length of the key. */
function joinValues(joinedAt: usize, first: u32): u32 {
  let to = joinedAt;
  for (let i: u32 = 0; i < keyCount; i++) {
    if (i) to = storeDelimiter(to);
    takeValue(load<u32>(keyColumns + ((i as usize) << 2)) - first, valueRoom);
    to = storeValue(to, valueAt, (valueEnd - valueAt) as u32);
  }
  return (to - joinedAt) as u32;
}

/**
 * Writes a value of a key. A value that could hide a delimiter, or that begins with a quote, is written behind a quote
 * and its length. No other value begins with a quote, so different keys stay different. Where no field is quoted, the
 * escape takes the place of the quote. Returns the address behind it.
 */
function storeValue(to: usize, at: usize, bytes: u32): usize {
  if (mayHide && hides(at, bytes)) {
    store<u8>(to, markByte as u8);
    store<u32>(to, bytes, 1);
    to += 5;
  }
  copyLoosely(to, at, bytes);
  return to + bytes;
}

/** Whether a value begins with the mark, or holds the delimiter's first byte. */
function hides(at: usize, bytes: u32): bool {
  if (bytes === 0) return false;
  return (load<u8>(at) as u32) === markByte || hasByte(at, at + bytes, delimiterFirst);
}

/** Whether a byte is in at .. end. Reads up to 15 bytes past the end. */
export function hasByte(at: usize, end: usize, byte: u32): bool {
  const wanted = i8x16.splat(byte as i8);
  for (; at < end; at += 16) {
    let found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted)) as u32;
    if (end - at < 16) found &= ((1 as u32) << ((end - at) as u32)) - 1;
    if (found) return true;
  }
  return false;
}
