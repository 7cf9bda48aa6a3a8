/** Kernels with other constants than the product's. With fewer hash bits keys collide; with others every record has its key apart. */

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const BUILD = path.join(__dirname, '../../job/kernel/build.mjs');

const built = new Map<string, WebAssembly.Module>();

/** A kernel whose hashes have only their first `hashBits` bits. Each kernel is built once. */
export function maskedKernel(hashBits: number): WebAssembly.Module {
  return kernelOf(hashBits, 0);
}

/**
 * A kernel that keeps the key and the order value of every record apart from its line, with so many zeros behind each, so
 * that the hashes of keys are others; built once.
 */
export function apartKernel(zeroBytes: number): WebAssembly.Module {
  return kernelOf(64, zeroBytes);
}

function kernelOf(hashBits: number, apartBytes: number): WebAssembly.Module {
  const name = `${hashBits}/${apartBytes}`;
  const known = built.get(name);
  if (known) return known;
  const module = build(hashBits, apartBytes);
  built.set(name, module);
  return module;
}

function build(hashBits: number, apartBytes: number): WebAssembly.Module {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-kernel-'));
  try {
    const out = path.join(folder, 'kernel.wasm');
    execFileSync(process.execPath, [BUILD, out, String(hashBits), String(apartBytes)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return new WebAssembly.Module(fs.readFileSync(out));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
