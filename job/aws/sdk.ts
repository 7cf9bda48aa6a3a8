import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { type HeldText, heldText } from '../shared/held-text';

export type Sdk = typeof import('./sdk-program');

let loaded: Sdk | undefined;

/** The AWS SDK. The first call loads it, which takes longer than many local runs. */
export function loadSdk(): Sdk {
  if (loaded === undefined) loaded = loadPacked<Sdk>('sdk');
  return loaded;
}

/** Runs a packed bundle of packages, and returns its exports. */
export function loadPacked<T>(name: HeldText): T {
  return compile<T>(unpack(heldText(name)), `${name}.txt`);
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
