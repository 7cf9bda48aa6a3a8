/**
 * Turns the lines of a buffer into records where each line is one JSON object (RFC 8259, checked in full). Most bytes
 * are seen once, in the vectors that look for the end of a string or of a number. Values are decoded only if the key or
 * the order needs them.
 */

import { hash64 } from './bytes/hash';
import { BAD_JSON, BAD_LENGTH, GOOD } from './bytes/reason';
import { readLinesAsJson, valueRoom } from './dialect';
import { CARRIAGE_RETURN, isUsers, keyCount, MAX_LINE_BYTES, NEWLINE, takeMark } from './format';
import { skipBlanks } from './json/characters';
import { placeExpected } from './json/expected';
import { firstNewline, lastNewline } from './json/newlines';
import { placeNames, readObject } from './json/object';
import { forgetValues, placeValues } from './json/values';
import { configureKey, keptKeyAt, keptKeyBytes, keyAt, keyBytes, takeKey } from './json-key';
import { isWithoutValue, order, takeOrder } from './json-order';
import { isSeeking, seek } from './seek';
import { NO_ROOM, storeRecord } from './store-record';
import { countBlank, countLine, countMark, countNoValue, countRecord, isMarked, reject } from './tally';

/**
 * Tells the address of the outermost node of the table of names (table.ts), and that of the numbers of all columns'
 * values; and the rooms of the worker for values and open objects.
 */
export function configureJson(
  root: usize,
  numbersAt: usize,
  count: u32,
  lacksNames: bool,
  valuesAt: usize,
  stackAt: usize,
  expectedAt: usize,
): void {
  readLinesAsJson(keyCount > 1 && APART_BYTES === 0);
  placeNames(root, stackAt, valueRoom, MAX_LINE_BYTES);
  placeValues(valuesAt, count, numbersAt);
  placeExpected(expectedAt);
  configureKey(lacksNames);
}

/** Like scanLines of scan.ts. */
export function scanJson(from: usize, to: usize): usize {
  const end = lastNewline(from, to);
  let start = from;
  // a newline is left ahead, so that reading a line needs no other end
  while (start < end) {
    const next = takeLine(start);
    if (next === 0) return start;
    countLine();
    start = next;
  }
  return start;
}

/** Takes the line at `start`. Returns the address behind it; 0 if there is no room for it. */
function takeLine(start: usize): usize {
  const content = skipBlanks(start);
  forgetValues();
  let behind = readObject(content);
  if (behind !== 0) {
    behind = skipBlanks(behind);
    if ((load<u8>(behind) as u32) === NEWLINE) return takeObject(start, behind) ? behind + 1 : 0;
  }
  const newline = firstNewline(content);
  return takeOther(start, content, newline) ? newline + 1 : 0;
}

/** Takes the line in start .. newline, which is a good object. */
function takeObject(start: usize, newline: usize): bool {
  const end = endOfLine(start, newline);
  const bytes = (end - start) as u32;
  if (bytes > MAX_LINE_BYTES) return reject(start, end, BAD_LENGTH);
  let reason = takeOrder();
  if (reason !== GOOD) {
    if (isSeeking && takeKey() === GOOD) seek(hash64(keyAt, keyBytes), keyAt, keyBytes);
    return reject(start, end, reason);
  }
  reason = takeKey();
  if (reason !== GOOD) return reject(start, end, reason);
  reason = storeRecord(order, start, bytes, keyAt, keyBytes, keptKeyAt, keptKeyBytes);
  if (reason === NO_ROOM) return false;
  if (reason !== GOOD) return reject(start, end, reason);
  if (isWithoutValue) countNoValue(start);
  countRecord();
  return true;
}

/** Takes a line that is no object, of which the bytes before `content` are blanks. */
function takeOther(start: usize, content: usize, newline: usize): bool {
  const end = endOfLine(start, newline);
  if (start === newline && takeMark()) return true;
  const isTooLong = ((end - start) as u32) > MAX_LINE_BYTES;
  if (content === newline && !isTooLong) {
    countBlank();
    return true;
  }
  if (!reject(start, end, isTooLong ? BAD_LENGTH : BAD_JSON)) return false;
  if (isMarked(start)) countMark(start);
  return true;
}

/** The end of the line without a carriage return that belongs to its ending. */
function endOfLine(start: usize, newline: usize): usize {
  return isUsers && newline > start && (load<u8>(newline - 1) as u32) === CARRIAGE_RETURN ? newline - 1 : newline;
}
