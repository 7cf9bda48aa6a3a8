/**
 * Words of 8 characters, of which all digits are checked and joined at once. The first character is the lowest byte, as
 * memory has it.
 */

/** Eight characters `0`. The bitwise exclusive or with it turns digits into numbers from 0 to 9. */
export const ZEROS: u64 = 0x3030303030303030;
const HIGH_BITS: u64 = 0x8080808080808080;
/** For `tooGreat`: no byte may be above 9. */
export const MOST_NINE: u64 = 0x7676767676767676;

/**
 * The high bits of bytes that are too great, and no bit if there is none. Each byte of `most` is 0x7f less the most that
 * the byte may be. The lowest of the bits is right; those above may be wrong.
 */
/* @inline */ export function tooGreat(word: u64, most: u64): u64 {
  return ((word + most) | word) & HIGH_BITS;
}

/** Joins neighbours: each byte becomes ten times itself and the byte behind it. */
/* @inline */ export function pairs(word: u64): u64 {
  return word * 10 + (word >>> 8);
}

/** The number of eight digits (Daniel Lemire, "Quickly parsing eight digits", 2018). */
/* @inline */ export function eightDigits(word: u64): u32 {
  const PAIRS: u64 = 0x000000ff000000ff;
  const joined = pairs(word);
  const millions = (joined & PAIRS) * (100 + ((1000000 as u64) << 32));
  const rest = ((joined >>> 16) & PAIRS) * (1 + ((10000 as u64) << 32));
  return ((millions + rest) >>> 32) as u32;
}
