// node test/support/build-kernels.mjs FOLDER KERNELS: compiles the kernels of the tests (kernels.ts). One process takes a
// third of the time of the first kernel for each further one. They are optimized less than the product's kernel, which is
// done in a fifth of the time: they keep few records.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildKernel } from '../../job/kernel/build.mjs';
import { oneAtATime } from './one-at-a-time.mjs';

const QUICKLY = ['-O1'];

const [folder = '', kernels = '[]'] = process.argv.slice(2);

await oneAtATime(`${folder}.lock`, async () => {
  if (existsSync(folder)) return;
  const made = `${folder}.${process.pid}`;
  mkdirSync(made, { recursive: true });
  try {
    for (const [hashBits, apartBytes] of JSON.parse(kernels)) {
      await buildKernel(path.join(made, `${hashBits}-${apartBytes}.wasm`), hashBits, apartBytes, QUICKLY);
    }
    if (!existsSync(folder)) renameSync(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
});
