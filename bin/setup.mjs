/**
 * Installs and builds what is not up to date, so that every npm script works in a fresh clone. Needs Node alone.
 *
 * With the word `tests` it installs meanwhile what the tests need beside Node, most of which is waiting for the network.
 * Where that is not possible, the tests say why.
 */

import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.dirname(import.meta.dirname);
const FOR_TESTS = ['test/aws/install.cjs', 'test/yarn/ready.mjs'];
const SOURCES = ['bin', 'lib', 'job', 'assets', 'esbuild.config.mjs', 'package-lock.json'];

const forTests = process.argv[2] === 'tests' ? FOR_TESTS.map(begin) : [];
makeUpToDate('node_modules/.installed', ['package-lock.json'], () => {
  console.error('installing packages …');
  const options = { cwd: ROOT, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options);
});
makeUpToDate('dist/.built', SOURCES, () => {
  console.error('building dist/ …');
  execFileSync(process.execPath, ['esbuild.config.mjs'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
});
await Promise.all(forTests);

/** @param {string} program */
function begin(program) {
  return once(spawn(process.execPath, [program], { cwd: ROOT, stdio: ['ignore', 'ignore', 2] }), 'exit');
}

/**
 * Does the work unless the stamp says that it was done from the same sources.
 *
 * @param {string} stamp
 * @param {string[]} sources
 * @param {() => void} work
 */
function makeUpToDate(stamp, sources, work) {
  const stampFile = path.join(ROOT, stamp);
  const digest = digestOf(sources);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest) return;
  work();
  writeFileSync(stampFile, digest);
}

/** @param {string[]} sources */
function digestOf(sources) {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  // a document changes nothing of what is built
  const files = sources.flatMap(filesBelow).filter((file) => !file.endsWith('.md'));
  for (const file of files.sort()) hash.update(file).update(readFileSync(path.join(ROOT, file)));
  return hash.digest('hex');
}

/**
 * @param {string} name
 * @returns {string[]}
 */
function filesBelow(name) {
  const entries = (() => {
    try {
      return readdirSync(path.join(ROOT, name));
    } catch {
      return null;
    }
  })();
  return entries ? entries.flatMap((entry) => filesBelow(path.join(name, entry))) : [name];
}
