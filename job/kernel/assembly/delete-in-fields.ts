/** Tells whether fields with quotes, blanks around them or a long delimiter meet a condition of deletes (deletes.ts). */

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
} from './delete-condition';
import { behindDelimiters, endOfPlainField } from './delete-in-plain';
import {
  delimiterBytes,
  delimiterFirst,
  delimiterLast,
  escapeByte,
  escapesAnywhere,
  hasQuotes,
  isTrimmed,
  lineEnds,
  quoteByte,
  valueRoom,
} from './dialect';
import { splitRawKey } from './raw-key';
import { hasByte, takeValue, useLine, valueAt, valueEnd } from './values';

/**
 * Whether some field of a line may be the value: it holds the value between bytes that can be around one, or has to be
 * looked at closely anyway. Most lines do not, and are looked at 16 bytes at a time.
 */
export function mayBeMetInFields(condition: usize, line: usize, end: usize): bool {
  const others = linesToLookAt(condition);
  if (others === ALL_LINES) return true;
  const first = load<u8>(wantedAt(condition)) as u32;
  // whatever is before the line is no field of it
  if ((load<u8>(line) as u32) === first && isValue(condition, line, end)) return true;
  const firsts = i8x16.splat(first as i8);
  const delimiters = i8x16.splat(delimiterLast as i8);
  const quotes = i8x16.splat((hasQuotes ? quoteByte : delimiterLast) as i8);
  for (let at = line + 1; at < end; at += 16) {
    const before = v128.load(at - 1);
    let isBehind = isEither(before, delimiters, quotes);
    if (isTrimmed) isBehind = v128.or(isBehind, isBlank(before));
    const found = v128.and(i8x16.eq(v128.load(at), firsts), isBehind);
    if (v128.any_true(found) && holdsValue(condition, i8x16.bitmask(found) as u32, at, end)) return true;
    if (others === LINES_WITH_ESCAPES && holdsEscape(before, at, end)) return true;
  }
  return false;
}

function isBlank(bytes: v128): v128 {
  return isEither(bytes, i8x16.splat(32), i8x16.splat(9));
}

/** Whether one of the `before`, which are the bytes from at - 1 on, is an escape within the line. */
function holdsEscape(before: v128, at: usize, end: usize): bool {
  const found = i8x16.bitmask(i8x16.eq(before, i8x16.splat(escapeByte as i8))) as u32;
  return found !== 0 && at + (ctz(found) as usize) < end;
}

function holdsValue(condition: usize, bits: u32, at: usize, end: usize): bool {
  for (; bits; bits &= bits - 1) if (isValue(condition, at + (ctz(bits) as usize), end)) return true;
  return false;
}

/** Whether the value stands at an address, and may end where it does. */
function isValue(condition: usize, from: usize, end: usize): bool {
  const bytes = wantedBytes(condition);
  const behind = from + bytes;
  return behind <= end && mayEnd(behind, end) && compareBytes(from, bytes, wantedAt(condition), bytes) === 0;
}

function mayEnd(behind: usize, end: usize): bool {
  if (behind === end) return true;
  const byte = load<u8>(behind) as u32;
  return byte === delimiterFirst || (hasQuotes && byte === quoteByte) || (isTrimmed && (byte === 32 || byte === 9));
}

export function isMetInFields(condition: usize, line: usize, end: usize): bool {
  const column = columnOf(condition);
  if (delimiterBytes === 1 && !isTrimmed) {
    const from = column ? behindDelimiters(line, end, column) : line;
    const fieldEnd = endOfPlainField(from, end);
    // without a quote or an escape up to there, each delimiter has ended a field
    const hasNone = !hasQuotes && !escapesAnywhere;
    if (hasNone || !hasByte(line, fieldEnd, hasQuotes ? quoteByte : escapeByte)) {
      return isMetByValue(condition, from, (fieldEnd - from) as u32);
    }
  }
  splitRawKey(line, end, lineEnds, column + 1);
  useLine(lineEnds, hasQuotes, true, true);
  takeValue(column, valueRoom);
  return isMetByValue(condition, valueAt, (valueEnd - valueAt) as u32);
}
