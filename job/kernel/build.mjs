/**
 * Compiles the kernel: `node job/kernel/build.mjs OUT [HASH_BITS [APART_BYTES]]`. Both constants are for tests: fewer than 64
 * hash bits force collisions, and with any bytes apart every record keeps its key and its order value apart from its line.
 */

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const SOURCE = fileURLToPath(new URL('assembly/index.ts', import.meta.url));

/**
 * A decorator of a function is AssemblyScript, but no TypeScript, which nothing else here would read: in the sources it
 * is a comment. What is called once for every record has one, for nobody further on inlines it: a call is some 2 ns.
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
 * @param {number} hashBits leading bits of the hash that are kept, the others are 0
 * @param {number} apartBytes zeros behind what is kept apart, 0 where that is only what has to be
 */
export async function buildKernel(out, hashBits = 64, apartBytes = 0) {
  const options = ['--enable', 'simd', '--enable', 'threads', '--enable', 'bulk-memory', '-O3', '--noAssert'];
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const constants = ['--use', `HASH_BITS=${hashBits}`, '--use', `APART_BYTES=${apartBytes}`];
  const rest = ['--runtime', 'stub', '--use', 'abort=', ...constants, '--outFile', 'kernel.wasm'];
  /** @type {Uint8Array | undefined} */
  let wasm;
  const { error, stderr } = await asc.main([SOURCE, ...options, ...memory, ...rest], {
    readFile: readSource,
    writeFile: (_name, contents) => {
      wasm = contents;
    },
  });
  if (error || !wasm) throw new Error(`the kernel does not compile\n${stderr}`);
  await writeFile(out, wasm);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out = 'kernel.wasm', hashBits = '64', apartBytes = '0'] = process.argv.slice(2);
  await buildKernel(out, Number(hashBits), Number(apartBytes));
}
