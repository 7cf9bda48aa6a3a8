/** Order values: 64-bit signed integers, `[+-]?[0-9]+`. */

import { BAD_ORDER, BAD_ORDER_RANGE, GOOD } from './reason';

/** The integer that the last successful `parse` read. */
export let parsed: i64 = 0;

const MINUS: u32 = 45;
const PLUS: u32 = 43;
const ZERO: u32 = 48;
/** The number of digits that one vector holds. A number of that many digits always fits in 64 bits. */
const VECTOR_DIGITS: u32 = 16;

/**
 * Reads the integer in start .. end into `parsed`. Returns GOOD, or the reason why it is bad. Loads the 16 bytes before
 * `end`, some of which may lie before `start`.
 */
/* @inline */ export function parse(start: usize, end: usize): u32 {
  const length = (end - start) as u32;
  if (length - 1 >= VECTOR_DIGITS) return parseSlowly(start, end);
  const isDigit = i8x16.ge_s(
    i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    i8x16.splat((VECTOR_DIGITS - length) as i8),
  );
  const digits = v128.and(i8x16.sub(v128.load(end - VECTOR_DIGITS), i8x16.splat(ZERO as i8)), isDigit);
  if (v128.any_true(i8x16.gt_u(digits, i8x16.splat(9)))) return parseSlowly(start, end);
  // neighbours are joined: sixteen digits become eight pairs, then four groups of four, then two groups of eight
  const pairs = i16x8.add(i16x8.mul(v128.and(digits, i16x8.splat(255)), i16x8.splat(10)), i16x8.shr_u(digits, 8));
  const fours = i32x4.dot_i16x8_s(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(fours, fours), i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1));
  parsed = (i32x4.extract_lane(eights, 0) as i64) * 100000000 + (i32x4.extract_lane(eights, 1) as i64);
  return GOOD;
}

function parseSlowly(start: usize, end: usize): u32 {
  let at = start;
  let negative = false;
  if (at < end) {
    const sign = load<u8>(at) as u32;
    if (sign === MINUS || sign === PLUS) {
      negative = sign === MINUS;
      at++;
    }
  }
  if (at === end) return BAD_ORDER;
  const largest: u64 = negative ? (1 as u64) << 63 : ~((1 as u64) << 63);
  let value: u64 = 0;
  let isTooLarge = false;
  for (; at < end; at++) {
    const digit = (load<u8>(at) as u32) - ZERO;
    if (digit > 9) return BAD_ORDER;
    if (value > (largest - digit) / 10) isTooLarge = true;
    value = value * 10 + digit;
  }
  if (isTooLarge) return BAD_ORDER_RANGE;
  parsed = negative ? ((0 - value) as i64) : (value as i64);
  return GOOD;
}
