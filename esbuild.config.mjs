/**
 * Makes dist/: the kernel, the AWS SDK, the threads' program, the job alone, the whole command and its manual page. Run by
 * `npm run build`.
 * With a file's name it makes the job alone, as that file, from the sources as they are, and leaves dist/ as it is.
 */

import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { gzipSync } from 'fflate';
import { buildKernel } from './job/kernel/build.mjs';
import { inlineBrowser } from './lib/report/inline-browser.mjs';

/**
 * The parser of the command line loads it with every start, for subcommands that are programs of their own, as none is here.
 *
 * @type {import('esbuild').Plugin}
 */
const withoutSubprograms = {
  name: 'without-subprograms',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path: module, importer }) =>
      path.dirname(importer).endsWith('commander/lib') ? { path: module, namespace: 'left-out' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: '' }));
  },
};

/** @type {import('esbuild').BuildOptions} */
export const BUNDLE = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  loader: { '.wasm': 'binary', '.txt': 'text' },
  // for packages that are ES modules: the bundle, which has to run from any folder under any name, is none
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: "#!/usr/bin/env node\nconst bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  logLevel: 'warning',
  plugins: [inlineBrowser, withoutSubprograms],
};

/** Texts that are loaded by who needs S3, or operates a cluster. The packages' ES modules leave out what is not used. */
const AWS_SDK = {
  banner: {},
  write: false,
  mainFields: ['module', 'main'],
  conditions: ['module'],
  // it is compiled as a function, where there is none
  supported: { 'dynamic-import': false },
  define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
};

/** A text in the other bundles, which hand it the one of the SDK: so that is in each of them once. */
const WORKER = {
  banner: {},
  entryPoints: ['job/runner/local/worker.ts'],
  loader: { ...BUNDLE.loader, '.txt': 'empty' },
};

/**
 * Packed: every start of the command reads it, few unpack it. Not by Node, of which another version may pack the same
 * otherwise: the job would be another one, and a deployment from there replace the cluster.
 *
 * @param {string} entryPoint
 * @param {string} outfile
 */
async function buildPacked(entryPoint, outfile) {
  const { outputFiles } = await build({ ...BUNDLE, ...AWS_SDK, entryPoints: [entryPoint] });
  const [program] = outputFiles ?? [];
  if (!program) throw new Error('esbuild made no SDK');
  await writeFile(outfile, Buffer.from(gzipSync(program.contents, { level: 9, mtime: 0 })).toString('base64'));
}

/**
 * The sources import what the other bundles hold from dist/; a bundle takes it from the folder that it was made in.
 *
 * @param {string} folder
 * @returns {import('esbuild').Plugin}
 */
function heldIn(folder) {
  return {
    name: 'held-in',
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/dist\/(kernel\.wasm|sdk\.txt|worker\.txt)$/ }, (held) => ({
        path: path.resolve(folder, path.basename(held.path)),
      })),
  };
}

/**
 * What the bundles hold, into a folder.
 *
 * @param {string} folder
 */
async function buildHeld(folder) {
  await mkdir(folder, { recursive: true });
  await buildKernel(path.join(folder, 'kernel.wasm'));
  await buildPacked('job/aws/sdk-program.ts', path.join(folder, 'sdk.txt'));
  const plugins = [...(BUNDLE.plugins ?? []), heldIn(folder)];
  await build({ ...BUNDLE, ...WORKER, outfile: path.join(folder, 'worker.txt'), plugins });
}

/**
 * @param {string} folder of what the job holds
 * @param {string} outfile
 */
async function buildJob(folder, outfile) {
  const plugins = [...(BUNDLE.plugins ?? []), heldIn(folder)];
  await build({ ...BUNDLE, entryPoints: ['bin/job.ts'], outfile, plugins });
}

async function buildAll() {
  await buildHeld('dist');
  await buildJob('dist', 'dist/job.js');
  await buildPacked('lib/operate/aws/operate-sdk.ts', 'dist/aws.txt');
  await buildPacked('lib/doctor/program.ts', 'dist/doctor.txt');
  await build({ ...BUNDLE, entryPoints: ['bin/dedup.ts'], outfile: 'dist/dedup.js' });
  await chmod('dist/dedup.js', 0o755);
  await writeFile('dist/dedup.1', execFileSync(process.execPath, ['dist/dedup.js', 'manual']));
}

/** @param {string} outfile */
async function buildJobAlone(outfile) {
  const folder = await mkdtemp(path.join(tmpdir(), 'dedup-build-'));
  try {
    await buildHeld(folder);
    await buildJob(folder, outfile);
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const [, , outfile] = process.argv;
  await (outfile === undefined ? buildAll() : buildJobAlone(outfile));
}
