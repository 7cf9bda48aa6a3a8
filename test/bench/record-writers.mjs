// Writes the records of the works, each in its format.
import { HOUR, writeBytes, writeDecimal, writeInstant } from './bytes.mjs';

/**
 * Writes a record into a chunk, its newline included, and returns where it ends.
 * @typedef {(chunk: Buffer, at: number, rating: import('./ratings.mjs').Rating) => number} RecordWriter
 */

/** An upper bound of the length of a record. */
export const LONGEST_LINE = 128;

const MOVIE = Buffer.from('movie-');
const USER = Buffer.from('user-');
const CARET = Buffer.from('^');
const COLONS = Buffer.from('::');
const COMMA = Buffer.from(',');
const QUOTE = Buffer.from('"');
/** What stands in a JSON object before each value, and behind the last one. */
const JSON_MOVIE = Buffer.from('{"movie":"');
const JSON_USER = Buffer.from('","user":"');
const JSON_RATING = Buffer.from('","rating":');
const JSON_TIMESTAMP = Buffer.from(',"timestamp":');
const JSON_END = Buffer.from('}\n');
const NEWLINE = 0x0a;

/** One text in that many holds something that makes quotes necessary. */
const ODD_ONE_IN = 20;
const ODD_TEXTS = ['""', ',', '\n'].map((text) => Buffer.from(text));

/** Each pair of movie and user is first seen within this time, in seconds. */
const FIRST_SEEN = 1_000_000_000;
const SEEN_WITHIN = 599_000_000;
/** Each pair is seen at one of so few instants that several of its records often share one. */
const INSTANTS = 10;

/** @param {Buffer} chunk @param {number} at @param {import('./ratings.mjs').Rating} rating @param {Buffer} delimiter */
function writeFields(chunk, at, { movie, user, halfStars, timestamp }, delimiter) {
  at = writeBytes(chunk, at, MOVIE);
  at = writeDecimal(chunk, at, movie);
  at = writeBytes(chunk, at, delimiter);
  at = writeBytes(chunk, at, USER);
  at = writeDecimal(chunk, at, user);
  at = writeBytes(chunk, at, delimiter);
  at = writeStars(chunk, at, halfStars);
  at = writeBytes(chunk, at, delimiter);
  at = writeDecimal(chunk, at, timestamp);
  chunk[at++] = NEWLINE;
  return at;
}

/** @type {RecordWriter} */
export function writePlain(chunk, at, rating) {
  return writeFields(chunk, at, rating, CARET);
}

/** @type {RecordWriter} */
export function writeColons(chunk, at, rating) {
  return writeFields(chunk, at, rating, COLONS);
}

/** Writes the same record as comma-separated values. @type {RecordWriter} */
export function writeQuoted(chunk, at, { movie, user, halfStars, timestamp }) {
  at = writeText(chunk, at, MOVIE, movie);
  at = writeBytes(chunk, at, COMMA);
  at = writeText(chunk, at, USER, user);
  at = writeBytes(chunk, at, COMMA);
  at = writeStars(chunk, at, halfStars);
  at = writeBytes(chunk, at, COMMA);
  at = writeDecimal(chunk, at, timestamp);
  chunk[at++] = NEWLINE;
  return at;
}

/**
 * Writes a text within quotes. Its number alone decides whether something odd is in it, so a key has one text only.
 * @param {Buffer} chunk
 * @param {number} at
 * @param {Buffer} word
 * @param {number} number
 */
function writeText(chunk, at, word, number) {
  at = writeBytes(chunk, at, QUOTE);
  at = writeBytes(chunk, at, word);
  if (number % ODD_ONE_IN === ODD_ONE_IN / 2) {
    const odd = ODD_TEXTS[Math.floor(number / ODD_ONE_IN) % ODD_TEXTS.length];
    at = writeBytes(chunk, at, /** @type {Buffer} */ (odd));
  }
  at = writeDecimal(chunk, at, number);
  return writeBytes(chunk, at, QUOTE);
}

/** Writes the same key with an instant, which other records of the key may share, and a sequence number. @type {RecordWriter} */
export function writeOrdered(chunk, at, { movie, user, halfStars, timestamp }) {
  const firstSeen = FIRST_SEEN + ((movie * 7919 + user * 2131) % SEEN_WITHIN);
  at = writeBytes(chunk, at, MOVIE);
  at = writeDecimal(chunk, at, movie);
  at = writeBytes(chunk, at, CARET);
  at = writeBytes(chunk, at, USER);
  at = writeDecimal(chunk, at, user);
  at = writeBytes(chunk, at, CARET);
  at = writeStars(chunk, at, halfStars);
  at = writeBytes(chunk, at, CARET);
  at = writeInstant(chunk, at, firstSeen + (timestamp % INSTANTS) * HOUR);
  at = writeBytes(chunk, at, CARET);
  at = writeDecimal(chunk, at, timestamp - FIRST_SEEN);
  chunk[at++] = NEWLINE;
  return at;
}

/** Writes the same record as a JSON object. @type {RecordWriter} */
export function writeJson(chunk, at, { movie, user, halfStars, timestamp }) {
  at = writeBytes(chunk, at, JSON_MOVIE);
  at = writeBytes(chunk, at, MOVIE);
  at = writeDecimal(chunk, at, movie);
  at = writeBytes(chunk, at, JSON_USER);
  at = writeBytes(chunk, at, USER);
  at = writeDecimal(chunk, at, user);
  at = writeBytes(chunk, at, JSON_RATING);
  at = writeStars(chunk, at, halfStars);
  at = writeBytes(chunk, at, JSON_TIMESTAMP);
  at = writeDecimal(chunk, at, timestamp);
  return writeBytes(chunk, at, JSON_END);
}

/** @param {Buffer} chunk @param {number} at @param {number} halfStars */
function writeStars(chunk, at, halfStars) {
  at = writeDecimal(chunk, at, halfStars >> 1);
  chunk[at++] = 0x2e;
  chunk[at++] = halfStars & 1 ? 0x35 : 0x30;
  return at;
}
