// Computes a digest of an output, which is the same for the same records in any order, with or without quotes, and in
// any number of files.
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Digest
 * @property {number} records
 * @property {string} checksum of all columns but the rating, which may differ, as any of tied records is right
 */

const CHUNK = 8 << 20;
const NEWLINE = 0x0a;
const RATING_COLUMN = 2;
/** Stands for a delimiter in a hash; no byte of a field is equal to it. */
const BETWEEN_FIELDS = 0x100;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * @param {string} output a file, or a folder whose visible files count
 * @param {import('./formats.mjs').Format} format
 * @returns {Digest}
 */
export function digest(output, format) {
  const sum = { records: 0, plain: 0, mixed: 0 };
  const add = format.kind === 'objects' ? addObjects : addFile;
  for (const file of visibleFiles(output)) add(sum, file, format);
  return { records: sum.records, checksum: `${hex(sum.plain)}${hex(sum.mixed)}` };
}

/** @param {string} output */
function visibleFiles(output) {
  if (statSync(output).isFile()) return [output];
  return readdirSync(output)
    .filter((name) => !/^[._]/.test(name))
    .map((name) => path.join(output, name));
}

/** @typedef {{ records: number, plain: number, mixed: number }} Sum */

/** Adds the hash of a record. @param {Sum} sum @param {number} hash */
function addRecord(sum, hash) {
  sum.records++;
  sum.plain = (sum.plain + hash) | 0;
  sum.mixed = (sum.mixed + Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)) | 0;
}

/**
 * Adds a hash of each record's values, where a record is a JSON object.
 * @param {Sum} sum
 * @param {string} file
 */
function addObjects(sum, file) {
  const chunk = Buffer.allocUnsafe(CHUNK);
  const descriptor = openSync(file, 'r');
  let kept = 0;
  for (;;) {
    const length = readSync(descriptor, chunk, kept, CHUNK - kept, null);
    if (length === 0) break;
    const end = chunk.lastIndexOf(NEWLINE, kept + length - 1) + 1;
    for (const line of chunk.latin1Slice(0, end).split('\n')) {
      if (line === '') continue;
      const { movie, user, timestamp } = JSON.parse(line);
      addRecord(sum, hashOf(`${movie}\n${user}\n${timestamp}`));
    }
    chunk.copyWithin(0, end, kept + length);
    kept += length - end;
  }
  closeSync(descriptor);
}

/** @param {string} text */
function hashOf(text) {
  let hash = FNV_OFFSET;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return hash;
}

/**
 * Adds a hash of each record's values to the sums, because a sum does not depend on the order.
 * @param {Sum} sum
 * @param {string} file
 * @param {import('./formats.mjs').Format} format
 */
function addFile(sum, file, { delimiter, quote }) {
  const delimiterBytes = Buffer.from(delimiter);
  const quoteByte = quote === null ? -1 : quote.charCodeAt(0);
  const chunk = Buffer.allocUnsafe(CHUNK);
  const descriptor = openSync(file, 'r');
  let hash = FNV_OFFSET;
  let column = 0;
  let matched = 0; // bytes of a delimiter
  let isQuoted = false;
  let before = NEWLINE;
  for (;;) {
    const length = readSync(descriptor, chunk);
    if (length === 0) break;
    for (let at = 0; at < length; at++) {
      const byte = /** @type {number} */ (chunk[at]);
      const isDoubled = byte === quoteByte && before === quoteByte && !isQuoted;
      before = byte;
      if (byte === quoteByte) {
        isQuoted = !isQuoted;
        if (!isDoubled) continue;
      } else if (!isQuoted && byte === NEWLINE) {
        addRecord(sum, hash);
        hash = FNV_OFFSET;
        column = 0;
        continue;
      } else if (!isQuoted && byte === delimiterBytes[matched]) {
        matched++;
        if (matched < delimiterBytes.length) continue;
        matched = 0;
        column++;
        hash = Math.imul(hash ^ BETWEEN_FIELDS, FNV_PRIME);
        continue;
      }
      if (column !== RATING_COLUMN) hash = Math.imul(hash ^ byte, FNV_PRIME);
    }
  }
  closeSync(descriptor);
}

/** @param {number} word */
function hex(word) {
  return (word >>> 0).toString(16).padStart(8, '0');
}
