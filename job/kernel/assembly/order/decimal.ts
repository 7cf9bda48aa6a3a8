/**
 * The order bytes of a decimal number of any precision, `[+-]?digits[.digits][e[+-]digits]`; one of the digits before
 * and behind the point may be left out. Equal numbers have equal bytes:
 *
 *     1 byte, 0 for a negative number, 1 for zero, behind which nothing follows, and 2 for a positive one
 *     8 bytes, the exponent e of 0.d1d2… * 10^e where d1 is not zero, encoded as an integer
 *     1 byte for each digit, greater than it by 1, without zeros at the end, and a zero byte
 *
 * All bytes behind the first one are inverted for a negative number.
 */

import { parse, parsed } from '../bytes/number';
import { BAD_ORDER, BAD_ORDER_RANGE, GOOD } from '../bytes/reason';
import { setOrderFault } from './fault';
import { storeInteger } from './integer';
import { invert } from './invert';

const PLUS: u32 = 43;
const MINUS: u32 = 45;
const POINT: u32 = 46;
const ZERO: u32 = 48;
/** `e` with the bit that tells it from `E`. */
const EXPONENT: u32 = 101;
const LOWER_CASE: u32 = 32;

const NEGATIVE: u8 = 0;
const NULL: u8 = 1;
const POSITIVE: u8 = 2;
const END: u8 = 0;

/** The addresses of the point (or where it would be), of the first digit other than zero and of the last one, or 0. */
let point: usize = 0;
let first: usize = 0;
let last: usize = 0;

/** Reads up to 15 bytes before the value, and writes up to 15 bytes past the order bytes. */
export function encodeDecimal(start: usize, end: usize, to: usize): usize {
  const sign = load<u8>(start) as u32;
  const behind = readDigits(sign === MINUS || sign === PLUS ? start + 1 : start, end);
  if (behind === 0) return setOrderFault(BAD_ORDER);
  let stated: i64 = 0;
  if (behind < end) {
    if (((load<u8>(behind) as u32) | LOWER_CASE) !== EXPONENT) return setOrderFault(BAD_ORDER);
    const reason = parse(behind + 1, end);
    if (reason !== GOOD) return setOrderFault(reason);
    stated = parsed;
  }
  if (first === 0) {
    store<u8>(to, NULL);
    return to + 1;
  }
  const shift = first < point ? ((point - first) as i64) : (point as i64) + 1 - (first as i64);
  const exponent = stated + shift;
  // the sum has overflowed if its sign is that of neither number
  if (((stated ^ exponent) & (shift ^ exponent)) < 0) return setOrderFault(BAD_ORDER_RANGE);
  store<u8>(to, sign === MINUS ? NEGATIVE : POSITIVE);
  const after = storeDigits(storeInteger(to + 1, exponent));
  if (sign === MINUS) invert(to + 1, after);
  return after;
}

/** Reads digits with at most one point among them. Returns the address behind these, or 0 if there is no digit. */
function readDigits(start: usize, end: usize): usize {
  point = 0;
  first = 0;
  last = 0;
  let at = start;
  for (; at < end; at++) {
    const byte = load<u8>(at) as u32;
    if (byte - ZERO > 9) {
      if (byte !== POINT || point !== 0) break;
      point = at;
    } else if (byte !== ZERO) {
      if (first === 0) first = at;
      last = at;
    }
  }
  if (at - start === ((point !== 0) as usize)) return 0;
  if (point === 0) point = at;
  return at;
}

function storeDigits(to: usize): usize {
  for (let at = first; at <= last; at++) {
    if (at !== point) store<u8>(to++, (load<u8>(at) as u32) - ZERO + 1);
  }
  store<u8>(to, END);
  return to + 1;
}
