// node test/support/build-kernels.mjs FOLDER KERNELS: compiles the kernels of the tests (kernels.ts). One process takes a
// third of the time of the first kernel for each further one.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildKernel } from '../../job/kernel/build.mjs';
import { oneAtATime } from './one-at-a-time.mjs';

const [folder = '', kernels = '[]'] = process.argv.slice(2);

await oneAtATime(`${folder}.lock`, async () => {
  if (existsSync(folder)) return;
  const made = `${folder}.${process.pid}`;
  mkdirSync(made, { recursive: true });
  try {
    for (const [hashBits, apartBytes] of JSON.parse(kernels)) {
      await buildKernel(path.join(made, `${hashBits}-${apartBytes}.wasm`), hashBits, apartBytes);
    }
    if (!existsSync(folder)) renameSync(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
});
