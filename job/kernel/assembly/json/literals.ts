/** The literals `true`, `false` and `null`. */

import { FALSE, NULL, TRUE } from './values';

/** Four bytes as a number, whose lowest byte is the first one. */
const TRUE_BYTES: u32 = 0x65757274;
const NULL_BYTES: u32 = 0x6c6c756e;
const FALSE_START: u32 = 0x736c6166;
const E: u32 = 101;

/** The address behind the literal that begins at `at`; 0 where none does. Reads up to 4 bytes past the line. */
export function behindLiteral(at: usize): usize {
  const word = load<u32>(at);
  if (word === TRUE_BYTES || word === NULL_BYTES) return at + 4;
  return word === FALSE_START && (load<u8>(at, 4) as u32) === E ? at + 5 : 0;
}

/** The kind of the literal that begins at `at`. */
export function literalKind(at: usize): u32 {
  const word = load<u32>(at);
  return word === TRUE_BYTES ? TRUE : word === NULL_BYTES ? NULL : FALSE;
}
