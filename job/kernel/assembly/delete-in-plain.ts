/** Tells whether fields with nothing but delimiters between them meet a condition of deletes (deletes.ts). */

import { compareBytes } from './bytes/bytes';
import { columnOf, isMetByValue, wantedAt, wantedBytes } from './delete-condition';
import { delimiter } from './format';

/** A value that is shorter than a word is compared with a masked word. */
const WORD_BYTES: u32 = 8;

/**
 * Whether a field is the value, where its bytes are those in the line. No value has a delimiter in it. Short values are
 * compared without a branch, since the processor could not predict it.
 */
export function isMetPlainly(condition: usize, line: usize, end: usize): bool {
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

/** The same for a condition that is met by other values than the one that it names. */
export function isMetPlainlyByOther(condition: usize, line: usize, end: usize): bool {
  const column = columnOf(condition);
  const from = column ? behindDelimiters(line, end, column) : line;
  // most records are no deletes, and have an empty value
  if (from === end || load<u8>(from) === (delimiter as u8)) return false;
  return isMetByValue(condition, from, (endOfPlainField(from, end) - from) as u32);
}

/** The end of a field that begins at `from`: the next delimiter, or the end of the line. */
export function endOfPlainField(from: usize, end: usize): usize {
  // past the end of the line where no delimiter follows in it
  const behind = behindDelimiters(from, end, 1);
  return behind > end ? end : behind - 1;
}

/** The address behind the `count`th delimiter in from .. end. There are as many. */
/* @inline */ export function behindDelimiters(from: usize, end: usize, count: u32): usize {
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
