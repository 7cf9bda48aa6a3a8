/** Kernels with other constants than the product's. With fewer hash bits keys collide; with others every record has its key apart. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const KERNEL = path.join(__dirname, '../../job/kernel');
const ASSEMBLY = path.join(KERNEL, 'assembly');
/** The compiled kernels lie beside the build of the product, in a folder for each state of their sources. */
const BUILT = path.join(__dirname, '../../dist/.test-kernels');

/** The hash bits and the zeros behind keys of each kernel. All are built together, which takes less than each by itself. */
const KERNELS: readonly (readonly [hashBits: number, apartBytes: number])[] = [
  [0, 0],
  [8, 0],
  [41, 0],
  [64, 1],
  [64, 600],
];

const loaded = new Map<string, WebAssembly.Module>();

/** A kernel whose hashes have only their first `hashBits` bits. */
export function maskedKernel(hashBits: number): WebAssembly.Module {
  return kernelOf(hashBits, 0);
}

/**
 * A kernel that keeps the key and the order value of every record apart from its line, with so many zeros behind each, so
 * that the hashes of keys are others.
 */
export function apartKernel(zeroBytes: number): WebAssembly.Module {
  return kernelOf(64, zeroBytes);
}

function kernelOf(hashBits: number, apartBytes: number): WebAssembly.Module {
  const name = `${hashBits}-${apartBytes}.wasm`;
  const known = loaded.get(name);
  if (known) return known;
  const module = new WebAssembly.Module(fs.readFileSync(path.join(builtFolder(), name)));
  loaded.set(name, module);
  return module;
}

/** The folder of all these kernels, which are built when no test has built them from the same sources. */
function builtFolder(): string {
  const folder = path.join(BUILT, sourcesDigest());
  if (fs.existsSync(folder)) return folder;
  removeOlder();
  execFileSync(process.execPath, [path.join(__dirname, 'build-kernels.mjs'), folder, JSON.stringify(KERNELS)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return folder;
}

/** Removes the kernels of other sources. A name with a dot is that of a folder that is being made. */
function removeOlder(): void {
  fs.mkdirSync(BUILT, { recursive: true });
  for (const name of fs.readdirSync(BUILT)) {
    if (!name.includes('.')) fs.rmSync(path.join(BUILT, name), { recursive: true, force: true });
  }
}

/** A digest of everything that the kernels depend on. */
function sourcesDigest(): string {
  const compiler = require.resolve('assemblyscript/package.json');
  const sources = fs
    .readdirSync(ASSEMBLY, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
  const hash = createHash('sha256').update(JSON.stringify(KERNELS));
  const builders = [path.join(KERNEL, 'build.mjs'), path.join(__dirname, 'build-kernels.mjs')];
  for (const file of [compiler, ...builders, ...sources.map((name) => path.join(ASSEMBLY, name))]) {
    hash.update(file).update('\0').update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}
