/** Finds the newlines about lines. */

const NEWLINE: u32 = 10;

/** The address of the first newline from `at` on; there has to be one. Reads up to 15 bytes past it. */
export function firstNewline(at: usize): usize {
  let found = newlinesIn(at);
  while (found === 0) {
    at += 16;
    found = newlinesIn(at);
  }
  return at + (ctz(found) as usize);
}

/** The address behind the last newline in from .. to, or `from`. Reads up to 15 bytes before `from`. */
export function lastNewline(from: usize, to: usize): usize {
  while (to > from) {
    const found = newlinesIn(to - 16);
    if (found !== 0) return max<usize>(from, to - 15 + (31 - (clz(found) as usize)));
    to -= 16;
  }
  return from;
}

/** Bits for those of the 16 bytes at `at` that are newlines. */
function newlinesIn(at: usize): u32 {
  return i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(NEWLINE as i8))) as u32;
}
