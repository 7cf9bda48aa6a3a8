/** Lines of text as bytes, which every format is made of: how a file begins, and where a line and its content end. Pure. */

export const NEWLINE = 10;
export const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** The longest byte order mark. */
export const MOST_MARK_BYTES = BYTE_ORDER_MARK.length;

/** How many bytes of a user's file are its byte order mark, and so no bytes of its first line; `start` are its first bytes. */
export function markBytes(start: Uint8Array): number {
  return BYTE_ORDER_MARK.every((byte, i) => start[i] === byte) ? BYTE_ORDER_MARK.length : 0;
}

/** The index behind the first newline from `from` on; -1 where there is none. */
export function endOfLine(bytes: Uint8Array, from: number): number {
  return bytes.indexOf(NEWLINE, from) + 1 || -1;
}

/**
 * Where the content of a line ends that lies in `bytes` from the first to `end`, its ending among them if it has one. One
 * carriage return before the newline is part of the ending in the lines of a user, and content in those that this kit wrote.
 */
export function endOfContent(bytes: Uint8Array, end: number, isUsers: boolean): number {
  const newline = end > 0 && bytes[end - 1] === NEWLINE ? end - 1 : end;
  return isUsers && newline > 0 && bytes[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
}
