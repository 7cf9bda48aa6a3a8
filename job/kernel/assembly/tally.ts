/** What scans have met so far: counts of lines, the list of bad lines, and the oddities of a user's lines. */

import { compareBytes } from './bytes/bytes';
import { headerAt, headerBytes, isUsers } from './format';
import { takeSought } from './seek';

/** The reasons why a scan ends. */
const ALL_READ: u32 = 0;
const NO_ROOM: u32 = 1;
const BAD_LINES_FULL: u32 = 2;

/** The three bytes of a UTF-8 byte order mark as a number, and its first two bytes. */
const MARK: u32 = 0xbfbbef;
const MARK_START: u32 = 0xbbef;
const MARK_BYTES: u32 = 3;

const BAD_LINE_BYTES_LOG2: u32 = 4;

export let status: u32 = ALL_READ;
export let badCount: u32 = 0;
/**
 * The counts of lines consumed so far: lines = blank + headers + comments + records + bad lines. In lines of workers,
 * `lines` counts the marks too. A record that holds newlines is one line.
 */
export let lines: i64 = 0;
export let blank: i64 = 0;
/** Lines inside files that repeat the header. */
export let headers: i64 = 0;
export let comments: i64 = 0;
export let records: i64 = 0;
/** Whether any field so far began with a double quote where quotes are data. */
export let quoted: bool = false;
/**
 * The oddities of a user's lines. `marks` counts the lines that begin with a byte order mark, and `noValues` counts the
 * lines whose text to order by is no value. Both addresses are of the first such line in the last scan, or 0.
 */
export let marks: i64 = 0;
export let firstMark: usize = 0;
export let noValues: i64 = 0;
export let firstNoValue: usize = 0;

/** The address of the list of bad lines. An entry has 16 bytes: u32 address, u32 length, u32 reason, u32 sought key (seek.ts). */
let badLines: usize = 0;
let badCapacity: u32 = 0;

/** Begins a scan, which lists bad lines at `badAt`, at most `capacity` of them. */
export function beginScan(badAt: usize, capacity: u32): void {
  badLines = badAt;
  badCapacity = capacity;
  badCount = 0;
  firstMark = 0;
  firstNoValue = 0;
  status = ALL_READ;
}

export function hasEnded(): bool {
  return status !== ALL_READ;
}
/** Ends the scan before a record for which there is no room. */
export function endWithoutRoom(): void {
  status = NO_ROOM;
}
export function isWithoutRoom(): bool {
  return status === NO_ROOM;
}

export function countLine(): void {
  lines++;
}
export function countBlank(): void {
  blank++;
}
export function countComment(): void {
  comments++;
}
export function countRecord(): void {
  records++;
}
export function noteQuote(): void {
  quoted = true;
}

/** Whether a line of the header's length is the header. It counts the line if this is the case. */
export function takeHeader(start: usize): bool {
  if (compareBytes(start, headerBytes, headerAt, headerBytes) !== 0) return false;
  headers++;
  return true;
}

/** Whether a user's line begins with a byte order mark. The first two bytes are looked at first. */
export function isMarked(start: usize): bool {
  return (load<u16>(start) as u32) === MARK_START && isUsers && (load<u32>(start) & 0xffffff) === MARK;
}

/** Whether the rest of a line behind its byte order mark is the header. It counts the line if this is the case. */
export function takeMarkedHeader(start: usize, end: usize): bool {
  return ((end - start) as u32) - MARK_BYTES === headerBytes && takeHeader(start + MARK_BYTES);
}

export function countMark(start: usize): void {
  marks++;
  if (firstMark === 0) firstMark = start;
}
/** Takes a count back, because the next scan reads this line again. */
export function uncountMark(start: usize): void {
  marks--;
  if (firstMark === start) firstMark = 0;
}
export function countNoValue(start: usize): void {
  noValues++;
  if (firstNoValue === 0) firstNoValue = start;
}
export function uncountNoValue(start: usize): void {
  noValues--;
  if (firstNoValue === start) firstNoValue = 0;
}

/** Lists a bad line. Returns false if there is no room for it, which ends the scan. */
export function reject(start: usize, end: usize, reason: u32): bool {
  if (badCount === badCapacity) {
    status = BAD_LINES_FULL;
    return false;
  }
  const entry = badLines + ((badCount as usize) << BAD_LINE_BYTES_LOG2);
  store<u32>(entry, start as u32);
  store<u32>(entry, (end - start) as u32, 4);
  store<u32>(entry, reason, 8);
  store<u32>(entry, takeSought(), 12);
  badCount++;
  return true;
}
