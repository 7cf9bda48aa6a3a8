/** Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF (the Unicode Standard, table 3-7). */

const LEAST_TWO: u32 = 0xc2;
const LEAST_THREE: u32 = 0xe0;
const WITH_SURROGATES: u32 = 0xed;
const LEAST_FOUR: u32 = 0xf0;
const MOST: u32 = 0xf4;

/**
 * The address behind the character that begins at `at` with a byte of 0x80 or more; 0 where it is not well-formed. Reads
 * up to 3 bytes past a newline that cuts the character off.
 */
export function behindCharacter(at: usize): usize {
  const first = load<u8>(at) as u32;
  const second = load<u8>(at, 1) as u32;
  if (first < LEAST_TWO || first > MOST || !continues(second)) return 0;
  if (first < LEAST_THREE) return at + 2;
  if (!continues(load<u8>(at, 2) as u32)) return 0;
  if (first < LEAST_FOUR) {
    if (first === LEAST_THREE && second < 0xa0) return 0;
    if (first === WITH_SURROGATES && second >= 0xa0) return 0;
    return at + 3;
  }
  if (!continues(load<u8>(at, 3) as u32)) return 0;
  if (first === LEAST_FOUR && second < 0x90) return 0;
  if (first === MOST && second >= 0x90) return 0;
  return at + 4;
}

function continues(byte: u32): bool {
  return (byte & 0xc0) === 0x80;
}
