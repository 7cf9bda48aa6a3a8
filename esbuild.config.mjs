/**
 * Builds dist/: the kernel, the AWS SDK, the threads' program, the job alone, the whole command and its manual page.
 * `npm run build` runs it.
 *
 * With the name of a file it builds the job alone, from the sources as they are, into that file, and leaves dist/ as it
 * is. With the word `check` behind it, it builds the function that looks for new files instead.
 */

import { execFileSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import { appendFile, chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { gzipSync } from 'fflate';
import { buildCodecs } from './job/codec/build.mjs';
import { buildKernel } from './job/kernel/build.mjs';
import { inlineBrowser } from './lib/report/inline-browser.mjs';

/**
 * Leaves node:child_process out of commander, the parser of the command line. Commander loads that module at every
 * start, for subcommands that are programs of their own, and this command has none.
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

/**
 * Loads some modules of Node at the first use of one of their functions or classes, because few runs use one:
 * node:crypto, whose loading takes some 8 ms in each thread, and node:module and node:worker_threads, which take 1 and
 * 2 ms. A module has a line of LATE_MEMBERS.
 *
 * @type {import('esbuild').Plugin}
 */
const withLateModules = {
  name: 'with-late-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(crypto|module|worker_threads)$/ }, ({ path: module, namespace }) =>
      namespace === 'late' ? { path: module, external: true } : { path: module, namespace: 'late', sideEffects: false },
    );
    onLoad({ filter: /.*/, namespace: 'late' }, async ({ path: module }) => {
      const members = await import(module);
      const late = LATE_MEMBERS[module] ?? [];
      return { contents: late.map((name) => lateExport(module, name, typeof members[name] === 'function')).join('\n') };
    });
  },
};

/**
 * The members of late modules that are imported anywhere; the build refuses an import of another one. They are not taken
 * from the modules themselves, which have more members in newer versions of Node: the bytes of the job must not depend on
 * the Node that builds it.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const LATE_MEMBERS = {
  'node:crypto': [
    ...['createHash', 'createHmac', 'createPrivateKey', 'createPublicKey', 'getRandomValues', 'randomBytes', 'sign'],
  ],
  'node:module': ['createRequire'],
  'node:worker_threads': ['Worker', 'isMainThread', 'parentPort'],
};

/**
 * @param {string} module
 * @param {string} name
 * @param {boolean} isFunction a function or class; other members are read at once, where they are used at all
 */
function lateExport(module, name, isFunction) {
  const member = `require('${module}').${name}`;
  return isFunction
    ? `export function ${name}(...given) { return new.target ? new (${member})(...given) : ${member}(...given); }`
    : `export const ${name} = /* @__PURE__ */ (() => ${member})();`;
}

/**
 * Makes one object of a module of Node for all files with an import such as `import fs from 'node:fs'`. By itself esbuild
 * makes one for each of these files, with a getter for each member of the module, which takes 0.2 ms each.
 *
 * @type {import('esbuild').Plugin}
 */
const withSharedModules = {
  name: 'with-shared-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(fs|fs\/promises|os|path|zlib)$/ }, ({ path: module, namespace, kind }) =>
      namespace === 'shared' || kind !== 'import-statement'
        ? { path: module, external: true }
        : { path: module, namespace: 'shared', sideEffects: false },
    );
    onLoad({ filter: /.*/, namespace: 'shared' }, ({ path: module }) => ({
      contents: `export * from '${module}'; export default require('${module}');`,
    }));
  },
};

const CLASS_LIST = 'job/runner/yarn/hadoop-classes.txt';
const SHEBANG = '#!/usr/bin/env node';
const URL_OF_BUNDLE = "const ownBundle={get url(){return require('node:url').pathToFileURL(__filename).href}};";

/** @type {import('esbuild').BuildOptions} */
export const BUNDLE = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  loader: { '.wasm': 'binary', '.txt': 'text' },
  // packages that are ES modules use import.meta.url, which the bundle lacks: it is no ES module, since it has to run
  // from any folder under any name
  define: { 'import.meta.url': 'ownBundle.url', BUNDLE_FILE: '__filename' },
  banner: { js: `${SHEBANG}\n${URL_OF_BUNDLE}` },
  logLevel: 'warning',
  plugins: [inlineBrowser, withoutSubprograms, withLateModules, withSharedModules],
};

