/** Builds the files that the bundles hold: the kernel, the codecs, the AWS SDK and the threads' program. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { gzipSync } from 'fflate';
import { buildCodecs } from '../../job/codec/build.mjs';
import { buildKernel } from '../../job/kernel/build.mjs';
import { AWS_SDK, BUNDLE, WORKER } from './bundle.mjs';

const CLASS_LIST = 'job/runner/yarn/hadoop-classes.txt';

/**
 * Builds a bundle and packs it: every start of the command reads it, and few starts unpack it. It is not packed by
 * Node, since another version of Node may make other bytes of it. The job would then be another one, and a deployment
 * from there would replace the cluster.
 *
 * @param {string} entryPoint
 * @param {string} outfile
 */
export async function buildPacked(entryPoint, outfile) {
  const { outputFiles } = await build({ ...BUNDLE, ...AWS_SDK, entryPoints: [entryPoint] });
  const [program] = outputFiles ?? [];
  if (!program) throw new Error('esbuild made no SDK');
  await writeFile(outfile, packed(program.contents));
}

/** @param {Uint8Array} bytes */
function packed(bytes) {
  return Buffer.from(gzipSync(bytes, { level: 9, mtime: 0 })).toString('base64');
}

/**
 * The options of a bundle that takes the kernel and the worker, which the sources import from dist/, from the folder that
 * they were built in.
 *
 * @param {string} folder
 * @returns {import('esbuild').BuildOptions}
 */
export function bundleWithHeld(folder) {
  /** @type {import('esbuild').Plugin} */
  const heldIn = {
    name: 'held-in',
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/dist\/[a-z0-9-]+\.(wasm|txt)$/ }, (held) => ({
        path: path.resolve(folder, path.basename(held.path)),
      })),
  };
  return { ...BUNDLE, plugins: [...(BUNDLE.plugins ?? []), heldIn] };
}

/**
 * Builds the files that the bundles hold, into a folder.
 *
 * @param {string} folder
 */
export async function buildHeld(folder) {
  await mkdir(folder, { recursive: true });
  await buildKernel(path.join(folder, 'kernel.wasm'));
  await buildCodecs(folder);
  await buildPacked('job/aws/sdk-program.ts', path.join(folder, 'sdk.txt'));
  await writeFile(path.join(folder, 'hadoop-classes.txt'), packed(await readFile(CLASS_LIST)));
  await build({ ...bundleWithHeld(folder), ...WORKER, outfile: path.join(folder, 'worker.txt') });
}
