/** The values of the present line: its fields without quotes, escapes and the blanks around them; and its key. */

import { copyLoosely } from './bytes/bytes';
import {
  delimiterBytes,
  delimiterFirst,
  escapeByte,
  isTrimmed,
  quoteByte,
  skipBlanks,
  skipBlanksBack,
  storeDelimiter,
  valueRoom,
} from './dialect';
import { joined, keyColumns, keyCount, keyFirst, keyIsApart, keyLast } from './format';

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
export function takeValue(column: u32, room: usize): void {
  let from = startOfField(column);
  let to = endOfField(column);
  if (isTrimmed) {
    from = skipBlanks(from, to);
    to = skipBlanksBack(from, to);
  }
  if (hasQuoted && from < to && (load<u8>(from) as u32) === quoteByte) {
    from++;
    to--;
    if (hasEscapes) {
      to = copyUnescaped(from, to, room);
      from = room;
    }
  }
  valueAt = from;
  valueEnd = to;
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
    keyAt = valueAt;
    keyBytes = (valueEnd - valueAt) as u32;
    return;
  }
  if (!keyIsApart && !isTrimmed && !hasQuoted && !mayHide) {
    keyAt = startOfField(keyFirst);
    keyBytes = (endOfField(keyLast) - keyAt) as u32;
    return;
  }
  let to = joined;
  for (let i: u32 = 0; i < keyCount; i++) {
    if (i) to = storeDelimiter(to);
    takeValue(load<u32>(keyColumns + ((i as usize) << 2)), valueRoom);
    to = storeValue(to, valueAt, (valueEnd - valueAt) as u32);
  }
  keyAt = joined;
  keyBytes = (to - joined) as u32;
}

/**
 * Writes a value of a key. A value that could hide a delimiter, or that begins with a quote, is written behind a quote
 * and its length. No other value begins with a quote, so different keys stay different. Returns the address behind it.
 */
function storeValue(to: usize, at: usize, bytes: u32): usize {
  if (mayHide && hides(at, bytes)) {
    store<u8>(to, quoteByte as u8);
    store<u32>(to, bytes, 1);
    to += 5;
  }
  copyLoosely(to, at, bytes);
  return to + bytes;
}

/** Whether a value begins with the quote, or holds the delimiter's first byte. */
function hides(at: usize, bytes: u32): bool {
  if (bytes === 0) return false;
  if ((load<u8>(at) as u32) === quoteByte) return true;
  const firsts = i8x16.splat(delimiterFirst as i8);
  const end = at + bytes;
  for (; at < end; at += 16) {
    let found = i8x16.bitmask(i8x16.eq(v128.load(at), firsts)) as u32;
    if (end - at < 16) found &= ((1 as u32) << ((end - at) as u32)) - 1;
    if (found) return true;
  }
  return false;
}
