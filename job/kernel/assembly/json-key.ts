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
import { BAD_KEY, GOOD } from './bytes/reason';
import { isUsers, joined, keyColumns, keyCount } from './format';
import {
  ARRAY,
  ESCAPED_STRING,
  FALSE,
  kindOf,
  MISSING,
  NUMBER,
  OBJECT,
  STRING,
  TRUE,
  takeText,
  textAt,
  textEnd,
  valueOfColumn,
} from './json/values';
import { encodeDecimal } from './order/decimal';

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

/** The key that `takeKey` found. */
export let keyAt: usize = 0;
export let keyBytes: u32 = 0;

/** Finds the key of the present line. Returns GOOD, or BAD_KEY. */
export function takeKey(): u32 {
  const first = valueOfColumn(load<u32>(keyColumns));
  if (keyCount === 1 && kindOf(first) === STRING) {
    takeText(first, joined);
    keyAt = textAt;
    keyBytes = (textEnd - textAt) as u32;
    return GOOD;
  }
  let to = joined;
  for (let i: u32 = 0; i < keyCount; i++) {
    if (i) store<u8>(to++, BETWEEN_VALUES);
    to = storeValue(to, valueOfColumn(load<u32>(keyColumns + ((i as usize) << 2))));
    if (to === 0) return BAD_KEY;
  }
  keyAt = joined;
  keyBytes = (to - joined) as u32;
  return GOOD;
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
