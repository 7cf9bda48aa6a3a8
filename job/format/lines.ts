/** Lines as bytes, which every format is made of: the byte order mark of a file, and the ends of lines. Pure. */

export const NEWLINE = 10;
export const CARRIAGE_RETURN = 13;
/** The byte order mark of UTF-8, with one character for each byte. */
export const BYTE_ORDER_MARK = '\xef\xbb\xbf';
const MARK = Array.from(BYTE_ORDER_MARK, (byte) => byte.charCodeAt(0));

/** The length of the longest byte order mark. */
export const MOST_MARK_BYTES = MARK.length;

/**
 * The length of the byte order mark of a user's file, which is no part of its first line; 0 where there is no mark.
 * `start` holds the first bytes of the file.
 */
export function markBytes(start: Uint8Array): number {
  return MARK.every((byte, i) => start[i] === byte) ? MARK.length : 0;
}

/** The index behind the first newline at `from` or later; -1 where there is no newline. */
export function endOfLine(bytes: Uint8Array, from: number): number {
  // the search of a Uint8Array takes thirty times as long for a long line in memory that threads share
  return Buffer.prototype.indexOf.call(bytes, NEWLINE, from) + 1 || -1;
}

/**
 * The index behind the content of a line. The line is `bytes` from 0 to `end` (exclusive), including its ending if it
 * has one. In a user's file (`isUsers`), a carriage return before the newline or at the end of the file is part of the
 * ending. In files that this kit wrote, it is content.
 */
export function endOfContent(bytes: Uint8Array, end: number, isUsers: boolean): number {
  const newline = end > 0 && bytes[end - 1] === NEWLINE ? end - 1 : end;
  return isUsers && newline > 0 && bytes[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
}
