// Installs the peers beside the bench, in a virtual environment of their own, when it is missing or outdated.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeVenv, pipOf, pythonOf, run } from './venv.mjs';

/**
 * @typedef {object} Peers
 * @property {string} python that has them
 * @property {{ python: string, duckdb: string, polars: string }} versions
 */

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const VENV = fileURLToPath(new URL('.venv', import.meta.url));
const PYTHON = pythonOf(VENV);
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
  makeVenv(VENV);
  const pip = [...pipOf(VENV), '--only-binary=:all:'];
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
