/**
 * The condition of deletes where it is the only one, is met by one short value, and fields have no quotes and the like. This is the
 * usual case, and every record that leaves is asked: so its column is looked for from the end of the key where it lies behind
 * that, and the value is compared as a part of one word.
 */

import { columnOf, wantedAt, wantedBytes, wantsOthers } from './delete-condition';
import { behindDelimiters } from './delete-in-plain';
import { columns, delimiter, keyIsApart, keyLast } from './format';
import { keyAt, keyLength, lengthsOf, lineAt, lineLength } from './record';

/** The most bytes that are compared: those of a word. */
const WORD_BYTES: u32 = 8;

/** Whether the column lies behind the key, and the number of delimiters before it: from there, or from the start of the line. */
let isBehindKey: bool = false;
let delimiters: u32 = 0;
/** Whether the column is the last one. Otherwise a delimiter has to follow the value, and is a part of the word. */
let isLast: bool = false;
let valueBytes: u32 = 0;
let word: u64 = 0;
let mask: u64 = 0;

/** Prepares a condition. Returns false where its value is too long, or where others meet it. */
export function prepare(condition: usize): bool {
  if (wantsOthers(condition)) return false;
  const column = columnOf(condition);
  valueBytes = wantedBytes(condition);
  isLast = column === columns - 1;
  const bytes = valueBytes + (isLast ? 0 : 1);
  if (bytes > WORD_BYTES) return false;
  isBehindKey = !keyIsApart && column > keyLast;
  delimiters = isBehindKey ? column - keyLast - 1 : column;
  mask = bytes === WORD_BYTES ? ~(0 as u64) : ((1 as u64) << ((bytes as u64) << 3)) - 1;
  word = load<u64>(wantedAt(condition));
  if (!isLast) {
    const shift = (valueBytes as u64) << 3;
    word = (word & (((1 as u64) << shift) - 1)) | ((delimiter as u64) << shift);
  }
  word &= mask;
  return true;
}

/** Whether a record meets the condition. Reads up to 47 bytes past its line. */
export function isMetAlone(record: usize): bool {
  return isMet(record, isBehindKey, delimiters, isLast, valueBytes, word, mask);
}

/* @inline */ function isMet(
  record: usize,
  isBehind: bool,
  before: u32,
  last: bool,
  bytes: u32,
  wanted: u64,
  wantedMask: u64,
): bool {
  const lengths = lengthsOf(record);
  let from = isBehind ? keyAt(record, lengths) + keyLength(record, lengths) + 1 : lineAt(record, lengths);
  if (before) from = behindDelimiters(from, endOfLine(record, lengths), before);
  const isEqual = ((load<u64>(from) ^ wanted) & wantedMask) === 0;
  return last ? ((isEqual as u32) & ((from + bytes === endOfLine(record, lengths)) as u32)) !== 0 : isEqual;
}

function endOfLine(record: usize, lengths: u32): usize {
  return lineAt(record, lengths) + lineLength(record, lengths);
}

/** Where the last call of `divide` has put the ends of both lists. */
export let aliveEnd: usize = 0;
export let deletesEnd: usize = 0;

/**
 * Divides the list of records (u32 addresses) from .. to: keeps those that do not meet the condition, and appends the others to
 * the list of deletes that ends at `deletes`. There is no branch, since the processor could not predict it.
 */
export function divide(from: usize, to: usize, deletes: usize): void {
  // the compiler reads globals anew for each record
  const isBehind = isBehindKey;
  const before = delimiters;
  const last = isLast;
  const bytes = valueBytes;
  const wanted = word;
  const wantedMask = mask;
  let alive = from;
  let deleted = deletes;
  for (let entry = from; entry < to; entry += 4) {
    const record = load<u32>(entry) as usize;
    const moved = (isMet(record, isBehind, before, last, bytes, wanted, wantedMask) as usize) << 2;
    store<u32>(alive, record as u32);
    store<u32>(deleted, record as u32);
    alive += 4 - moved;
    deleted += moved;
  }
  aliveEnd = alive;
  deletesEnd = deleted;
}
