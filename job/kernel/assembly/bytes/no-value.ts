/**
 * Words that stand for no value. In text to order by most of them are greater than any digit, so that a record without a
 * value counts as the latest. Where a value of another type is expected, they are as good as an empty value.
 * job/format/order-values.ts has the same words.
 */

const QUOTE: u32 = 34;
const NINE: u32 = 57;
const ZERO: u32 = 48;
const LONGEST: u32 = 8;
/** `0000-00-` and `00`. */
const ZERO_DATE: u64 = 0x2d30302d30303030;
const ZERO_DAY: u32 = 0x3030;
const ZERO_DATE_BYTES: u32 = 10;

/** Each word in lower case as a number. Its first byte is the lowest byte of the number. */
const NA: u64 = 0x616e;
const N_SLASH_A: u64 = 0x612f6e;
const NAN: u64 = 0x6e616e;
const NAT: u64 = 0x74616e;
const NIL: u64 = 0x6c696e;
const NULL: u64 = 0x6c6c756e;
const NONE: u64 = 0x656e6f6e;
const BACKSLASH_N: u64 = 0x6e5c;
const NA_IN_BRACKETS: u64 = 0x3e616e3c;
const NA_OF_SHEETS: u64 = 0x612f6e23;
const NULL_IN_PARENTHESES: u64 = 0x296c6c756e28;
const NULL_IN_BRACKETS: u64 = 0x3e6c6c756e3c;

/**
 * Whether the text is empty or one of these words, in upper or lower case, with or without double quotes around it.
 * Reads up to 7 bytes past the end of the text.
 */
export function isNoValue(at: usize, bytes: u32): bool {
  if (bytes === 0) return true;
  const first = load<u8>(at) as u32;
  // most texts that tell a time begin with a digit
  if (first - ZERO <= NINE - ZERO || bytes > LONGEST) return false;
  return isWord(at, bytes);
}

/** Whether a time is `0000-00-00`, which MySQL writes in the place of a date. */
export function isZeroDate(at: usize, bytes: u32): bool {
  return bytes >= ZERO_DATE_BYTES && load<u64>(at) === ZERO_DATE && (load<u16>(at, 8) as u32) === ZERO_DAY;
}

function isWord(at: usize, bytes: u32): bool {
  if (bytes >= 2 && (load<u8>(at) as u32) === QUOTE && (load<u8>(at + bytes - 1) as u32) === QUOTE) {
    at++;
    bytes -= 2;
    if (bytes === 0) return true;
  }
  const shift: u64 = ((8 - bytes) as u64) << 3;
  const word = (load<u64>(at) << shift) >>> shift;
  const small = lowercase(word);
  return (
    small === NA ||
    small === N_SLASH_A ||
    small === NAN ||
    small === NAT ||
    small === NIL ||
    small === NULL ||
    small === NONE ||
    small === BACKSLASH_N ||
    small === NA_IN_BRACKETS ||
    small === NA_OF_SHEETS ||
    small === NULL_IN_PARENTHESES ||
    small === NULL_IN_BRACKETS
  );
}

/** Turns the letters A to Z into a to z, and leaves the other bytes as they are. */
function lowercase(word: u64): u64 {
  let small: u64 = 0;
  for (let i: u64 = 0; i < 64; i += 8) {
    const byte = (word >>> i) & 0xff;
    small |= (byte - 65 < 26 ? byte | 32 : byte) << i;
  }
  return small;
}
