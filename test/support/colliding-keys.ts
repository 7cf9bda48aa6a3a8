/** Keys of 16 bytes that all have one hash. */

const MASK = (1n << 64n) - 1n;
/** The multiplier of MurmurHash64A, which is the hash of the format, and its inverse. */
const M = 0xc6a4a7935bd1e995n;
const INVERSE = inverse(M);
const R = 47n;
/** The state of the hash behind the first 8 bytes of a key. */
const STATE = 0x1234567890abcdefn;

/** The key of 16 bytes with these first 8 bytes, whose hash is that of all other keys that this function makes. */
export function collidingKey(first: bigint): Buffer {
  const length = 16n;
  const before = (length * M) & MASK;
  const after = ((before ^ mixed(first)) * M) & MASK;
  const second = unmixed(((STATE * INVERSE) & MASK) ^ after);
  const key = Buffer.alloc(16);
  key.writeBigUInt64LE(first);
  key.writeBigUInt64LE(second, 8);
  return key;
}

function mixed(block: bigint): bigint {
  const k = (block * M) & MASK;
  return ((k ^ (k >> R)) * M) & MASK;
}

function unmixed(block: bigint): bigint {
  const k = (block * INVERSE) & MASK;
  return ((k ^ (k >> R)) * INVERSE) & MASK;
}

/** The inverse of an odd number, modulo 2^64, by Newton's iteration. */
function inverse(odd: bigint): bigint {
  let x = odd;
  for (let bits = 3; bits < 64; bits *= 2) x = (x * (2n - odd * x)) & MASK;
  return x & MASK;
}
