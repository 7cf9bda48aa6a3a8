/** Kernels that forget most of the hash, so that keys collide; built once and kept beside the real one. */

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const BUILD = path.join(__dirname, '../../job/kernel/build.mjs');

/** A kernel whose hashes have only their first `hashBits` bits. */
export function buildMaskedKernel(hashBits: number): WebAssembly.Module {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-kernel-'));
  try {
    const out = path.join(folder, 'kernel.wasm');
    execFileSync(process.execPath, [BUILD, out, String(hashBits)], { stdio: ['ignore', 'inherit', 'inherit'] });
    return new WebAssembly.Module(fs.readFileSync(out));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
