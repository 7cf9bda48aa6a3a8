/** Builds the command: a start, the program beside it, and the compiled code of the program. */

import { execFileSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { BUNDLE, SHEBANG, URL_OF_BUNDLE } from './bundle.mjs';
import { bundleWithHeld } from './held.mjs';
import { holdTexts, TEXTS_OF_COMMANDS, TEXTS_OF_JOB } from './program.mjs';

/**
 * Builds the command: dist/dedup-program.js, which is a bundle like dist/job.js; dist/dedup.js, a small program that
 * starts it (bin/start.ts); and beside them the compiled code of the bundle.
 */
export async function buildCommand() {
  const { id, bytes } = await buildCommandProgram('dist/dedup-program.js');
  const define = { PROGRAM_ID: JSON.stringify(id) };
  await build({
    ...BUNDLE,
    define: { ...define, PROGRAM_BYTES: String(bytes) },
    banner: { js: SHEBANG },
    entryPoints: ['bin/start.ts'],
    outfile: 'dist/dedup.js',
  });
  await chmod('dist/dedup.js', 0o755);
  await makeCodeCache(define);
}

/**
 * Builds the bundle of the whole command. The program is a function at its front. The start reads these bytes alone,
 * compiles the function and calls it. The code behind it calls it where Node runs the bundle by itself, as in the
 * containers of `dedup yarn`. Returns the hash of the program, and the number of bytes at the front.
 *
 * @param {string} outfile
 */
async function buildCommandProgram(outfile) {
  const { outputFiles } = await build({
    ...bundleWithHeld('dist'),
    entryPoints: ['bin/dedup.ts'],
    banner: { js: `(function(exports,require,module,__filename,WORKER_CODE){${URL_OF_BUNDLE}` },
    footer: { js: '})' },
    write: false,
    // a script has no `import()`
    supported: { 'dynamic-import': false },
  });
  const [program] = outputFiles ?? [];
  if (!program) throw new Error('esbuild made no program');
  const id = crypto.createHash('sha256').update(program.contents).digest('hex');
  const text = `${SHEBANG}\n/*${id}*/${program.text.trimEnd()}`;
  const bytes = Buffer.byteLength(text);
  if (bytes !== text.length) throw new Error('the program has characters that are not ASCII');
  await writeFile(outfile, `${text}\n(exports,require,module,__filename);\n`);
  await holdTexts(outfile, 'dist', [...TEXTS_OF_JOB, ...TEXTS_OF_COMMANDS]);
  await chmod(outfile, 0o755);
  return { id, bytes };
}

/**
 * Compiles dist/dedup-program.js ahead: runs it with two threads on more files than one would read alone, and then merges
 * them into the output. The second run begins with the code that the first one has compiled, and adds that of a merge.
 *
 * @param {Record<string, string>} define
 */
async function makeCodeCache(define) {
  const folder = await mkdtemp(path.join(tmpdir(), 'dedup-build-'));
  try {
    const maker = path.join(folder, 'make-code-cache.cjs');
    await build({ ...BUNDLE, define, banner: {}, entryPoints: ['bin/make-code-cache.ts'], outfile: maker });
    await mkdir(path.join(folder, 'in'));
    for (let i = 0; i < 600; i++) await writeFile(path.join(folder, `in/${i}`), `movie ${i % 500}^user^4.5^${i}\n`);
    const run = ['run', path.join(folder, 'in'), '--output', path.join(folder, 'out'), '--threads', '2', '--quiet'];
    for (const options of [[], ['--merge']]) {
      execFileSync(process.execPath, ['--require', maker, 'dist/dedup.js', ...run, ...options]);
      // complete before it has its name, because tests of a former build may run
      await copyFile(path.join(folder, 'dedup.code-cache'), 'dist/new.code-cache');
      await rename('dist/new.code-cache', 'dist/dedup.code-cache');
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
