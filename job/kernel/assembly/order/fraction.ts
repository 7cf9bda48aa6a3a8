/** The fraction of a second: 1 to 9 digits. */

import { lowBytes } from '../hash';
import { eightDigits, MOST_NINE, tooGreat, ZEROS } from './digits';

const ZERO: u32 = 48;

/** What the last successful `readFraction` read. */
export let nanoseconds: u32 = 0;

/**
 * Reads the digits before `end`, up to the first other character. Returns the address behind these, or 0 if there are
 * none or more than nine. Reads up to 7 bytes past the end.
 */
export function readFraction(start: usize, end: usize): usize {
  const word = load<u64>(start) ^ ZEROS;
  const others = tooGreat(word, MOST_NINE);
  // without other characters, ctz returns 64
  const count = min<u32>((ctz<u64>(others) >>> 3) as u32, (end - start) as u32);
  if (count === 0) return 0;
  if (count < 8) {
    nanoseconds = eightDigits(word & lowBytes(count)) * 10;
    return start + count;
  }
  nanoseconds = eightDigits(word) * 10;
  let at = start + 8;
  if (at === end) return at;
  const ninth = (load<u8>(at) as u32) - ZERO;
  if (ninth > 9) return at;
  nanoseconds += ninth;
  at++;
  return at < end && (load<u8>(at) as u32) - ZERO <= 9 ? 0 : at;
}
