/**
 * Finds the ends of strings, and checks them. Sixteen bytes at a time are looked at for one that is not simply part of
 * the string: a quote, a backslash, a control character, or a byte beyond ASCII. A newline is a control character, so
 * that no string leads out of its line.
 */

import { BACKSLASH, QUOTE } from './characters';
import { behindEscape } from './escapes';
import { behindCharacter } from './utf8';

const SPACE: u32 = 32;
const ASCII_BYTES: u32 = 128;

/** Whether the string that was read last has escapes. */
export let hasEscapes: bool = false;

/**
 * The address of the quote that closes the string whose inside begins at `at`; 0 where the string is not good. Reads up
 * to 15 bytes past the line.
 */
/* @inline */ export function closingQuote(at: usize): usize {
  hasEscapes = false;
  const stops = stopsIn(at);
  const stop = at + (ctz(stops) as usize);
  return stops !== 0 && (load<u8>(stop) as u32) === QUOTE ? stop : closeSlowly(at);
}

function closeSlowly(at: usize): usize {
  while (true) {
    const stops = stopsIn(at);
    if (stops === 0) {
      at += 16;
      continue;
    }
    at += ctz(stops) as usize;
    const byte = load<u8>(at) as u32;
    if (byte === QUOTE) return at;
    if (byte < SPACE) return 0;
    if (byte === BACKSLASH) {
      hasEscapes = true;
      at = behindEscape(at);
      if (at === 0) return 0;
    } else {
      at = behindCharacters(at);
      if (at === 0) return 0;
    }
  }
}

/** Bits for those of the 16 bytes at `at` that are not simply part of a string. */
/* @inline */ function stopsIn(at: usize): u32 {
  const bytes = v128.load(at);
  // as signed numbers, bytes beyond ASCII are less than a space, too
  const odd = i8x16.lt_s(bytes, i8x16.splat(SPACE as i8));
  const marks = v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE as i8)), i8x16.eq(bytes, i8x16.splat(BACKSLASH as i8)));
  return i8x16.bitmask(v128.or(odd, marks)) as u32;
}

/** The address behind the characters beyond ASCII that begin at `at`; 0 where one is not well-formed. */
function behindCharacters(at: usize): usize {
  do {
    at = behindCharacter(at);
  } while (at !== 0 && (load<u8>(at) as u32) >= ASCII_BYTES);
  return at;
}
