/**
 * The start of the command, dist/dedup.js. The program is in a file beside it, whose front is run from here. So Node
 * reads none of the texts behind the program, and V8 can be given the compiled code of the program: parsing and compiling
 * it would take longer than a small run.
 *
 * The compiled code is in a third file, which the build makes too. Where it is missing or unfit, V8 compiles the program
 * as usual.
 */

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { EXIT, type ExitCode } from '../job/shared/exit';
import { errorLine } from '../job/shared/own-lines';
import { CODE_CACHE_FILE, type CompiledCode, unpackCode } from './code-cache';

/** The hash of the program, with which its file begins. */
declare const PROGRAM_ID: string;

/** The number of bytes that the program has at the front of its file. All of them are ASCII. */
declare const PROGRAM_BYTES: number;

const PROGRAM_FILE = path.join(__dirname, 'dedup-program.js');

const program = programText();
const code = compiledCode();
const script = new Script(program, { filename: PROGRAM_FILE, cachedData: code?.program });
script.runInThisContext()(exports, require, module, PROGRAM_FILE, code?.worker);

/** The program. Where its file is missing, or is of another build, this says so and ends the process. */
function programText(): string {
  const text = front();
  if (text.length === PROGRAM_BYTES && text.includes(`\n/*${PROGRAM_ID}*/`)) return text;
  const remedy = 'run again if a build was under way, else copy both files of one build';
  refuse(EXIT.io, `'${PROGRAM_FILE}' is not of the same build as '${__filename}': ${remedy}`);
}

function front(): string {
  const bytes = Buffer.allocUnsafeSlow(PROGRAM_BYTES);
  try {
    const file = openSync(PROGRAM_FILE, 'r');
    const size = readSync(file, bytes);
    closeSync(file);
    return bytes.toString('latin1', 0, size);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const remedy = `copy the one of the same build into the folder of '${__filename}'`;
    refuse(EXIT.unavailable, `cannot read '${PROGRAM_FILE}' (${code}): ${remedy}`);
  }
}

function refuse(exitCode: ExitCode, message: string): never {
  console.error(errorLine(message));
  process.exit(exitCode);
}

function compiledCode(): CompiledCode | null {
  try {
    return unpackCode(readFileSync(path.join(__dirname, CODE_CACHE_FILE)));
  } catch {
    return null;
  }
}
