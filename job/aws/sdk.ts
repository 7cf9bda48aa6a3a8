import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import sdkProgram from '../../dist/sdk.txt';

export type Sdk = typeof import('./sdk-program');

/** The name under which worker threads get the program of the SDK: their own bundle does not contain it. */
const PROGRAM = 'dedup: the AWS SDK';

let loaded: Sdk | undefined;

/** The AWS SDK. The first call loads it, which takes longer than many local runs. */
export function loadSdk(): Sdk {
  if (loaded === undefined) loaded = loadPacked<Sdk>(packedProgram(), 'sdk.txt');
  return loaded;
}

/** Runs a packed bundle of packages, and returns its exports. */
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
  // the bundle requires Node's own modules alone, so it does not matter from which file `require` starts
  run(module, module.exports, createRequire(process.execPath));
  return module.exports;
}
