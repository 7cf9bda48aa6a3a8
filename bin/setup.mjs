/** Installs and builds what is not up to date, so that every npm script works in a fresh clone. Needs Node alone. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.dirname(import.meta.dirname);
const SOURCES = ['bin', 'lib', 'job', 'assets', 'esbuild.config.mjs', 'package-lock.json'];

makeUpToDate('node_modules/.installed', ['package-lock.json'], () => {
  console.error('installing packages …');
  const options = { cwd: ROOT, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options);
});
makeUpToDate('dist/.built', SOURCES, () => {
  console.error('building dist/ …');
  execFileSync(process.execPath, ['esbuild.config.mjs'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
});

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
