// The records of the bench: `movie^user^rating^timestamp`, which are random but the same on every machine.

const MOVIES = 60_000;
const USERS = 280_000;
const REPEATED_SHARE = 0.3;
/** A line is shorter. */
export const LONGEST_LINE = 64;

const MOVIE = Buffer.from('movie-');
const USER = Buffer.from('^user-');

/**
 * A function that writes the next line into a chunk and returns where it ends.
 * A key is a function of its number, so a repeated key may lie any distance back, in another file too.
 * @param {number | null} keys the number of keys, which repeat evenly; null: some lines repeat an earlier key
 * @param {number} seed
 */
export function lineWriter(keys, seed) {
  const random = xorshift(seed);
  let known = 0;
  const nextKey = () => {
    if (keys !== null) return Math.floor(random() * keys);
    return known > 0 && random() < REPEATED_SHARE ? Math.floor(random() * known) : known++;
  };
  /** @param {Buffer} chunk @param {number} at */
  return (chunk, at) => {
    const key = nextKey();
    const movie = Math.floor(MOVIES * (scramble(key) / 2 ** 32) ** 3); // few movies are seen by many
    const user = scramble(key ^ 0x9e3779b9) % USERS;
    const halfStars = 1 + Math.floor(random() * 10);
    const timestamp = 1_000_000_000 + Math.floor(random() * 600_000_000);
    at = writeBytes(chunk, at, MOVIE);
    at = writeDecimal(chunk, at, movie);
    at = writeBytes(chunk, at, USER);
    at = writeDecimal(chunk, at, user);
    chunk[at++] = 0x5e;
    at = writeDecimal(chunk, at, halfStars >> 1);
    chunk[at++] = 0x2e;
    chunk[at++] = halfStars & 1 ? 0x35 : 0x30;
    chunk[at++] = 0x5e;
    at = writeDecimal(chunk, at, timestamp);
    chunk[at++] = 0x0a;
    return at;
  };
}

/**
 * The same with shorter lines: keys are all pairs of `users` users and `keys / users` movies, ratings whole from 1 to 10.
 * @param {number} keys
 * @param {number} users
 * @param {number} seed
 */
export function gridWriter(keys, users, seed) {
  const random = xorshift(seed);
  /** @param {Buffer} chunk @param {number} at */
  return (chunk, at) => {
    const key = Math.floor(random() * keys);
    at = writeBytes(chunk, at, MOVIE);
    at = writeDecimal(chunk, at, Math.floor(key / users));
    at = writeBytes(chunk, at, USER);
    at = writeDecimal(chunk, at, key % users);
    chunk[at++] = 0x5e;
    at = writeDecimal(chunk, at, 1 + Math.floor(random() * 10));
    chunk[at++] = 0x5e;
    at = writeDecimal(chunk, at, 1_000_000_000 + Math.floor(random() * 600_000_000));
    chunk[at++] = 0x0a;
    return at;
  };
}

/** Copies few bytes, several times as fast as `copy`. @param {Buffer} chunk @param {number} at @param {Buffer} bytes */
function writeBytes(chunk, at, bytes) {
  for (let index = 0; index < bytes.length; index++) chunk[at + index] = /** @type {number} */ (bytes[index]);
  return at + bytes.length;
}

/** @param {Buffer} chunk @param {number} at @param {number} value */
function writeDecimal(chunk, at, value) {
  let end = at + 1;
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) end++;
  let rest = value;
  for (let digit = end - 1; digit >= at; digit--) {
    chunk[digit] = 0x30 + (rest % 10);
    rest = (rest / 10) | 0;
  }
  return end;
}

/** Numbers in [0, 1) that are the same on every machine. @param {number} seed */
function xorshift(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A bijection of the 32-bit numbers that looks random (the finalizer of MurmurHash3). @param {number} value */
function scramble(value) {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
