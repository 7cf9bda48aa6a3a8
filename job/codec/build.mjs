/**
 * Builds the WebAssembly modules of the codecs as packed texts: few runs need one, and every start of the command reads
 * the bundle.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'fflate';
import { compile } from '../kernel/build.mjs';

const BZIP2 = fileURLToPath(new URL('bzip2/assembly/index.ts', import.meta.url));
const require = createRequire(import.meta.url);

/** The functions of libzstd that pack. */
const PACKING = ['malloc', 'free', 'ZSTD_compressBound', 'ZSTD_createCCtx', 'ZSTD_compress_usingDict', 'ZSTD_isError'];

/** @param {string} folder */
export async function buildCodecs(folder) {
  await write(path.join(folder, 'bzip2.txt'), { wasm: await compile(BZIP2, []), names: {} });
  await write(path.join(folder, 'zstd-unpack.txt'), { wasm: await zstdDecoder(), names: {} });
  await write(path.join(folder, 'zstd-pack.txt'), await zstdEncoder());
}

/**
 * The decoder of zstddec, which is libzstd. It stands in the package as a text. The package's own functions around it
 * are left out: they ignore errors, and hold a file as a whole.
 */
async function zstdDecoder() {
  const text = await readFile(path.join(path.dirname(require.resolve('zstddec/stream')), 'zstddec-stream.mjs'), 'utf8');
  const found = /["'`](AGFzbQ[A-Za-z0-9+/=]+)["'`]/.exec(text);
  if (!found) throw new Error('zstddec holds no WebAssembly module');
  return Buffer.from(/** @type {string} */ (found[1]), 'base64');
}

/**
 * The encoder of @bokuweb/zstd-wasm, which is libzstd. The names of its functions were shortened, and the program beside
 * it says how. The program itself is left out: it opens the module as a file beside it.
 */
async function zstdEncoder() {
  const folder = path.dirname(require.resolve('@bokuweb/zstd-wasm'));
  const program = await readFile(path.join(folder, 'zstd.js'), 'utf8');
  const memory = /wasmMemory = wasmExports\['(\w+)'\]/.exec(program);
  const start = /addOnInit\(wasmExports\['(\w+)'\]\)/.exec(program);
  if (!memory || !start) throw new Error('@bokuweb/zstd-wasm names no memory or no start');
  /** @type {Record<string, string>} */
  const names = { memory: /** @type {string} */ (memory[1]), start: /** @type {string} */ (start[1]) };
  for (const name of PACKING) {
    const found = new RegExp(`Module\\['_${name}'\\] = wasmExports\\['(\\w+)'\\]`).exec(program);
    if (!found) throw new Error(`@bokuweb/zstd-wasm has no function ${name}`);
    names[name] = /** @type {string} */ (found[1]);
  }
  return { wasm: await readFile(path.join(folder, 'zstd.wasm')), names };
}

/**
 * Writes a module with the names of its exports where those are not their own.
 *
 * @param {string} file
 * @param {{ wasm: Uint8Array, names: Record<string, string> }} program
 */
async function write(file, { wasm, names }) {
  // fflate gives the same bytes on every version of Node: the bytes are part of the job (bin/build/held.mjs)
  const packed = Buffer.from(gzipSync(wasm, { level: 9, mtime: 0 })).toString('base64');
  await writeFile(file, `${JSON.stringify(names)}\n${packed}`);
}
