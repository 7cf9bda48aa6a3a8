// The records of the bench: a movie, a user, a rating and its time, which are random but the same on every machine.
import { writeBytes, writeDecimal } from './bytes.mjs';

/**
 * A record before it is written; the format of the work says how that is done.
 * @typedef {object} Rating
 * @property {number} movie
 * @property {number} user
 * @property {number} halfStars 1 to 10
 * @property {number} timestamp seconds
 */

const MOVIES = 60_000;
const USERS = 280_000;
const REPEATED_SHARE = 0.3;

const MOVIE = Buffer.from('movie-');
const USER = Buffer.from('^user-');

/**
 * A function that writes the next line into a chunk and returns where it ends.
 * A key is a function of its number, so a repeated key may lie any distance back, in another file too.
 * @param {number | null} keys the number of keys, which repeat evenly; null: some lines repeat an earlier key
 * @param {number} seed
 * @param {import('./record-writers.mjs').RecordWriter} writeRecord
 */
export function lineWriter(keys, seed, writeRecord) {
  const random = xorshift(seed);
  const rating = { movie: 0, user: 0, halfStars: 0, timestamp: 0 }; // one object for all lines, for speed
  let known = 0;
  const nextKey = () => {
    if (keys !== null) return Math.floor(random() * keys);
    return known > 0 && random() < REPEATED_SHARE ? Math.floor(random() * known) : known++;
  };
  /** @param {Buffer} chunk @param {number} at */
  return (chunk, at) => {
    const key = nextKey();
    rating.movie = Math.floor(MOVIES * (scramble(key) / 2 ** 32) ** 3); // few movies are seen by many
    rating.user = scramble(key ^ 0x9e3779b9) % USERS;
    rating.halfStars = 1 + Math.floor(random() * 10);
    rating.timestamp = 1_000_000_000 + Math.floor(random() * 600_000_000);
    return writeRecord(chunk, at, rating);
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
