/** The escapes in strings: `\n` and its like, and `\uXXXX`, of which two make a character beyond U+FFFF. */

import { BACKSLASH, QUOTE } from './characters';

const SLASH: u32 = 47;
const B: u32 = 98;
const F: u32 = 102;
const N: u32 = 110;
const R: u32 = 114;
const T: u32 = 116;
const U: u32 = 117;

const LOWER_CASE: u32 = 32;
/** What `readHex` returns for bytes that are no four hexadecimal digits. */
const NO_HEX: u32 = 0xffffffff;

const HIGH_SURROGATES: u32 = 0xd800;
const LOW_SURROGATES: u32 = 0xdc00;
const BEHIND_SURROGATES: u32 = 0xe000;
const BEYOND_UNITS: u32 = 0x10000;

/** The bytes of `\uXXXX`. */
const UNIT_BYTES: usize = 6;

/**
 * The address behind the escape whose backslash stands at `at`; 0 where it is none, or half of a surrogate pair. Reads
 * up to 11 bytes past a newline that cuts the escape off.
 */
export function behindEscape(at: usize): usize {
  const byte = load<u8>(at, 1) as u32;
  if (byte !== U) return isShort(byte) ? at + 2 : 0;
  const unit = readHex(at + 2);
  if (unit === NO_HEX) return 0;
  if (unit - HIGH_SURROGATES >= BEHIND_SURROGATES - HIGH_SURROGATES) return at + UNIT_BYTES;
  if (unit >= LOW_SURROGATES) return 0;
  return isLowSurrogate(at + UNIT_BYTES) ? at + 2 * UNIT_BYTES : 0;
}

function isShort(byte: u32): bool {
  return (
    byte === QUOTE ||
    byte === BACKSLASH ||
    byte === N ||
    byte === SLASH ||
    byte === T ||
    byte === R ||
    byte === B ||
    byte === F
  );
}

function isLowSurrogate(at: usize): bool {
  if ((load<u8>(at) as u32) !== BACKSLASH || (load<u8>(at, 1) as u32) !== U) return false;
  const unit = readHex(at + 2);
  return unit - LOW_SURROGATES < BEHIND_SURROGATES - LOW_SURROGATES;
}

function readHex(at: usize): u32 {
  let value: u32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const digit = hexDigit(load<u8>(at + i) as u32);
    if (digit > 15) return NO_HEX;
    value = (value << 4) | digit;
  }
  return value;
}

/** The value of a hexadecimal digit; more than 15 for another byte. */
function hexDigit(byte: u32): u32 {
  if (byte - 48 < 10) return byte - 48;
  const letter = (byte | LOWER_CASE) - 97;
  return letter < 6 ? letter + 10 : NO_HEX;
}

/**
 * Copies the inside of a good string without its escapes. The copy is no longer than the string. Returns the address
 * behind it.
 */
export function copyUnescaped(from: usize, end: usize, to: usize): usize {
  while (from < end) {
    const byte = load<u8>(from) as u32;
    if (byte !== BACKSLASH) {
      store<u8>(to++, byte as u8);
      from++;
      continue;
    }
    const letter = load<u8>(from, 1) as u32;
    if (letter !== U) {
      store<u8>(to++, meaningOf(letter) as u8);
      from += 2;
      continue;
    }
    let character = readHex(from + 2);
    from += UNIT_BYTES;
    if (character - HIGH_SURROGATES < LOW_SURROGATES - HIGH_SURROGATES) {
      const low = readHex(from + 2);
      character = BEYOND_UNITS + ((character - HIGH_SURROGATES) << 10) + (low - LOW_SURROGATES);
      from += UNIT_BYTES;
    }
    to = storeCharacter(to, character);
  }
  return to;
}

/** The byte that a letter behind a backslash stands for. */
function meaningOf(letter: u32): u32 {
  if (letter === N) return 10;
  if (letter === T) return 9;
  if (letter === R) return 13;
  if (letter === B) return 8;
  if (letter === F) return 12;
  return letter;
}

/** Writes a character in UTF-8. Returns the address behind it. */
function storeCharacter(to: usize, character: u32): usize {
  if (character < 0x80) {
    store<u8>(to, character as u8);
    return to + 1;
  }
  if (character < 0x800) {
    store<u8>(to, (0xc0 | (character >>> 6)) as u8);
    store<u8>(to, lastBits(character), 1);
    return to + 2;
  }
  if (character < BEYOND_UNITS) {
    store<u8>(to, (0xe0 | (character >>> 12)) as u8);
    store<u8>(to, lastBits(character >>> 6), 1);
    store<u8>(to, lastBits(character), 2);
    return to + 3;
  }
  store<u8>(to, (0xf0 | (character >>> 18)) as u8);
  store<u8>(to, lastBits(character >>> 12), 1);
  store<u8>(to, lastBits(character >>> 6), 2);
  store<u8>(to, lastBits(character), 3);
  return to + 4;
}

/** A byte that continues a character, with the last six bits of `bits`. */
function lastBits(bits: u32): u8 {
  return (0x80 | (bits & 0x3f)) as u8;
}
