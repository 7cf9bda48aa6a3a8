/**
 * Values with escapes outside of quotes, as databases write them: an escape and a byte that would end a field or a record, and
 * letters that stand for control bytes. job/format/escaped-text.ts reads them in the same way.
 */

import { escapeByte } from './dialect';

const N: u32 = 78;

/**
 * Copies the value in from .. end as it is meant, without its escapes. A value of escapes and an `N` is copied as it is
 * written: a lone one stands for no value, and no text may become equal to it. Returns the address behind the copy.
 */
export function copyMeant(from: usize, end: usize, room: usize): usize {
  const isKept = isEscapedN(from, end);
  let to = room;
  for (let at = from; at < end; at++) {
    let byte = load<u8>(at) as u32;
    if (byte === escapeByte && !isKept) byte = meantBy(load<u8>(++at) as u32);
    store<u8>(to++, byte as u8);
  }
  return to;
}

/** Whether a value consists of escapes and an `N` at its end. */
function isEscapedN(from: usize, end: usize): bool {
  const last = end - 1;
  if ((load<u8>(last) as u32) !== N) return false;
  for (let at = from; at < last; at++) if ((load<u8>(at) as u32) !== escapeByte) return false;
  return true;
}

/** The byte that is meant by this one behind an escape. */
function meantBy(byte: u32): u32 {
  switch (byte) {
    case 48: // 0
      return 0;
    case 98: // b
      return 8;
    case 116: // t
      return 9;
    case 110: // n
      return 10;
    case 118: // v
      return 11;
    case 102: // f
      return 12;
    case 114: // r
      return 13;
    case 90: // Z
      return 26;
    default:
      return byte;
  }
}
