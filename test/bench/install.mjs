// Installs the peers beside the bench, in a virtual environment of their own, when it is missing or outdated.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} Peers
 * @property {string} python that has them
 * @property {{ python: string, duckdb: string, polars: string }} versions
 */

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const VENV = fileURLToPath(new URL('.venv', import.meta.url));
const PYTHON = path.join(VENV, 'bin', 'python');
/** A copy of the installed requirements. It is written last, so an interrupted installation has none. */
const STAMP = path.join(VENV, 'installed.txt');

/** @returns {Peers} */
export function installPeers() {
  if (!isInstalled()) install();
  return { python: PYTHON, versions: askVersions() };
}

function isInstalled() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === readFileSync(REQUIREMENTS, 'utf8');
}

function install() {
  process.stderr.write('Installing the peers into test/bench/.venv (once; some 100 MB)\n');
  rmSync(VENV, { recursive: true, force: true });
  const python = process.env.PYTHON ?? 'python3';
  run([python, '-c', 'import sys; sys.exit(sys.version_info < (3, 10))'], 'the peers need Python 3.10 or newer');
  run([python, '-m', 'venv', VENV], 'cannot create a virtual environment (on Debian and Ubuntu: install python3-venv)');
  const pip = [PYTHON, '-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--only-binary=:all:'];
  run([...pip, '--requirement', REQUIREMENTS], 'cannot install the peers');
  writeFileSync(STAMP, readFileSync(REQUIREMENTS));
}

/** @returns {Peers['versions']} */
function askVersions() {
  const question = [
    'import importlib.metadata as m, json, platform',
    'print(json.dumps({"python": platform.python_version(), **{p: m.version(p) for p in ("duckdb", "polars")}}))',
  ];
  return JSON.parse(
    run([PYTHON, '-c', question.join('\n')], 'the installed peers do not run; delete test/bench/.venv'),
  );
}

/**
 * @param {readonly string[]} command
 * @param {string} trouble what it means for the user when it fails
 */
function run([program = '', ...args], trouble) {
  const done = spawnSync(program, args, { encoding: 'utf8' });
  if (done.error) throw new Problem(`the peers need Python 3 with its venv module, but ${program} does not start`);
  if (done.status !== 0) throw new Problem(`${trouble}\n${done.stderr.trim() || done.stdout.trim()}`.trim());
  return done.stdout;
}
