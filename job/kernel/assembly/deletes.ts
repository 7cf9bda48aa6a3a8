/**
 * Tells which records are deletes: those whose line meets one of the conditions. Only records that are the latest of their
 * keys are asked, so that most lines never are.
 *
 * A condition has 16 bytes: u32 column, address and length of the value, and which lines have to be looked at closely
 * (job/kernel/deletes-table.ts).
 */

import { compareBytes } from './bytes/bytes';
import {
  delimiterFirst,
  delimiterLast,
  escapeByte,
  hasQuotes,
  isJson,
  isTrimmed,
  lineEnds,
  quoteByte,
  valueRoom,
} from './dialect';
import { delimiter } from './format';
import { isMetInObject, mayBeMetInObject } from './json-deletes';
import { splitRawKey } from './raw-key';
import { isOlderThan } from './record';
import { takeValue, useLine, valueAt, valueEnd } from './values';

const CONDITION_BYTES_LOG2: u32 = 4;

export const ALL_LINES: u32 = 1;
export const LINES_WITH_ESCAPES: u32 = 2;

/** Whether any record can be a delete. */
export let hasDeletes: bool = false;
let conditions: usize = 0;
let conditionCount: u32 = 0;
/** Whether fields have no quotes and the like, so that only the delimiter has to be looked for. */
let isPlain: bool = false;

/** The order value before which deletes are forgotten: an integer, or order bytes. */
let forgets: bool = false;
let oldest: i64 = 0;
let oldestAt: usize = 0;
let oldestBytes: u32 = 0;

export function configureDeletes(at: usize, count: u32, plain: bool): void {
  hasDeletes = count > 0;
  conditions = at;
  conditionCount = count;
  isPlain = plain;
}

/** From now on deletes are forgotten that are older than an integer, or than the order bytes at `at`. */
export function forgetBefore(integer: i64, at: usize, bytes: u32): void {
  forgets = true;
  oldest = integer;
  oldestAt = at;
  oldestBytes = bytes;
}

/** Whether a record, which is a delete, is too old to be kept. */
export function isForgotten(record: usize, lengths: u32): bool {
  return forgets && isOlderThan(record, lengths, oldest, oldestAt, oldestBytes);
}

/** Whether the record in line .. line + bytes is a delete. A newline has to follow. Reads up to 15 bytes around the line. */
export function isDelete(line: usize, bytes: u32): bool {
  const end = line + bytes;
  for (let i: u32 = 0; i < conditionCount; i++) {
    const condition = conditions + ((i as usize) << CONDITION_BYTES_LOG2);
    if (isPlain) {
      if (isMetPlainly(condition, line, end)) return true;
    } else if (isJson) {
      if (mayBeMetInObject(condition, line, end) && isMetInObject(condition, line)) return true;
    } else if (mayBeMet(condition, line, end) && isMetInFields(condition, line, end)) return true;
  }
  return false;
}

export function columnOf(condition: usize): u32 {
  return load<u32>(condition);
}
export function wantedAt(condition: usize): usize {
  return load<u32>(condition, 4) as usize;
}
export function wantedBytes(condition: usize): u32 {
  return load<u32>(condition, 8);
}
export function linesToLookAt(condition: usize): u32 {
  return load<u32>(condition, 12);
}

/** Whether a field is the value, where its bytes are those in the line. No value has a delimiter in it. */
function isMetPlainly(condition: usize, line: usize, end: usize): bool {
  const column = columnOf(condition);
  const from = column ? behindDelimiters(line, end, column) : line;
  if (from === 0) return false;
  const bytes = wantedBytes(condition);
  const behind = from + bytes;
  if (behind > end || (behind < end && (load<u8>(behind) as u32) !== delimiter)) return false;
  return compareBytes(from, bytes, wantedAt(condition), bytes) === 0;
}

/** The address behind the `count`th delimiter in from .. end; 0 where there are not so many. */
function behindDelimiters(from: usize, end: usize, count: u32): usize {
  const delimiters = i8x16.splat(delimiter as i8);
  for (let at = from; at < end; at += 16) {
    let bits = i8x16.bitmask(i8x16.eq(v128.load(at), delimiters)) as u32;
    const found = popcnt(bits);
    if (found < count) {
      count -= found;
      continue;
    }
    while (--count) bits &= bits - 1;
    const behind = at + (ctz(bits) as usize) + 1;
    return behind <= end ? behind : 0;
  }
  return 0;
}

/**
 * Whether some field of a line may be the value: it holds the value between bytes that can be around one, or has to be
 * looked at closely anyway. Most lines do not, and are looked at 16 bytes at a time.
 */
function mayBeMet(condition: usize, line: usize, end: usize): bool {
  const others = linesToLookAt(condition);
  if (others === ALL_LINES) return true;
  const wanted = wantedAt(condition);
  const bytes = wantedBytes(condition);
  const firsts = i8x16.splat(load<u8>(wanted) as i8);
  const delimiters = i8x16.splat(delimiterLast as i8);
  const quotes = i8x16.splat((hasQuotes ? quoteByte : delimiterLast) as i8);
  const spaces = i8x16.splat((isTrimmed ? 32 : delimiterLast) as i8);
  const tabs = i8x16.splat((isTrimmed ? 9 : delimiterLast) as i8);
  const escapes = i8x16.splat(escapeByte as i8);
  for (let at = line; at < end; at += 16) {
    const before = v128.load(at - 1);
    const block = v128.load(at);
    const quoted = v128.or(i8x16.eq(before, delimiters), i8x16.eq(before, quotes));
    const isBehind = v128.or(quoted, v128.or(i8x16.eq(before, spaces), i8x16.eq(before, tabs)));
    const isFirst = i8x16.eq(block, firsts);
    if (others === LINES_WITH_ESCAPES) {
      const found = i8x16.bitmask(i8x16.eq(block, escapes)) as u32;
      if (found && at + (ctz(found) as usize) < end) return true;
    }
    let bits = i8x16.bitmask(v128.and(isFirst, isBehind)) as u32;
    // whatever is before the line is no field of it
    if (at === line) bits |= (i8x16.bitmask(isFirst) as u32) & 1;
    for (; bits; bits &= bits - 1) {
      const from = at + (ctz(bits) as usize);
      const behind = from + bytes;
      if (behind <= end && mayEnd(behind, end) && compareBytes(from, bytes, wanted, bytes) === 0) return true;
    }
  }
  return false;
}

/** Whether a value may end before an address. */
function mayEnd(behind: usize, end: usize): bool {
  if (behind === end) return true;
  const byte = load<u8>(behind) as u32;
  return byte === delimiterFirst || (hasQuotes && byte === quoteByte) || (isTrimmed && (byte === 32 || byte === 9));
}

function isMetInFields(condition: usize, line: usize, end: usize): bool {
  splitRawKey(line, end, lineEnds);
  useLine(lineEnds, hasQuotes, true, true);
  takeValue(columnOf(condition), valueRoom);
  const bytes = wantedBytes(condition);
  return compareBytes(valueAt, (valueEnd - valueAt) as u32, wantedAt(condition), bytes) === 0;
}
