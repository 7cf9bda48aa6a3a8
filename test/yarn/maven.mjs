// Folders that Maven fills. A pom beside the code says with what; each folder is made anew when its pom has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Missing, Problem } from './problem.mjs';

/**
 * @typedef {object} Installation
 * @property {string} name of the program, for messages
 * @property {string} pom
 * @property {string} property by which the pom is told the folder
 * @property {string} home the folder
 * @property {number} megabytes that are fetched
 */

/**
 * Installs into a temporary folder first, because an interrupted installation must not count as a whole one and two
 * processes may install at the same time.
 * @param {Installation} installation
 */
export function installByMaven({ name, pom, property, home, megabytes }) {
  const digest = createHash('sha256').update(readFileSync(pom)).digest('hex');
  if (isInstalled(home, digest)) return;
  const made = `${home}.${process.pid}`;
  requireMaven(name);
  const place = path.relative(path.join(import.meta.dirname, '../..'), home);
  process.stderr.write(`Downloading ${name} into ${place} (once; some ${megabytes} MB)\n`);
  try {
    runMaven(name, ['--strict-checksums', '--file', pom, 'package', `-D${property}=${made}`]);
    writeFileSync(stampOf(made), digest);
    rmSync(home, { recursive: true, force: true });
    renameSync(made, home);
  } catch (error) {
    if (!isInstalled(home, digest)) throw error;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** @param {string} home @param {string} digest */
function isInstalled(home, digest) {
  const stamp = stampOf(home);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
}

/** The digest of the pom from which a folder was made. It is written last. @param {string} home */
function stampOf(home) {
  return path.join(home, 'installed.txt');
}

/** @param {string} name */
function requireMaven(name) {
  const { error, status } = spawnSync('mvn', ['--version'], { stdio: 'ignore' });
  if (error || status !== 0) throw new Missing(`no Maven (mvn) in the PATH, which fetches ${name}'s jars: install it`);
}

/** @param {string} name @param {readonly string[]} args */
function runMaven(name, args) {
  const { status, stdout } = spawnSync('mvn', ['--batch-mode', '--quiet', '-Dstyle.color=never', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status === 0) return;
  const [reason = `exit code ${status}`] = stdout.match(/(?<=\[ERROR\] ).*/) ?? [];
  throw new Problem(`Maven could not fetch ${name}'s jars: ${reason}`);
}
