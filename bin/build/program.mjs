/** Builds programs that have texts at their end. */

import { appendFile, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleWithHeld } from './held.mjs';

/** The texts that all runs of the job may need (job/shared/held-text.ts), and those of further commands. */
export const TEXTS_OF_JOB = ['sdk', 'bzip2', 'zstd-pack', 'zstd-unpack', 'hadoop-classes'];
export const TEXTS_OF_COMMANDS = ['aws', 'doctor'];

/**
 * Builds a program, and appends texts to it as comments, from files of `folder`.
 *
 * @param {string} entryPoint
 * @param {string} outfile
 * @param {string} folder
 * @param {readonly string[]} texts
 */
export async function buildProgram(entryPoint, outfile, folder = 'dist', texts = TEXTS_OF_JOB) {
  await build({ ...bundleWithHeld(folder), entryPoints: [entryPoint], outfile });
  await holdTexts(outfile, folder, texts);
}

/**
 * Appends texts to a program, each as a comment, and a last comment with the offsets of their bytes
 * (job/shared/held-text.ts).
 *
 * @param {string} outfile
 * @param {string} folder
 * @param {readonly string[]} texts
 */
export async function holdTexts(outfile, folder, texts) {
  /** @type {Record<string, [start: number, end: number]>} */
  const where = {};
  for (const name of texts) {
    const text = await readFile(path.join(folder, `${name}.txt`));
    await appendFile(outfile, `\n/*held ${name}\n`);
    const { size: start } = await stat(outfile);
    where[name] = [start, start + text.length];
    await appendFile(outfile, Buffer.concat([text, Buffer.from('\n*/\n')]));
  }
  await appendFile(outfile, `\n/*texts ${JSON.stringify(where)}*/\n`);
}
