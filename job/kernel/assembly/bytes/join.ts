/** Joins the values of a key. */

/** The numbers of the bytes of a vector. */
const NUMBERS = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

/**
 * Appends the value in from .. end at `to`, behind a byte of `dividers` unless it is the first. Returns the address behind
 * it. The first value is written at a multiple of 16. Reads up to 15 bytes around the value.
 *
 * Each store writes 16 bytes at a multiple of 16. Each load of the hash then finds its bytes in a single store. A load of
 * bytes from several stores would wait until these have reached the cache.
 */
/* @inline */ export function appendValue(to: usize, from: usize, end: usize, isFirst: bool, dividers: v128): usize {
  let at = to & ~15;
  if (isFirst) {
    v128.store(at, v128.load(from));
  } else {
    // the divider takes the place of the byte before the value
    from--;
    const place = i8x16.splat((to & 15) as i8);
    const value = v128.bitselect(v128.load(from - (to & 15)), v128.load(at), i8x16.ge_s(NUMBERS, place));
    v128.store(at, v128.bitselect(dividers, value, i8x16.eq(NUMBERS, place)));
  }
  const behind = to + (end - from);
  from -= to;
  for (at += 16; at < behind; at += 16) v128.store(at, v128.load(from + at));
  return behind;
}
