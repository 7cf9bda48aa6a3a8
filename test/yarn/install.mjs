// Hadoop's jars in the layout of a Hadoop home beside this file. Maven fetches them when they are missing or outdated.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Missing, Problem } from './problem.mjs';

/**
 * @typedef {object} Hadoop
 * @property {string} home
 * @property {string} jars folder of what daemons, commands and tasks have on their class path
 * @property {string} streamingJar
 * @property {string} classData file, of which class-data.mjs says more
 */

const POM = path.join(import.meta.dirname, 'pom.xml');
const HOME = path.join(import.meta.dirname, '.hadoop');

/** @returns {Hadoop} */
export function installHadoop() {
  const digest = createHash('sha256').update(readFileSync(POM)).digest('hex');
  if (!isInstalled(digest)) install(digest);
  const tools = path.join(HOME, 'share', 'hadoop', 'tools', 'lib');
  const streaming = readdirSync(tools).find((name) => name.startsWith('hadoop-streaming-'));
  if (streaming === undefined) throw new Problem(`no hadoop-streaming-*.jar in ${tools}; delete ${HOME}`);
  return {
    home: HOME,
    jars: path.join(HOME, 'share', 'hadoop', 'common', 'lib'),
    streamingJar: path.join(tools, streaming),
    classData: path.join(HOME, 'classes.jsa'),
  };
}

/** @param {string} digest */
function isInstalled(digest) {
  const stamp = stampOf(HOME);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
}

/**
 * Installs into a temporary folder first, because an interrupted installation must not count as a Hadoop home and two
 * processes may install at the same time.
 * @param {string} digest
 */
function install(digest) {
  const made = `${HOME}.${process.pid}`;
  requireMaven();
  process.stderr.write('Downloading Hadoop into test/yarn/.hadoop (once; some 105 MB)\n');
  try {
    runMaven(['--strict-checksums', '--file', POM, 'package', `-Dhadoop.home=${made}`]);
    writeFileSync(stampOf(made), digest);
    rmSync(HOME, { recursive: true, force: true });
    renameSync(made, HOME);
  } catch (error) {
    if (!isInstalled(digest)) throw error;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** The digest of the pom from which the jars were installed. It is written last. @param {string} home */
function stampOf(home) {
  return path.join(home, 'installed.txt');
}

function requireMaven() {
  const { error, status } = spawnSync('mvn', ['--version'], { stdio: 'ignore' });
  if (error || status !== 0) throw new Missing("no Maven (mvn) in the PATH, which fetches Hadoop's jars: install it");
}

/** @param {readonly string[]} args */
function runMaven(args) {
  const { status, stdout } = spawnSync('mvn', ['--batch-mode', '--quiet', '-Dstyle.color=never', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status === 0) return;
  const [reason = `exit code ${status}`] = stdout.match(/(?<=\[ERROR\] ).*/) ?? [];
  throw new Problem(`Maven could not fetch Hadoop's jars: ${reason}`);
}
