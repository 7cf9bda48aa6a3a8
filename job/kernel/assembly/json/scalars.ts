/** The strings, numbers and literals, told by their first bytes. */

import { QUOTE } from './characters';
import { behindLiteral } from './literals';
import { behindNumber } from './numbers';
import { closingQuote } from './strings';

const NINE: u32 = 57;

/** Whether a value that begins with this byte, and is no string, can be a number only; otherwise it is a literal. */
/* @inline */ export function beginsNumber(byte: u32): bool {
  return byte <= NINE;
}

/** The address behind the string, number or literal that begins at `at`; 0 where none does. */
/* @inline */ export function behindScalar(at: usize): usize {
  const byte = load<u8>(at) as u32;
  if (byte === QUOTE) {
    const end = closingQuote(at + 1);
    return end === 0 ? 0 : end + 1;
  }
  return beginsNumber(byte) ? behindNumber(at) : behindLiteral(at);
}
