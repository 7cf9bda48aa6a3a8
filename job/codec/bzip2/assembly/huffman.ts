/** The prefix codes of a block. */

import { isPastEnd, read } from './input';
import {
  BASES,
  FAST,
  FAST_BITS,
  FAST_BYTES,
  LENGTHS,
  LIMITS,
  LIMITS_BYTES,
  MOST_CODE_BITS,
  ORDERED,
  ORDERED_BYTES,
} from './layout';
import { BAD_CODE, CUT } from './status';

/** Reads the code lengths of an alphabet, each as the difference from the one before, and makes the tables of the code. */
export function readCode(code: u32, symbols: u32): i32 {
  let length = read(5);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length - 1 >= MOST_CODE_BITS) return BAD_CODE;
      if (read(1) === 0) break;
      length += read(1) === 0 ? 1 : -1;
      if (isPastEnd()) return CUT;
    }
    store<u8>(LENGTHS + symbol, length);
  }
  return makeTables(code, symbols);
}

/** Codes are canonical: of codes of one length the symbols are in order, and shorter codes come first. */
function makeTables(code: u32, symbols: u32): i32 {
  const fast = FAST + code * FAST_BYTES;
  const ordered = ORDERED + code * ORDERED_BYTES;
  const limits = LIMITS + code * LIMITS_BYTES;
  const bases = BASES + code * LIMITS_BYTES;
  memory.fill(fast, 0, FAST_BYTES);
  let next: u32 = 0;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= MOST_CODE_BITS; length++) {
    // the symbol of a code stands at place `code - base`
    store<i32>(bases + (length << 2), i32(next) - i32(place));
    for (let symbol: u32 = 0; symbol < symbols; symbol++) {
      if (load<u8>(LENGTHS + symbol) !== length) continue;
      store<u16>(ordered + (place << 1), symbol);
      if (next >> length !== 0) return BAD_CODE;
      if (length <= FAST_BITS) fillFast(fast, next, length, symbol);
      place++;
      next++;
    }
    // codes below the limit are complete at this length
    store<u32>(limits + (length << 2), next);
    next <<= 1;
  }
  return 0;
}

/** Every index that begins with the code leads to its symbol and its length. */
function fillFast(fast: u32, code: u32, length: u32, symbol: u32): void {
  const shift = FAST_BITS - length;
  const first = code << shift;
  const entry = (symbol << 5) | length;
  for (let i: u32 = 0; i < 1 << shift; i++) store<u16>(fast + ((first + i) << 1), entry);
}
