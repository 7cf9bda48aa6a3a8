/** Compiles the kernel: `node job/kernel/build.mjs OUT [HASH_BITS]`. Fewer than 64 hash bits force collisions, for tests. */

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const SOURCE = fileURLToPath(new URL('assembly/index.ts', import.meta.url));

/**
 * @param {string} out the file to write
 * @param {number} hashBits leading bits of the hash that are kept, the others are 0
 */
export async function buildKernel(out, hashBits = 64) {
  const options = ['--enable', 'simd', '--enable', 'threads', '--enable', 'bulk-memory', '-O3', '--noAssert'];
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const rest = ['--runtime', 'stub', '--use', 'abort=', '--use', `HASH_BITS=${hashBits}`, '--outFile', 'kernel.wasm'];
  /** @type {Uint8Array | undefined} */
  let wasm;
  const { error, stderr } = await asc.main([SOURCE, ...options, ...memory, ...rest], {
    writeFile: (_name, contents) => {
      wasm = contents;
    },
  });
  if (error || !wasm) throw new Error(`the kernel does not compile\n${stderr}`);
  await writeFile(out, wasm);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out = 'kernel.wasm', hashBits = '64'] = process.argv.slice(2);
  await buildKernel(out, Number(hashBits));
}
