/** Kernels that drop most bits of the hash, which makes keys collide. */

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const BUILD = path.join(__dirname, '../../job/kernel/build.mjs');

const built = new Map<number, WebAssembly.Module>();

/** A kernel whose hashes have only their first `hashBits` bits. Each kernel is built once. */
export function maskedKernel(hashBits: number): WebAssembly.Module {
  const known = built.get(hashBits);
  if (known) return known;
  const module = build(hashBits);
  built.set(hashBits, module);
  return module;
}

function build(hashBits: number): WebAssembly.Module {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-kernel-'));
  try {
    const out = path.join(folder, 'kernel.wasm');
    execFileSync(process.execPath, [BUILD, out, String(hashBits)], { stdio: ['ignore', 'inherit', 'inherit'] });
    return new WebAssembly.Module(fs.readFileSync(out));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
