/**
 * The start of dist/dedup.js. The program itself is a comment further down in that file, which is run from here. So V8
 * can be given the compiled code of the program: parsing and compiling it would take longer than a small run.
 *
 * The compiled code is in a file beside this one, which the build makes. Where it is missing or unfit, V8 compiles the
 * program as usual.
 */

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { commentIn } from '../job/shared/comment-in';
import { CODE_CACHE_FILE, type CompiledCode, unpackCode } from './code-cache';

/** How many bytes of this file certainly have the program. The texts behind it are left to their readers. */
declare const FRONT_BYTES: number;

const code = compiledCode();
const script = new Script(programText(), { filename: __filename, cachedData: code?.program });
script.runInThisContext()(exports, require, module, __filename, code?.worker);

function programText(): string {
  const text = commentIn(front(), 'program');
  if (text === null) throw new Error(`'${__filename}' was replaced while it started; run again`);
  // the build writes each end of a comment like this
  return text.replaceAll('*\x01/', '*/');
}

function front(): string {
  const bytes = Buffer.allocUnsafeSlow(FRONT_BYTES);
  const file = openSync(__filename, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

function compiledCode(): CompiledCode | null {
  try {
    return unpackCode(readFileSync(path.join(__dirname, CODE_CACHE_FILE)));
  } catch {
    return null;
  }
}
