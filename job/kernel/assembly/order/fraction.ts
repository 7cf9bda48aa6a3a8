/** The fraction of a second: 1 to 9 digits. */

import { lowBytes } from '../bytes/hash';
import { eightDigits, MOST_NINE, tooGreat, ZEROS } from './digits';

const ZERO: u32 = 48;

/** What the last successful `readFraction` read. */
export let nanoseconds: u32 = 0;

/**
 * Reads the digits before `end`, up to the first other character and at most nine. Returns the address behind these, or
 * 0 if there are none. A tenth digit is no offset, so that the caller refuses it. Reads up to 8 bytes past the end.
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
  const at = start + 8;
  const ninth = (load<u8>(at) as u32) - ZERO;
  if (at === end || ninth > 9) return at;
  nanoseconds += ninth;
  return at + 1;
}
