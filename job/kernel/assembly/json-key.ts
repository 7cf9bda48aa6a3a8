/**
 * The key of a record. Each of its values is written as
 *
 *     a string         its bytes without escapes
 *     a number         0xff, `n`, and the order bytes of the number as a decimal, which are equal for equal numbers
 *     true, false      0xff, `t` or `f`
 *     null             0xff, `z`
 *
 * and 0xfe stands between two values. No string has these bytes, so that different keys stay different.
 */

import { copyLoosely } from './bytes/bytes';
import { appendValue } from './bytes/join';
import { BAD_KEY, GOOD } from './bytes/reason';
import { keysAreRaw, orderRoom } from './dialect';
import { isUsers, joined, keyColumns, keyCount, NEWLINE } from './format';
import { skipBlanks } from './json/characters';
import { readObject } from './json/object';
import { unpack, unpackedBytes } from './json/packed';
import {
  ARRAY,
  addressOf,
  ESCAPED_STRING,
  endOf,
  FALSE,
  forgetValues,
  hasRepeated,
  keptEndOf,
  keptTextAt,
  kindOf,
  MISSING,
  NUMBER,
  OBJECT,
  placeOf,
  rawAtOf,
  STRING,
  TRUE,
  takeText,
  textAt,
  textEnd,
  valueOfColumn,
} from './json/values';
import { encodeDecimal } from './order/decimal';
import { MOST_RAW_BYTES } from './raw-key';

const BETWEEN_VALUES: u8 = 0xfe;
/** The byte before a value that is no string, and the bytes that tell its kind. */
const NO_STRING: u8 = 0xff;
const NUMBER_LETTER: u8 = 110;
const TRUE_LETTER: u8 = 116;
const FALSE_LETTER: u8 = 102;
const NULL_LETTER: u8 = 122;

/** Whether a user's line may lack names of the key, whose values are null then. */
let mayLackNames: bool = false;

export function configureKey(lacksNames: bool): void {
  mayLackNames = lacksNames;
}

/** The key that `takeKey` found, and the bytes that the record keeps as its key: these, or the raw key. */
export let keyAt: usize = 0;
export let keyBytes: u32 = 0;
export let keptKeyAt: usize = 0;
export let keptKeyBytes: u32 = 0;

/** Finds the key of the present line. Returns GOOD, or BAD_KEY. */
export function takeKey(): u32 {
  const first = valueOfColumn(load<u32>(keyColumns));
  if (keyCount === 1 && kindOf(first) === STRING) {
    takeText(first, joined);
    keyAt = textAt;
    keyBytes = (textEnd - textAt) as u32;
    keptKeyAt = keptTextAt;
    keptKeyBytes = keyBytes;
    return GOOD;
  }
  let end = joinStrings();
  if (end === 0) end = joinValues(joined);
  if (end === 0) return BAD_KEY;
  keyAt = joined;
  keyBytes = (end - joined) as u32;
  if (!keysAreRaw || !takeRawKey()) {
    keptKeyAt = keyAt;
    keptKeyBytes = keyBytes;
  }
  return GOOD;
}

/** Writes the key at `joined` if its values are strings without escapes. Returns the address behind it, otherwise 0. */
function joinStrings(): usize {
  const dividers = i8x16.splat(BETWEEN_VALUES as i8);
  let to = joined;
  for (let i: u32 = 0; i < keyCount; i++) {
    const value = valueOfColumn(load<u32>(keyColumns + ((i as usize) << 2)));
    if (kindOf(value) !== STRING) return 0;
    to = appendValue(to, addressOf(value), endOf(value), i === 0, dividers);
  }
  return to;
}

/** Writes the values of the present line's key at `to`. Returns the address behind them, or 0 if there is no such key. */
function joinValues(to: usize): usize {
  for (let i: u32 = 0; i < keyCount; i++) {
    if (i) store<u8>(to++, BETWEEN_VALUES);
    to = storeValue(to, valueOfColumn(load<u32>(keyColumns + ((i as usize) << 2))));
    if (to === 0) return 0;
  }
  return to;
}

/**
 * Finds the raw key of the present line (raw-key.ts). In a line that is kept as it is, these are the members of the
 * outermost object that hold the values of the key, from the name of the first one to the end of the last value. Where
 * these bytes are equal in two lines, the values are too: reading begins in both at a member of the outermost object, and
 * no later member changes a value of the key, because no name stands twice. Nor is another alternative the value in one of
 * the two lines, because all values are within these bytes, and no two values of the key have a name in common. In a packed line these are the values of the key alone, in their order, with
 * a newline between each two. So a raw key of the one kind never has the bytes of one of the other kind.
 *
 * Returns false where a name stands twice, or where the key is long, lacks a value, has its values in another order, or has other values between its
 * own, by which equal keys would mostly differ.
 */
function takeRawKey(): bool {
  if (hasRepeated) return false;
  const first = valueOfColumn(load<u32>(keyColumns));
  const from = rawAtOf(first);
  let to: usize = 0;
  let place = placeOf(first);
  for (let i: u32 = 0; i < keyCount; i++) {
    const value = valueOfColumn(load<u32>(keyColumns + ((i as usize) << 2)));
    if (kindOf(value) === MISSING || placeOf(value) < place) return false;
    place = placeOf(value);
    to = max(to, keptEndOf(value));
  }
  const bytes = (to - from) as u32;
  if (bytes > MOST_RAW_BYTES || place - placeOf(first) >= keyCount) return false;
  keptKeyAt = from;
  keptKeyBytes = bytes;
  return true;
}

/** Writes the key of a good line, which is packed, at `to` in the form in which keys compare. Returns its length. */
export function joinRawJsonKey(to: usize, line: usize, bytes: u32): u32 {
  // a line is read up to the newline behind it, which it does not have among the records
  unpack(orderRoom, line, bytes);
  store<u8>(orderRoom + unpackedBytes(line, bytes), NEWLINE as u8);
  forgetValues();
  readObject(skipBlanks(orderRoom));
  return (joinValues(to) - to) as u32;
}

/** Writes a value. Returns the address behind it, or 0 if it cannot be part of a key. */
function storeValue(to: usize, value: usize): usize {
  const kind = kindOf(value);
  takeText(value, to);
  if (kind === STRING) {
    const bytes = (textEnd - textAt) as u32;
    copyLoosely(to, textAt, bytes);
    return to + bytes;
  }
  if (kind === ESCAPED_STRING) return textEnd;
  if (kind === OBJECT || kind === ARRAY || (kind === MISSING && isUsers && !mayLackNames)) return 0;
  store<u8>(to, NO_STRING);
  if (kind === NUMBER) {
    store<u8>(to, NUMBER_LETTER, 1);
    return encodeDecimal(textAt, textEnd, to + 2);
  }
  store<u8>(to, kind === TRUE ? TRUE_LETTER : kind === FALSE ? FALSE_LETTER : NULL_LETTER, 1);
  return to + 2;
}
