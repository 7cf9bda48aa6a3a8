/** Order values: 64-bit signed integers, `[+-]?[0-9]+`. */

import { BAD_ORDER, BAD_ORDER_RANGE, GOOD } from './reason';

/** What the last `parse` that returned GOOD read. */
export let parsed: i64 = 0;

const ZEROS: u64 = 0x3030303030303030;
const MINUS: u32 = 45;
const PLUS: u32 = 43;

/** Reads the integer in start .. end into `parsed`; returns what is wrong with it. Reads up to 8 bytes before start. */
export function parse(start: usize, end: usize): u32 {
  const length = (end - start) as u32;
  if (length - 1 < 8) {
    const digits = alignedDigits(end, length);
    if (!areDigits(digits)) return parseSlowly(start, end);
    parsed = eightDigits(digits) as i64;
    return GOOD;
  }
  if (length - 9 < 8) {
    const low = load<u64>(end - 8);
    const high = alignedDigits(end - 8, length - 8);
    if (!(areDigits(low) && areDigits(high))) return parseSlowly(start, end);
    parsed = (eightDigits(high) * 100000000 + eightDigits(low)) as i64;
    return GOOD;
  }
  return parseSlowly(start, end);
}

/** The `length` bytes before `end`, 1 to 8, with `0` characters in front, so that they fill eight. */
function alignedDigits(end: usize, length: u32): u64 {
  const missing = ((8 - length) as u64) << 3;
  const bytes = load<u64>(end - 8);
  return missing ? ((bytes >>> missing) << missing) | (ZEROS >>> (64 - missing)) : bytes;
}

function areDigits(bytes: u64): bool {
  const high: u64 = 0xf0f0f0f0f0f0f0f0;
  return ((bytes & high) | (((bytes + 0x0606060606060606) & high) >>> 4)) == 0x3333333333333333;
}

/** Eight ASCII digits to a number, two, four and eight at a time (Johnny Lee and others, see Lemire, 2022). */
function eightDigits(bytes: u64): u64 {
  let v = bytes - ZEROS;
  v = v * 10 + (v >>> 8);
  return (((v & 0x000000ff000000ff) * 0x000f424000000064) + (((v >>> 16) & 0x000000ff000000ff) * 0x0000271000000001)) >>> 32;
}

function parseSlowly(start: usize, end: usize): u32 {
  let at = start;
  let negative = false;
  if (at < end) {
    const sign = load<u8>(at) as u32;
    if (sign == MINUS || sign == PLUS) {
      negative = sign == MINUS;
      at++;
    }
  }
  if (at == end) return BAD_ORDER;
  const largest: u64 = negative ? (1 as u64) << 63 : ~((1 as u64) << 63);
  let value: u64 = 0;
  let isTooLarge = false;
  for (; at < end; at++) {
    const digit = (load<u8>(at) as u32) - 48;
    if (digit > 9) return BAD_ORDER;
    if (value > (largest - digit) / 10) isTooLarge = true;
    value = value * 10 + digit;
  }
  if (isTooLarge) return BAD_ORDER_RANGE;
  parsed = negative ? (0 - value) as i64 : (value as i64);
  return GOOD;
}
