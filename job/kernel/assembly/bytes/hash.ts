const SEED: u64 = 0;
const M: u64 = 0xc6a4a7935bd1e995;

/**
 * MurmurHash64A (Austin Appleby, 2008, public domain) with seed 0. It is the hash of the format; see job/README.md.
 * Reads up to 7 bytes past the key.
 */
/* @inline */ export function hash64(key: usize, length: u32): u64 {
  let h: u64 = SEED ^ ((length as u64) * M);
  const end = key + (length & ~7);
  let at = key;
  for (; at < end; at += 8) {
    let k = load<u64>(at) * M;
    k ^= k >>> 47;
    h = (h ^ (k * M)) * M;
  }
  const rest = length & 7;
  if (rest) h = (h ^ (load<u64>(at) & lowBytes(rest))) * M;
  h ^= h >>> 47;
  h *= M;
  h ^= h >>> 47;
  // HASH_BITS is a constant of the build (build.mjs): 64, except in tests that force collisions
  if (HASH_BITS < 64) h = HASH_BITS ? h & ~(~(0 as u64) >>> HASH_BITS) : 0;
  return h;
}

/** A mask of the first `count` bytes in memory order. `count` is 1 to 7. */
export function lowBytes(count: u32): u64 {
  return ((1 as u64) << ((count as u64) << 3)) - 1;
}
