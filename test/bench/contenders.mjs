// The commands that are measured: this kit, its peers, and the floors, which do the least that any program has to do.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {(output: string) => string[]} command that writes its result to the file or folder `output`
 */

/** The number of threads of every contender. The measured machine has two cores. */
const THREADS = 2;
const DUCKDB = fileURLToPath(new URL('peers/latest_duckdb.py', import.meta.url));
const POLARS = fileURLToPath(new URL('peers/latest_polars.py', import.meta.url));

/**
 * @param {readonly string[]} product the command without its arguments
 * @param {readonly string[]} inputs
 * @param {{ threads?: number, memory?: string, temp?: string, options?: readonly string[] }} [settings] `options`: of the format
 * @returns {Contender}
 */
export function dedup(product, inputs, { threads = THREADS, memory, temp, options = [] } = {}) {
  const limits = [...(memory ? ['--memory', memory] : []), ...(temp ? ['--temp', temp] : [])];
  const all = [...options, '--threads', String(threads), ...limits, '--quiet'];
  return {
    name: `dedup, ${threads} thread${threads === 1 ? '' : 's'}`,
    command: (output) => [...product, 'run', ...inputs, '--output', output, ...all],
  };
}

/**
 * The command as a user first calls it.
 * @param {readonly string[]} product
 * @param {string} input
 * @returns {Contender}
 */
export function dedupByDefault(product, input) {
  return { name: 'dedup', command: (output) => [...product, 'run', input, '--output', output] };
}

/**
 * @param {import('./install.mjs').Peers} peers
 * @param {readonly string[]} inputs
 * @param {import('./formats.mjs').FormatName} format
 * @param {{ memoryLimit?: string, temp?: string, packs?: boolean | undefined }} [options]
 * @returns {Contender}
 */
export function duckdb(peers, inputs, format, { memoryLimit, temp, packs } = {}) {
  const limits = [...(memoryLimit ? ['--memory-limit', memoryLimit] : []), ...(temp ? ['--temp', temp] : [])];
  const options = ['--threads', String(THREADS), '--format', format, ...limits, ...(packs ? ['--zstd'] : [])];
  return {
    name: `DuckDB ${peers.versions.duckdb}`,
    command: (output) => [peers.python, DUCKDB, ...options, '--output', output, ...inputs],
  };
}

/**
 * @param {import('./install.mjs').Peers} peers
 * @param {readonly string[]} inputs
 * @param {import('./formats.mjs').FormatName} format
 * @param {'Categorical' | 'String' | 'Float64'} rating
 * @param {boolean} [packs]
 * @returns {Contender}
 */
export function polars(peers, inputs, format, rating, packs = false) {
  const options = ['--threads', String(THREADS), '--format', format, '--rating', rating, ...(packs ? ['--zstd'] : [])];
  return {
    name: `Polars ${peers.versions.polars}`,
    command: (output) => [peers.python, POLARS, ...options, '--output', output, ...inputs],
  };
}

/**
 * The least time in which all bytes can be read and as many written.
 * @param {readonly string[]} inputs
 * @returns {Contender}
 */
export function copy(inputs) {
  return {
    name: 'cp',
    command: (output) => {
      mkdirSync(output);
      return ['cp', ...inputs, output];
    },
  };
}

/**
 * Unpacks files without any further work.
 * @param {readonly string[]} inputs
 * @returns {Contender}
 */
export function bunzip2(inputs) {
  const each = `printf "%s\\0" "$@" | xargs -0 -n 1 -P ${THREADS} bzip2 --decompress --stdout > /dev/null`;
  return { name: `bzip2 -d, ${THREADS} processes`, command: () => ['sh', '-c', each, 'sh', ...inputs] };
}

/**
 * The least time that a Node program can take.
 * @returns {Contender}
 */
export function emptyNode() {
  return { name: 'node, empty program', command: () => [process.execPath, '--eval', '0'] };
}
