// Virtual environments of Python, in which the peers are installed.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Problem } from './problem.mjs';

/** The Python of a virtual environment. @param {string} folder */
export function pythonOf(folder) {
  return path.join(folder, 'bin', 'python');
}

/** @param {string} folder */
export function makeVenv(folder) {
  const python = process.env.PYTHON ?? 'python3';
  run([python, '-c', 'import sys; sys.exit(sys.version_info < (3, 10))'], 'the peers need Python 3.10 or newer');
  run(
    [python, '-m', 'venv', folder],
    'cannot create a virtual environment (on Debian and Ubuntu: install python3-venv)',
  );
}

/** The command of pip that installs into a virtual environment. @param {string} folder */
export function pipOf(folder) {
  return [pythonOf(folder), '-m', 'pip', '--disable-pip-version-check', 'install', '--quiet'];
}

/**
 * @param {readonly string[]} command
 * @param {string} trouble what it means for the user when it fails
 * @param {Record<string, string>} [environment] further variables
 */
export function run([program = '', ...args], trouble, environment = {}) {
  const done = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...environment } });
  if (done.error) throw new Problem(`the peers need Python 3 with its venv module, but ${program} does not start`);
  if (done.status !== 0) throw new Problem(`${trouble}\n${done.stderr.trim() || done.stdout.trim()}`.trim());
  return done.stdout;
}
