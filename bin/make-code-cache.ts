/**
 * Loaded into a run of dist/dedup.js by the build (`--require`): writes the code that V8 has compiled by the end of the
 * run into CODE_CACHE_FILE in the folder of this program. So the file has the functions that a run needs, and no others.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { isMainThread, parentPort } from 'node:worker_threads';
import { CODE_CACHE_FILE, packCode } from './code-cache';

const WORKER_FILE = path.join(__dirname, 'worker-code');

/** The only script of this thread that is compiled with a cache. */
let script: vm.Script | undefined;

vm.Script = class extends vm.Script {
  constructor(...given: ConstructorParameters<typeof vm.Script>) {
    super(...given);
    script = this;
  }
};

if (isMainThread) {
  process.once('exit', () => {
    const code = packCode({ program: compiled(), worker: readFileSync(WORKER_FILE) });
    writeFileSync(path.join(__dirname, CODE_CACHE_FILE), code);
  });
} else if (parentPort !== null) {
  const port = parentPort;
  const { postMessage } = port;
  // a thread gets no notice of its end, so its code is written before each of its answers
  port.postMessage = (...given) => {
    writeFileSync(WORKER_FILE, compiled());
    postMessage.apply(port, given);
  };
}

function compiled(): Buffer {
  if (script === undefined) throw new Error('the thread has run no program of vm.Script');
  return script.createCachedData();
}
