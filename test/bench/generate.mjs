// Writes the data sets of the bench: lines of `movie^user^rating^timestamp` in files of uneven size.
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
import { gridWriter, LONGEST_LINE, lineWriter } from './ratings.mjs';

/**
 * What decides every byte of a data set.
 * @typedef {object} DataSpec
 * @property {string} name
 * @property {number} lines
 * @property {number | null} keys so many keys, evenly met again; null: a line in three repeats an earlier key
 * @property {number[]} [weights] how the lines are shared out over the files; else FILE_WEIGHTS
 * @property {number} [users] a key is keys are all pairs of so many users with some movies, ratings are whole: lines of 33 bytes
 *
 * @typedef {object} DataSet
 * @property {string[]} files
 * @property {number} lines
 * @property {number} bytes
 */

/** Raised whenever the same spec would give other bytes, so that data of an older generator is not taken for new. */
const GENERATOR = 1;
const SEED = 0x5eed;
/** How the lines are shared out over the files; the fifth is the hot one. */
const FILE_WEIGHTS = [1, 2, 3, 5, 8, 4, 1, 1];

const CHUNK = 4 << 20;
/** With the prefix that readers of a folder skip. */
const MANIFEST = '_manifest.json';

/**
 * The data set of `spec` under `dataDir`; written only if it is not there yet.
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
  // Last, so that a generator that was interrupted leaves no manifest.
  writeFileSync(
    path.join(folder, MANIFEST),
    JSON.stringify({ generator: GENERATOR, seed: SEED, spec, files }, null, 2),
  );
  return describe(spec, folder, files);
}

/** About the size of a data set, before it is there. @param {DataSpec} spec */
export function estimatedBytes(spec) {
  return spec.lines * 38;
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
    files: files.map(({ name }) => path.join(folder, name)),
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
  const shares = spec.weights ?? FILE_WEIGHTS;
  const allWeights = shares.reduce((sum, weight) => sum + weight, 0);
  let weights = 0;
  let written = 0;
  return shares.map((weight, index) => {
    weights += weight;
    const until = Math.round((spec.lines * weights) / allWeights);
    const name = `ratings-${index}.txt`;
    const bytes = writeFile(path.join(folder, name), until - written, writeLine);
    written = until;
    return { name, bytes };
  });
}

/** @param {DataSpec} spec */
function writerOf({ keys, users }) {
  return keys !== null && users !== undefined ? gridWriter(keys, users, SEED) : lineWriter(keys, SEED);
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
