import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
import sdkProgram from '../../../dist/sdk.txt';

export type Sdk = typeof import('./sdk-program');

/** Under this name the program reaches worker threads: their own bundle is without it. */
const PROGRAM = 'dedup: the AWS SDK';

let loaded: Sdk | undefined;

/** The AWS SDK. Loaded by the first who asks, since that takes longer than many a local run. */
export function loadSdk(): Sdk {
  if (loaded === undefined) loaded = compile(unpack(packedProgram()));
  return loaded;
}

function packedProgram(): string {
  if (!isMainThread) return getEnvironmentData(PROGRAM) as string;
  setEnvironmentData(PROGRAM, sdkProgram);
  return sdkProgram;
}

function unpack(packed: string): string {
  return brotliDecompressSync(Buffer.from(packed, 'base64')).toString();
}

function compile(text: string): Sdk {
  const module = { exports: {} as Sdk };
  const run = compileFunction(text, ['module', 'exports', 'require'], { filename: 'sdk.txt' });
  // it asks for nothing but Node's own modules, so any file will do as the one that asks
  run(module, module.exports, createRequire(process.execPath));
  return module.exports;
}
