/** Tells whether a JSON object meets a condition of deletes (deletes.ts). */

import { compareBytes } from './bytes/bytes';
import { isEither } from './bytes/vector';
import {
  ALL_LINES,
  columnOf,
  isMetByValue,
  LINES_WITH_ESCAPES,
  linesToLookAt,
  wantedAt,
  wantedBytes,
  wantsOthers,
} from './delete-condition';
import { valueRoom } from './dialect';
import { BACKSLASH, CLOSE_BRACE, COLON, COMMA, QUOTE, skipBlanks } from './json/characters';
import { readObject } from './json/object';
import {
  ARRAY,
  forgetValues,
  kindOf,
  MISSING,
  NULL,
  OBJECT,
  takeText,
  textAt,
  textEnd,
  valueOfColumn,
} from './json/values';

const SPACE: u32 = 32;
const U: u32 = 117;

/**
 * Whether a line may hold the value: it holds its bytes where a string, a number or a literal can be, or has an escape with
 * which they could be written. Most lines do not, and are looked at 16 bytes at a time.
 */
export function mayBeMetInObject(condition: usize, line: usize, end: usize): bool {
  const others = linesToLookAt(condition);
  if (others === ALL_LINES) return true;
  const wanted = wantedAt(condition);
  const bytes = wantedBytes(condition);
  const isUnicodeAlone = others === LINES_WITH_ESCAPES;
  const firsts = i8x16.splat(load<u8>(wanted) as i8);
  const quotes = i8x16.splat(QUOTE as i8);
  const colons = i8x16.splat(COLON as i8);
  const spaces = i8x16.splat(SPACE as i8);
  const backslashes = i8x16.splat(BACKSLASH as i8);
  // a line begins with a brace or a blank, and a value is not the first byte
  for (let at = line + 1; at < end; at += 16) {
    const before = v128.load(at - 1);
    const isBehind = v128.or(isEither(before, quotes, colons), i8x16.le_u(before, spaces));
    const found = v128.and(i8x16.eq(v128.load(at), firsts), isBehind);
    const escapes = i8x16.eq(before, backslashes);
    if (!v128.any_true(v128.or(found, escapes))) continue;
    if (hasEscape(i8x16.bitmask(escapes) as u32, at, end, isUnicodeAlone)) return true;
    for (let bits = i8x16.bitmask(found) as u32; bits; bits &= bits - 1) {
      const from = at + (ctz(bits) as usize);
      if (isWhole(from, from + bytes, end) && compareBytes(from, bytes, wanted, bytes) === 0) return true;
    }
  }
  return false;
}

/** Whether one of the backslashes before `at` and the bytes behind it begins an escape that may matter. */
function hasEscape(backslashes: u32, at: usize, end: usize, isUnicodeAlone: bool): bool {
  for (let bits = backslashes; bits; bits &= bits - 1) {
    const letter = at + (ctz(bits) as usize);
    if (letter < end && (!isUnicodeAlone || (load<u8>(letter) as u32) === U)) return true;
  }
  return false;
}

/** Whether a value that begins at `from` may end before `behind`: a string with its quote, others before a blank or so. */
function isWhole(from: usize, behind: usize, end: usize): bool {
  if (behind >= end) return false;
  const next = load<u8>(behind) as u32;
  if ((load<u8>(from - 1) as u32) === QUOTE) return next === QUOTE;
  return next === COMMA || next === CLOSE_BRACE || next <= SPACE;
}

/** Whether the value in the object of a line, which a newline follows, is that of the condition. */
export function isMetInObject(condition: usize, line: usize): bool {
  forgetValues();
  readObject(skipBlanks(line));
  const value = valueOfColumn(columnOf(condition));
  const kind = kindOf(value);
  // the empty value stands for no value at all
  const isOfNone = wantedBytes(condition) === 0 && !wantsOthers(condition);
  if (kind === MISSING || (kind === NULL && isOfNone)) return isOfNone;
  // an object or an array is a value, and is equal to none that a condition can name
  if (kind === OBJECT || kind === ARRAY) return wantsOthers(condition);
  takeText(value, valueRoom);
  return isMetByValue(condition, textAt, (textEnd - textAt) as u32);
}
