/**
 * Compiles the kernel: `node job/kernel/build.mjs OUT [HASH_BITS [APART_BYTES]]`. Both constants are for tests. Fewer
 * than 64 hash bits force collisions. If APART_BYTES is not 0, every record keeps its key and its order bytes apart
 * from its line.
 */

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('assembly/index.ts', import.meta.url));
/** Compiled modules, each in a file that is named by a digest of everything that it is made from. */
const COMPILED = fileURLToPath(new URL('../../dist/.compiled/', import.meta.url));

/**
 * Reads a source file and turns the comment for inlining into the decorator `@inline`. AssemblyScript allows decorators
 * on functions, but TypeScript does not, and the other tools here could not parse them. Functions that are called once
 * for every record have this comment, because no later stage inlines them, and a call takes about 2 ns.
 *
 * @param {string} name
 * @param {string} folder
 */
async function readSource(name, folder) {
  try {
    return (await readFile(path.resolve(folder, name), 'utf8')).replaceAll('/* @inline */', '@inline');
  } catch {
    return null;
  }
}

/**
 * @param {string} out the file to write
 * @param {number} hashBits the number of leading bits of the hash that are kept; the other bits are 0
 * @param {number} apartBytes the number of zeros that are appended to every key and to all order bytes, which are then
 *   all kept apart; with 0, only those are kept apart that have to be
 * @param {readonly string[]} more options of the compiler
 */
export async function buildKernel(out, hashBits = 64, apartBytes = 0, more = []) {
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const constants = ['--use', `HASH_BITS=${hashBits}`, '--use', `APART_BYTES=${apartBytes}`];
  await writeFile(out, await compile(SOURCE, ['--enable', 'threads', ...memory, ...constants, ...more]));
}

/**
 * Compiles AssemblyScript, unless the same sources were compiled before: a synthesis of the stacks builds the job every
 * time, and the compiler takes most of the CPU time of that.
 *
 * @param {string} source the file with the exports, which imports nothing from outside of its folder
 * @param {readonly string[]} options
 * @returns {Promise<Uint8Array>} the WebAssembly module
 */
export async function compile(source, options) {
  const file = path.join(COMPILED, `${await digestOf(source, options)}.wasm`);
  const known = await readFile(file).catch(() => null);
  if (known !== null) return known;
  const wasm = await compileAnew(source, options);
  await mkdir(COMPILED, { recursive: true });
  // complete before it has its name
  await writeFile(`${file}.${process.pid}`, wasm);
  await rename(`${file}.${process.pid}`, file);
  return wasm;
}

/**
 * @param {string} source
 * @param {readonly string[]} options
 */
async function digestOf(source, options) {
  const folder = path.dirname(source);
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  // it names the version of its optimizer too
  const compiler = new URL('../package.json', import.meta.resolve('assemblyscript/asc'));
  const hash = createHash('sha256').update(JSON.stringify([path.basename(source), names, options]));
  for (const file of [import.meta.filename, compiler, ...names.map((name) => path.join(folder, name))]) {
    const bytes = await readFile(file);
    hash.update(`${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * @param {string} source
 * @param {readonly string[]} options
 */
async function compileAnew(source, options) {
  const shared = ['--enable', 'simd', '--enable', 'bulk-memory', '-O3', '--noAssert'];
  const rest = ['--runtime', 'stub', '--use', 'abort=', '--outFile', 'out.wasm'];
  // it takes a second to load
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let wasm;
  const { error, stderr } = await asc.main([source, ...shared, ...options, ...rest], {
    readFile: readSource,
    writeFile: (_name, contents) => {
      wasm = contents;
    },
  });
  if (error || !wasm) throw new Error(`${source} does not compile\n${stderr}`);
  return wasm;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out = 'kernel.wasm', hashBits = '64', apartBytes = '0'] = process.argv.slice(2);
  await buildKernel(out, Number(hashBits), Number(apartBytes));
}
