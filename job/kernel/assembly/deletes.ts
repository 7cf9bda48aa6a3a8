/**
 * Tells which records are deletes: those whose line meets one of the conditions. Only records that are the latest of their
 * keys are asked, so that most lines never are.
 */

import { compareBytes } from './bytes/bytes';
import { columnOf, conditionAt, placeConditions, wantedAt, wantedBytes } from './delete-condition';
import { isMetInFields, mayBeMetInFields } from './delete-in-fields';
import { isMetInObject, mayBeMetInObject } from './delete-in-object';
import { isJson } from './dialect';
import { delimiter } from './format';
import { isOlderThan } from './record';

/** Whether any record can be a delete. */
export let hasDeletes: bool = false;
let conditionCount: u32 = 0;
/** Whether fields have no quotes and the like, so that only the delimiter has to be looked for. */
let isPlain: bool = false;

/** The order value before which deletes are forgotten: an integer, or order bytes. */
export let forgets: bool = false;
let oldest: i64 = 0;
let oldestAt: usize = 0;
let oldestBytes: u32 = 0;

export function configureDeletes(at: usize, count: u32, plain: bool): void {
  hasDeletes = count > 0;
  placeConditions(at);
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
/* @inline */ export function isForgotten(record: usize, lengths: u32): bool {
  return forgets && isOlderThan(record, lengths, oldest, oldestAt, oldestBytes);
}

/**
 * Whether the record in line .. line + bytes is a delete. The same bytes stand at `copy`, with a newline behind them; a copy
 * that was just made is slow to read, and most lines are not read there. Reads up to 47 bytes past the line.
 */
/* @inline */ export function isDelete(line: usize, copy: usize, bytes: u32): bool {
  return isPlain && conditionCount === 1
    ? isMetPlainly(conditionAt(0), line, line + bytes)
    : isAnyMet(line, copy, bytes);
}

function isAnyMet(line: usize, copy: usize, bytes: u32): bool {
  const end = line + bytes;
  for (let i: u32 = 0; i < conditionCount; i++) {
    const condition = conditionAt(i);
    if (isPlain) {
      if (isMetPlainly(condition, line, end)) return true;
    } else if (isJson) {
      if (mayBeMetInObject(condition, line, end) && isMetInObject(condition, copy)) return true;
    } else if (mayBeMetInFields(condition, line, end) && isMetInFields(condition, line, end)) return true;
  }
  return false;
}

/** A value that is shorter than a word is compared with a masked word. */
const WORD_BYTES: u32 = 8;

/**
 * Whether a field is the value, where its bytes are those in the line. No value has a delimiter in it. Short values are
 * compared without a branch, since the processor could not predict it.
 */
/* @inline */ function isMetPlainly(condition: usize, line: usize, end: usize): bool {
  const column = columnOf(condition);
  const from = column ? behindDelimiters(line, end, column) : line;
  const bytes = wantedBytes(condition);
  const wanted = wantedAt(condition);
  const behind = from + bytes;
  const isWhole =
    ((behind === end) as u32) | (((behind < end) as u32) & ((load<u8>(behind) === (delimiter as u8)) as u32));
  if (bytes >= WORD_BYTES) return isWhole !== 0 && compareBytes(from, bytes, wanted, bytes) === 0;
  const mask = ((1 as u64) << ((bytes as u64) << 3)) - 1;
  return (isWhole & ((((load<u64>(from) ^ load<u64>(wanted)) & mask) === 0) as u32)) !== 0;
}

/** The address behind the `count`th delimiter in from .. end. There are as many. */
/* @inline */ function behindDelimiters(from: usize, end: usize, count: u32): usize {
  const delimiters = i8x16.splat(delimiter as i8);
  let at = from;
  let bits = delimitersIn(at, delimiters);
  let found = popcnt<u32>(bits);
  while (found < count && at < end) {
    count -= found;
    at += 32;
    bits = delimitersIn(at, delimiters);
    found = popcnt<u32>(bits);
  }
  for (; count > 1; count--) bits &= bits - 1;
  return at + (ctz<u32>(bits) as usize) + 1;
}

/** Bits for those of 32 bytes that are delimiters. */
/* @inline */ function delimitersIn(at: usize, delimiters: v128): u32 {
  const low = i8x16.bitmask(i8x16.eq(v128.load(at), delimiters)) as u32;
  return low | ((i8x16.bitmask(i8x16.eq(v128.load(at, 16), delimiters)) as u32) << 16);
}
