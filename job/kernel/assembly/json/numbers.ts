/** Numbers as RFC 8259 has them: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`. */

import { MINUS, PLUS, POINT, ZERO } from './characters';

/** `e` with the bit that tells it from `E`. */
const EXPONENT: u32 = 101;
const LOWER_CASE: u32 = 32;

/** The address behind the number that begins at `at`; 0 where none does. Reads up to 15 bytes past the line. */
/* @inline */ export function behindNumber(at: usize): usize {
  if ((load<u8>(at) as u32) === MINUS) at++;
  const first = (load<u8>(at) as u32) - ZERO;
  if (first > 9) return 0;
  at = first === 0 ? at + 1 : behindDigits(at);
  if ((load<u8>(at) as u32) === POINT) {
    const digits = at + 1;
    at = behindDigits(digits);
    if (at === digits) return 0;
  }
  if (((load<u8>(at) as u32) | LOWER_CASE) !== EXPONENT) return at;
  let digits = at + 1;
  const sign = load<u8>(digits) as u32;
  if (sign === PLUS || sign === MINUS) digits++;
  at = behindDigits(digits);
  return at === digits ? 0 : at;
}

/** The address of the first byte from `at` on that is no digit. */
/* @inline */ function behindDigits(at: usize): usize {
  const others = othersIn(at);
  return others === 0 ? behindManyDigits(at + 16) : at + (ctz(others) as usize);
}

function behindManyDigits(at: usize): usize {
  let others = othersIn(at);
  while (others === 0) {
    at += 16;
    others = othersIn(at);
  }
  return at + (ctz(others) as usize);
}

/** Bits for those of the 16 bytes at `at` that are no digits. */
/* @inline */ function othersIn(at: usize): u32 {
  const digits = i8x16.sub(v128.load(at), i8x16.splat(ZERO as i8));
  return i8x16.bitmask(i8x16.gt_u(digits, i8x16.splat(9))) as u32;
}
