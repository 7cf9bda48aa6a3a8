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
import { follow, lineEnd, packedEnd } from './json/follow';
import { learn } from './json/learn';
import { firstNewline, lastNewline } from './json/newlines';
import { placeNames, readObject } from './json/object';
import { NO_TEMPLATE, NUMBER_BYTES } from './json/packed';
import { packedLine, placeTemplates } from './json/templates';
import { forgetValues, placeValues } from './json/values';
import { configureKey, keptKeyAt, keptKeyBytes, keyAt, keyBytes, takeKey } from './json-key';
import { isWithoutValue, order, takeOrder } from './json-order';
import { isProbing } from './probed';
import { isSeeking, seek } from './seek';
import { NO_ROOM, storeRecord } from './store-record';
import { countBlank, countLine, countMark, countNoValue, countRecord, isMarked, reject } from './tally';

/**
 * Tells the address of the outermost node of the table of names (table.ts), and that of the alternatives of all columns
 * (values.ts); the rooms of the worker for values, open objects and expected names; and the room of the first worker for
 * templates, its distance to the next one, and the number of the worker.
 */
export function configureJson(
  root: usize,
  alternativesAt: usize,
  count: u32,
  lacksNames: bool,
  valuesAt: usize,
  stackAt: usize,
  expectedAt: usize,
  firstTemplatesAt: usize,
  templatesStride: usize,
  worker: u32,
): void {
  readLinesAsJson(keyCount > 1 && APART_BYTES === 0);
  placeNames(root, stackAt, valueRoom, MAX_LINE_BYTES);
  placeValues(valuesAt, count, alternativesAt);
  placeExpected(expectedAt);
  placeTemplates(firstTemplatesAt, templatesStride, worker);
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
  const followed = follow(start, isUsers);
  if (followed !== 0) {
    return takeObject(start, lineEnd, packedLine, (packedEnd - packedLine) as u32) ? followed : 0;
  }
  const content = skipBlanks(start);
  forgetValues();
  let behind = readObject(content);
  if (behind !== 0) {
    behind = skipBlanks(behind);
    if ((load<u8>(behind) as u32) === NEWLINE) return takeWhole(start, behind) ? behind + 1 : 0;
  }
  const newline = firstNewline(content);
  return takeOther(start, content, newline) ? newline + 1 : 0;
}

/** Takes the line in start .. newline, which is a good object that follows no template. Its record keeps it as it is. */
function takeWhole(start: usize, newline: usize): bool {
  const end = endOfLine(start, newline);
  // the number of no template stands before the line for a moment, and is copied with it
  const kept = start - NUMBER_BYTES;
  const before = load<u16>(kept);
  store<u16>(kept, NO_TEMPLATE as u16);
  const isTaken = takeObject(start, end, kept, (end - kept) as u32);
  store<u16>(kept, before);
  // with the carriage return of such a text a user's line would end elsewhere
  const isLearnable = isUsers || (load<u8>(end - 1) as u32) !== CARRIAGE_RETURN;
  if (isTaken && isLearnable && !isProbing) learn(start, end, newline + 1);
  return isTaken;
}

/** Takes the line in start .. end, which is a good object. Its record keeps the bytes at `kept`. */
function takeObject(start: usize, end: usize, kept: usize, keptBytes: u32): bool {
  const bytes = (end - start) as u32;
  if (bytes > MAX_LINE_BYTES) return reject(start, end, BAD_LENGTH);
  let reason = takeOrder();
  if (reason !== GOOD) {
    if (isSeeking && takeKey() === GOOD) seek(hash64(keyAt, keyBytes), keyAt, keyBytes);
    return reject(start, end, reason);
  }
  reason = takeKey();
  if (reason !== GOOD) return reject(start, end, reason);
  reason = storeRecord(order, start, bytes, keyAt, keyBytes, kept, keptBytes, keptKeyAt, keptKeyBytes);
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
