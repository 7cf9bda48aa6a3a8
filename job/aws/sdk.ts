import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import sdkProgram from '../../dist/sdk.txt';

export type Sdk = typeof import('./sdk-program');

/** Under this name the program reaches worker threads: their own bundle is without it. */
const PROGRAM = 'dedup: the AWS SDK';

let loaded: Sdk | undefined;

/** The AWS SDK. Loaded by the first who asks, since that takes longer than many a local run. */
export function loadSdk(): Sdk {
  if (loaded === undefined) loaded = loadPacked<Sdk>(packedProgram(), 'sdk.txt');
  return loaded;
}

/** Runs a packed program of packages, and returns what it exports. */
export function loadPacked<T>(packed: string, filename: string): T {
  return compile<T>(unpack(packed), filename);
}

function packedProgram(): string {
  if (!isMainThread) return getEnvironmentData(PROGRAM) as string;
  setEnvironmentData(PROGRAM, sdkProgram);
  return sdkProgram;
}

function unpack(packed: string): string {
  return gunzipSync(Buffer.from(packed, 'base64')).toString();
}

function compile<T>(text: string, filename: string): T {
  const module = { exports: {} as T };
  const run = compileFunction(text, ['module', 'exports', 'require'], { filename });
  // it asks for nothing but Node's own modules, so any file will do as the one that asks
  run(module, module.exports, createRequire(process.execPath));
  return module.exports;
}