/**
 * The options for bundles that others hold as text, and that only commands load that use S3 or operate a cluster. They
 * are built from the packages' ES modules, which leaves out unused code.
 */
const AWS_SDK = {
  banner: {},
  write: false,
  mainFields: ['module', 'main'],
  conditions: ['module'],
  // the text is compiled as a function, in which there is no `import()`
  supported: { 'dynamic-import': false },
  define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"', BUNDLE_FILE: 'null' },
};

/**
 * The options for the worker's bundle, a text in the other bundles. Each thread compiles it, so the packages for patterns
 * are left out: only the main thread lists inputs.
 */
const WORKER = {
  banner: {},
  entryPoints: ['job/runner/worker/worker.ts'],
  define: { ...BUNDLE.define, BUNDLE_FILE: 'null' },
  loader: { ...BUNDLE.loader, '.txt': 'empty' },
  external: ['tinyglobby'],
  // a script has no `import()`
  supported: { 'dynamic-import': false },
};

/**
 * Builds a bundle and packs it: every start of the command reads it, and few starts unpack it. It is not packed by
 * Node, since another version of Node may make other bytes of it. The job would then be another one, and a deployment
 * from there would replace the cluster.
 *
 * @param {string} entryPoint
 * @param {string} outfile
 */
async function buildPacked(entryPoint, outfile) {
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
 * Takes the kernel and the worker, which the sources import from dist/, from the folder that they were built in.
 *
 * @param {string} folder
 * @returns {import('esbuild').Plugin}
 */
function heldIn(folder) {
  return {
    name: 'held-in',
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/dist\/[a-z0-9-]+\.(wasm|txt)$/ }, (held) => ({
        path: path.resolve(folder, path.basename(held.path)),
      })),
  };
}

/**
 * Builds the files that the bundles hold, into a folder.
 *
 * @param {string} folder
 */
async function buildHeld(folder) {
  await mkdir(folder, { recursive: true });
  await buildKernel(path.join(folder, 'kernel.wasm'));
  await buildCodecs(folder);
  await buildPacked('job/aws/sdk-program.ts', path.join(folder, 'sdk.txt'));
  await writeFile(path.join(folder, 'hadoop-classes.txt'), packed(await readFile(CLASS_LIST)));
  const plugins = [...(BUNDLE.plugins ?? []), heldIn(folder)];
  await build({ ...BUNDLE, ...WORKER, outfile: path.join(folder, 'worker.txt'), plugins });
}

/** The texts that all runs of the job may need (job/shared/held-text.ts), and those of further commands. */
const TEXTS_OF_JOB = ['sdk', 'bzip2', 'zstd-pack', 'zstd-unpack', 'hadoop-classes'];
const TEXTS_OF_COMMANDS = ['aws', 'doctor'];

/**
 * Builds a program, and appends texts to it as comments, from files of `folder`.
 *
 * @param {string} entryPoint
 * @param {string} outfile
 * @param {string} folder
 * @param {readonly string[]} texts
 */
export async function buildProgram(entryPoint, outfile, folder = 'dist', texts = TEXTS_OF_JOB) {
  const plugins = [...(BUNDLE.plugins ?? []), heldIn(folder)];
  await build({ ...BUNDLE, entryPoints: [entryPoint], outfile, plugins });
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
async function holdTexts(outfile, folder, texts) {
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

/**
 * Builds the command: dist/dedup-program.js, which is a bundle like dist/job.js; dist/dedup.js, a small program that
 * starts it (bin/start.ts); and beside them the compiled code of the bundle.
 */
async function buildCommand() {
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
    ...BUNDLE,
    entryPoints: ['bin/dedup.ts'],
    banner: { js: `(function(exports,require,module,__filename,WORKER_CODE){${URL_OF_BUNDLE}` },
    footer: { js: '})' },
    write: false,
    plugins: [...(BUNDLE.plugins ?? []), heldIn('dist')],
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

if (process.argv[1] === import.meta.filename) {
  const [, , outfile, part] = process.argv;
  if (outfile === undefined) await buildAll();
  else await (part === 'check' ? buildCheckAlone(outfile) : buildJobAlone(outfile));
}
