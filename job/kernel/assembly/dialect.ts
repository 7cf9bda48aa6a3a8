/**
 * The dialect of lines that are not plain: a delimiter of several bytes, quotes, blanks around fields, comments, and
 * files whose fields are not the columns one by one. It is set from outside.
 */

import { compareBytes } from './bytes/bytes';
import { columns, isUsers, keyCount, keyIsApart } from './format';

/** The delimiter as a number, whose lowest byte is the delimiter's first one. It has `delimiterBytes` bytes, at most 8. */
let delimiterWord: u64 = 0;
let delimiterMask: u64 = 0;
export let delimiterBytes: u32 = 1;
export let delimiterFirst: u32 = 0;
export let delimiterLast: u32 = 0;

export let hasQuotes: bool = false;
export let quoteByte: u32 = 0;
/** The byte that makes the byte behind it data within quotes; the quote itself where quotes are doubled. */
export let escapeByte: u32 = 0;
/** Whether the escape does so anywhere in a line, where no field is quoted (escapes.ts). */
export let escapesAnywhere: bool = false;
/** The byte that marks a value of a key that could be read in two ways: the quote, or the escape where none is quoted. */
export let markByte: u32 = 0;
export let isTrimmed: bool = false;

/** Whether short keys are kept as they stand in the line, with quotes and blanks (raw-key.ts). */
export let keysAreRaw: bool = false;

/** Whether records are lines of JSON. */
export let isJson: bool = false;

export function readLinesAsJson(withRawKeys: bool): void {
  isJson = true;
  keysAreRaw = withRawKeys;
}

let commentAt: usize = 0;
let commentBytes: u32 = 0;
export let hasTrailingDelimiter: bool = false;
/** Whether a user's line may lack columns at its end; these are then empty. */
let fillsShort: bool = false;

/** Whether records are ordered by the order bytes of order/order.ts, and not by one integer or text. */
export let isComposite: bool = false;

/** Whether the lines of a user, and those of this kit, can be read by the scan for plain lines. */
let isUserPlain: bool = true;
let isOwnPlain: bool = true;

/** Rooms of the worker: for one value, for the order bytes, for a rearranged line, for the ends of its columns. */
export let valueRoom: usize = 0;
export let orderRoom: usize = 0;
export let lineRoom: usize = 0;
export let lineEnds: usize = 0;

/**
 * Whether the fields of the user's file are not the columns one by one. `fieldOf` then tells the field of each column
 * by the i32 numbers at `fieldsAt`; -1 is a column that the file lacks. The file has `fileFields` fields. The key and
 * the order lie in the first `neededFields` of them.
 */
export let isRearranged: bool = false;
let fieldsAt: usize = 0;
let fileFields: u32 = 0;
let neededFields: u32 = 0;
let neededColumns: u32 = 0;

export function configureDialect(
  word: u64,
  bytes: u32,
  quote: i32,
  escapes: i32,
  trimmed: bool,
  comment: usize,
  commentLength: u32,
  trailing: bool,
  fills: bool,
  needed: u32,
  composite: bool,
  userPlain: bool,
  ownPlain: bool,
): void {
  delimiterWord = word;
  delimiterBytes = bytes;
  delimiterMask = ~(0 as u64) >>> ((8 - (bytes as u64)) << 3);
  delimiterFirst = (word as u32) & 255;
  delimiterLast = ((word >>> (((bytes - 1) as u64) << 3)) as u32) & 255;
  hasQuotes = quote >= 0;
  quoteByte = quote as u32;
  escapeByte = escapes as u32;
  escapesAnywhere = quote < 0 && escapes >= 0;
  markByte = (escapesAnywhere ? escapes : quote) as u32;
  isTrimmed = trimmed;
  keysAreRaw = keyCount > 1 && !keyIsApart && (quote >= 0 || escapes >= 0 || trimmed || bytes > 1);
  commentAt = comment;
  commentBytes = commentLength;
  hasTrailingDelimiter = trailing;
  fillsShort = fills;
  neededColumns = needed;
  isComposite = composite;
  isUserPlain = userPlain;
  isOwnPlain = ownPlain;
}

/** Tells the rooms of this worker. */
export function placeRooms(value: usize, order: usize, line: usize, ends: usize): void {
  valueRoom = value;
  orderRoom = order;
  lineRoom = line;
  lineEnds = ends;
}

/** Sets the fields of the user's file that is read next; none (`count` is 0) where they are the columns one by one. */
export function expectFields(at: usize, count: u32, needed: u32): void {
  isRearranged = count > 0;
  fieldsAt = at;
  fileFields = count;
  neededFields = needed;
}

export function isPlain(): bool {
  return isUsers ? isUserPlain && !isRearranged : isOwnPlain;
}

/** Whether the delimiter stands at an address where its first byte does. */
/* @inline */ export function isDelimiter(at: usize): bool {
  return delimiterBytes === 1 || (load<u64>(at) & delimiterMask) === delimiterWord;
}

/** Writes the delimiter. Returns the address behind it. Writes up to 7 bytes past it. */
export function storeDelimiter(to: usize): usize {
  store<u64>(to, delimiterWord);
  return to + delimiterBytes;
}

/** Whether a comment begins where a user's line does. The bytes before the end of the buffer decide. */
/* @inline */ export function isComment(start: usize): bool {
  return commentBytes > 0 && isUsers && compareBytes(start, commentBytes, commentAt, commentBytes) === 0;
}

/** The number of fields that a line has to have. */
export function expectedFields(): u32 {
  return isUsers && isRearranged ? fileFields : columns;
}

/** Whether a line of too few fields has all that the key and the order need, and the other columns may be empty. */
export function mayFill(fields: u32): bool {
  return fillsShort && isUsers && fields >= (isRearranged ? neededFields : neededColumns);
}

/** The number of the field of a user's line that is a column, or -1. */
export function fieldOf(column: u32): i32 {
  return isRearranged ? load<i32>(fieldsAt + ((column as usize) << 2)) : (column as i32);
}

function isBlank(byte: u32): bool {
  return byte === 32 || byte === 9;
}

/** Whether from .. to holds no byte, or blanks alone in a dialect in which they do not count. */
/* @inline */ export function isNothing(from: usize, to: usize): bool {
  return from === to || (isTrimmed && areBlanks(from, to));
}

function areBlanks(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) if (!isBlank(load<u8>(at) as u32)) return false;
  return true;
}

/** The address of the first byte in from .. to that is no blank; `to` where there is none. */
export function skipBlanks(from: usize, to: usize): usize {
  while (from < to && isBlank(load<u8>(from) as u32)) from++;
  return from;
}
export function skipBlanksBack(from: usize, to: usize): usize {
  while (to > from && isBlank(load<u8>(to - 1) as u32)) to--;
  return to;
}
