// Computes a digest of an output, which is the same for the same records in any order and in any number of files.
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Digest
 * @property {number} records
 * @property {string} checksum of movie, user and timestamp; the rating may differ, as any of tied records is right
 */

const CHUNK = 8 << 20;
const NEWLINE = 0x0a;
const CARET = 0x5e;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * @param {string} output a file, or a folder whose visible files count
 * @returns {Digest}
 */
export function digest(output) {
  const sum = { records: 0, plain: 0, mixed: 0 };
  for (const file of visibleFiles(output)) addFile(sum, file);
  return { records: sum.records, checksum: `${hex(sum.plain)}${hex(sum.mixed)}` };
}

/** @param {string} output */
function visibleFiles(output) {
  if (statSync(output).isFile()) return [output];
  return readdirSync(output)
    .filter((name) => !/^[._]/.test(name))
    .map((name) => path.join(output, name));
}

/**
 * Adds a hash of each line to the sums, because a sum does not depend on the order.
 * @param {{ records: number, plain: number, mixed: number }} sum
 * @param {string} file
 */
function addFile(sum, file) {
  const chunk = Buffer.allocUnsafe(CHUNK);
  const descriptor = openSync(file, 'r');
  let hash = FNV_OFFSET;
  let column = 0;
  for (;;) {
    const length = readSync(descriptor, chunk);
    if (length === 0) break;
    for (let at = 0; at < length; at++) {
      const byte = /** @type {number} */ (chunk[at]);
      if (byte === NEWLINE) {
        sum.records++;
        sum.plain = (sum.plain + hash) | 0;
        sum.mixed = (sum.mixed + Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)) | 0;
        hash = FNV_OFFSET;
        column = 0;
        continue;
      }
      if (byte === CARET) column++;
      if (column !== 2 || byte === CARET) hash = Math.imul(hash ^ byte, FNV_PRIME);
    }
  }
  closeSync(descriptor);
}

/** @param {number} word */
function hex(word) {
  return (word >>> 0).toString(16).padStart(8, '0');
}
