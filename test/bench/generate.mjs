// Writes the data sets of the bench: lines of ratings in files of uneven size.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { FORMATS } from './formats.mjs';
import { pack } from './packed.mjs';
import { gridWriter, lineWriter } from './ratings.mjs';
import { LONGEST_LINE } from './record-writers.mjs';

/**
 * The parameters that determine every byte of a data set.
 * @typedef {object} DataSpec
 * @property {string} name
 * @property {import('./formats.mjs').FormatName} [format] of the lines; the default is `plain`
 * @property {number} lines one for each record, whatever newlines its fields hold
 * @property {number | null} keys the number of keys, which repeat evenly; null: a third of the lines repeat keys
 * @property {number[]} [weights] the shares of the files in the lines; the default is FILE_WEIGHTS
 * @property {boolean} [hasFileEach] whether each line is in a file of its own
 * @property {import('./packed.mjs').Packing} [packed] how the files are packed; missing where they are plain
 * @property {number} [users] if given, keys are all pairs of that many users with some movies; lines have 33 bytes
 *
 * @typedef {object} DataSet
 * @property {import('./formats.mjs').Format} format
 * @property {string} folder of the files, which holds no others that are read
 * @property {string[]} files
 * @property {import('./packed.mjs').Packing | undefined} packed
 * @property {number} lines
 * @property {number} bytes as stored
 */

/** This is raised whenever the same parameters give other bytes, so that data of an older generator is not used. */
const GENERATOR = 1;
const SEED = 0x5eed;
/** The shares of the files in the lines. The fifth file is the largest. */
const FILE_WEIGHTS = [1, 2, 3, 5, 8, 4, 1, 1];

const CHUNK = 4 << 20;
/** The prefix makes readers of a folder skip the file. */
const MANIFEST = '_manifest.json';

/**
 * Returns the data set of `spec` under `dataDir`, which is written only if it does not exist yet.
 * @param {DataSpec} spec
 * @param {string} dataDir
 * @returns {DataSet}
 */
export function dataSet(spec, dataDir) {
  const folder = path.join(dataDir, `${spec.name}-${spec.lines}`);
  const present = presentDataSet(spec, folder);
  if (present) return present;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = writeFiles(spec, folder);
  // The manifest is written last, so that an interrupted generator leaves none.
  writeFileSync(
    path.join(folder, MANIFEST),
    JSON.stringify({ generator: GENERATOR, seed: SEED, spec, files }, null, 2),
  );
  return describe(spec, folder, files);
}

/** The approximate size of a data set that does not exist yet. @param {DataSpec} spec */
export function estimatedBytes({ lines, format }) {
  return lines * FORMATS[format ?? 'plain'].lineBytes;
}

/**
 * @param {DataSpec} spec
 * @param {string} folder
 * @returns {DataSet | null}
 */
function presentDataSet(spec, folder) {
  const manifestFile = path.join(folder, MANIFEST);
  if (!existsSync(manifestFile)) return null;
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const wanted = JSON.stringify([GENERATOR, SEED, spec]);
  if (JSON.stringify([manifest.generator, manifest.seed, manifest.spec]) !== wanted) return null;
  /** @type {{ name: string, bytes: number }[]} */
  const files = manifest.files;
  const whole = files.every(
    ({ name, bytes }) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.size === bytes,
  );
  return whole ? describe(spec, folder, files) : null;
}

/**
 * @param {DataSpec} spec
 * @param {string} folder
 * @param {{ name: string, bytes: number }[]} files
 * @returns {DataSet}
 */
function describe(spec, folder, files) {
  return {
    format: FORMATS[spec.format ?? 'plain'],
    folder,
    files: files.map(({ name }) => path.join(folder, name)),
    packed: spec.packed,
    lines: spec.lines,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/**
 * @param {DataSpec} spec
 * @param {string} folder
 */
function writeFiles(spec, folder) {
  const writeLine = writerOf(spec);
  const shares = spec.hasFileEach ? new Array(spec.lines).fill(1) : (spec.weights ?? FILE_WEIGHTS);
  const allWeights = shares.reduce((sum, weight) => sum + weight, 0);
  let weights = 0;
  let written = 0;
  return shares.map((weight, index) => {
    weights += weight;
    const until = Math.round((spec.lines * weights) / allWeights);
    const name = `ratings-${index}.txt`;
    const bytes = writeFile(path.join(folder, name), until - written, writeLine);
    written = until;
    return spec.packed === undefined ? { name, bytes } : pack(path.join(folder, name), spec.packed);
  });
}

/** @param {DataSpec} spec */
function writerOf({ keys, users, format }) {
  if (keys !== null && users !== undefined) return gridWriter(keys, users, SEED);
  return lineWriter(keys, SEED, FORMATS[format ?? 'plain'].writeRecord);
}

/**
 * @param {string} file
 * @param {number} lines
 * @param {(chunk: Buffer, at: number) => number} writeLine
 * @returns {number} bytes written
 */
function writeFile(file, lines, writeLine) {
  const chunk = Buffer.allocUnsafe(CHUNK);
  const descriptor = openSync(file, 'w');
  let used = 0;
  let bytes = 0;
  const flush = () => {
    for (let from = 0; from < used; ) from += writeSync(descriptor, chunk, from, used - from);
    bytes += used;
    used = 0;
  };
  for (let line = 0; line < lines; line++) {
    used = writeLine(chunk, used);
    if (used > CHUNK - LONGEST_LINE) flush();
  }
  flush();
  closeSync(descriptor);
  return bytes;
}
