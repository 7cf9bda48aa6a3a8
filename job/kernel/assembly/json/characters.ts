/** The characters of JSON's grammar (RFC 8259), and the blanks between its tokens. */

export const QUOTE: u32 = 34;
export const COMMA: u32 = 44;
export const MINUS: u32 = 45;
export const PLUS: u32 = 43;
export const POINT: u32 = 46;
export const ZERO: u32 = 48;
export const COLON: u32 = 58;
export const OPEN_BRACKET: u32 = 91;
export const BACKSLASH: u32 = 92;
export const CLOSE_BRACKET: u32 = 93;
export const OPEN_BRACE: u32 = 123;
export const CLOSE_BRACE: u32 = 125;

export const NEWLINE: u32 = 10;
const SPACE: u32 = 32;
const TAB: u32 = 9;
const CARRIAGE_RETURN: u32 = 13;

/**
 * The address of the first byte from `at` on that is no blank. A newline is none here: it ends the record. Most tokens
 * follow one another without a blank.
 */
/* @inline */ export function skipBlanks(at: usize): usize {
  return (load<u8>(at) as u32) > SPACE ? at : skipSome(at);
}

function skipSome(at: usize): usize {
  while (isBlank(load<u8>(at) as u32)) at++;
  return at;
}

function isBlank(byte: u32): bool {
  return byte === SPACE || byte === TAB || byte === CARRIAGE_RETURN;
}
