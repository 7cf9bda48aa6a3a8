/**
 * Builds dist/: the kernel, the AWS SDK, the threads' program, the job alone, the whole command and its manual page.
 * `npm run build` runs it.
 *
 * With the name of a file it builds the job alone, from the sources as they are, into that file, and leaves dist/ as it
 * is. With the word `check` behind it, it builds the function that looks for new files instead.
 */

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildCommand } from './bin/build/command.mjs';
import { buildHeld, buildPacked } from './bin/build/held.mjs';
import { buildProgram } from './bin/build/program.mjs';

async function buildAll() {
  await buildHeld('dist');
  await buildProgram('bin/job.ts', 'dist/job.js');
  await buildPacked('lib/operate/aws/operate-sdk.ts', 'dist/aws.txt');
  await buildPacked('lib/doctor/program.ts', 'dist/doctor.txt');
  await buildCommand();
  await writeFile('dist/dedup.1', execFileSync(process.execPath, ['dist/dedup.js', 'manual']));
}

/** @param {string} outfile */
async function buildJobAlone(outfile) {
  const folder = await mkdtemp(path.join(tmpdir(), 'dedup-build-'));
  try {
    await buildHeld(folder);
    await buildProgram('bin/job.ts', outfile, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * The function of Lambda that looks for new files. It needs the SDK and no kernel: it lists, and unpacks a ledger.
 *
 * @param {string} outfile
 */
async function buildCheckAlone(outfile) {
  const folder = await mkdtemp(path.join(tmpdir(), 'dedup-build-'));
  try {
    await buildPacked('job/aws/sdk-program.ts', path.join(folder, 'sdk.txt'));
    await buildProgram('lib/cluster/check/handler.ts', outfile, folder, ['sdk']);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [, , outfile, part] = process.argv;
if (outfile === undefined) await buildAll();
else await (part === 'check' ? buildCheckAlone(outfile) : buildJobAlone(outfile));
