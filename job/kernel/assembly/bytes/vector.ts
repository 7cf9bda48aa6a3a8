/** Joins four vectors of 16 comparisons into one bit for each byte. The lowest bit is that of the first byte. */
/* @inline */ export function bitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  const low = (i8x16.bitmask(a) as u32) | ((i8x16.bitmask(b) as u32) << 16);
  const high = (i8x16.bitmask(c) as u32) | ((i8x16.bitmask(d) as u32) << 16);
  return (low as u64) | ((high as u64) << 32);
}

/** For each bit, whether it and the bits below it hold an odd number of ones. */
/* @inline */ export function parityOf(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ (bits << 32);
}

/** Marks the bytes that equal the one of `x` or of `y`. */
/* @inline */ export function isEither(bytes: v128, x: v128, y: v128): v128 {
  return v128.or(i8x16.eq(bytes, x), i8x16.eq(bytes, y));
}
