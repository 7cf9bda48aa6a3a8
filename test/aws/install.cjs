// Installs the stand-in for AWS. `node install.cjs` prints why that is not possible on this machine, or nothing. It is
// CommonJS, because jest's module registry cannot import ES modules.
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const REQUIREMENTS = join(__dirname, 'requirements.txt');
const VENV = join(__dirname, '.venv');
const PYTHON = join(VENV, 'bin/python');
/** A copy of the installed requirements. It is written last, therefore an interrupted installation lacks it. */
const STAMP = join(VENV, 'installed.txt');

/**
 * Installs the stand-in if it is missing or outdated. Returns why that is not possible here, or null.
 * @returns {string | null}
 */
function installAws() {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === readFileSync(REQUIREMENTS, 'utf8')) return null;
  process.stderr.write('installing the stand-in for AWS into test/aws/.venv (once, 250 MB) …\n');
  rmSync(VENV, { recursive: true, force: true });
  const python = process.env.PYTHON === undefined ? 'python3' : process.env.PYTHON;
  // Python compiles at its first start what it uses, a fraction of all these files
  const pip = [PYTHON, '-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--no-compile'];
  const why =
    whyNot([python, '-c', 'import sys; sys.exit(sys.version_info < (3, 10))'], 'it needs Python 3.10 or newer') ||
    whyNot([python, '-m', 'venv', VENV], 'Python has no venv module (on Debian and Ubuntu: install python3-venv)') ||
    whyNot([...pip, '--requirement', REQUIREMENTS], 'its packages cannot be installed');
  if (why !== null) return why;
  writeFileSync(STAMP, readFileSync(REQUIREMENTS));
  return null;
}

/** @param {readonly string[]} command @param {string} trouble */
function whyNot([program = '', ...args], trouble) {
  const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined) return `${trouble}: ${error.message}`;
  return status === 0 ? null : `${trouble}: ${stderr.trim().replace(/\s*\n\s*/g, ' ')}`;
}

if (require.main === module) process.stdout.write(installAws() ?? '');

module.exports = { installAws };
