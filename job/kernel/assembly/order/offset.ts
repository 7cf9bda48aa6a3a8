/** The offset from UTC that a timestamp names: `Z`, `UTC`, `GMT`, `+HH`, `+HHMM` or `+HH:MM`, or the same with a minus. */

const PLUS: u32 = 43;
const MINUS: u32 = 45;
const ZERO: u32 = 48;
const COLON: u32 = 58;
/** `z` with the bit that tells it from `Z`. */
const ZULU: u32 = 122;
const LOWER_CASE: u32 = 32;
/** `utc` and `gmt` as numbers, whose lowest byte is the first letter. */
const UTC: u32 = 0x637475;
const GMT: u32 = 0x746d67;
const THREE_BYTES: u32 = 0xffffff;
const THREE_LOWER_CASE: u32 = 0x202020;

const WORD_BYTES: u32 = 3;
const HOUR_BYTES: u32 = 3;
const COMPACT_BYTES: u32 = 5;
const COLON_BYTES: u32 = 6;

/** What `readOffset` returns for text that is no offset. */
export const NO_OFFSET: i32 = i32.MAX_VALUE;

/** The offset in start .. end, which is not empty, in seconds. Reads up to 5 bytes past the end. */
export function readOffset(start: usize, end: usize): i32 {
  const bytes = (end - start) as u32;
  const sign = load<u8>(start) as u32;
  if (bytes === 1) return (sign | LOWER_CASE) === ZULU ? 0 : NO_OFFSET;
  if (sign !== PLUS && sign !== MINUS) return bytes === WORD_BYTES && isWord(start) ? 0 : NO_OFFSET;
  const hours = twoDigits(start + 1);
  let minutes: u32 = 0;
  if (bytes === COLON_BYTES && (load<u8>(start, 3) as u32) === COLON) minutes = twoDigits(start + 4);
  else if (bytes === COMPACT_BYTES) minutes = twoDigits(start + 3);
  else if (bytes !== HOUR_BYTES) return NO_OFFSET;
  if (hours > 23 || minutes > 59) return NO_OFFSET;
  const seconds = (hours * 3600 + minutes * 60) as i32;
  return sign === MINUS ? -seconds : seconds;
}

/** Whether the three bytes are a word for UTC, in upper or lower case. */
function isWord(at: usize): bool {
  const word = (load<u32>(at) & THREE_BYTES) | THREE_LOWER_CASE;
  return word === UTC || word === GMT;
}

/** The number of two digits, or a greater number if these are no digits. */
function twoDigits(at: usize): u32 {
  const tens = (load<u8>(at) as u32) - ZERO;
  const ones = (load<u8>(at, 1) as u32) - ZERO;
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}
