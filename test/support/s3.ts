/** Runs an S3 server on this machine: MiniStack (test/aws), in a process that ends together with this one. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { portOf } from './stand-in-port';

export interface S3Server {
  /** The environment variables with which a process uses the server instead of AWS. */
  readonly env: S3Environment;
  stop(): Promise<void>;
}

export interface S3Environment {
  readonly AWS_ENDPOINT_URL: string;
  readonly AWS_REGION: string;
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly AWS_EC2_METADATA_DISABLED: string;
}

const AWS = join(__dirname, '../aws');
const REQUIREMENTS = join(AWS, 'requirements.txt');
const VENV = join(AWS, '.venv');
const PYTHON = join(VENV, 'bin/python');
/** A copy of the installed requirements. It is written last, therefore an interrupted installation lacks it. */
const STAMP = join(VENV, 'installed.txt');

/** Installs the server if it is missing or outdated. Returns why that is not possible here, or null. */
export function installS3(): string | null {
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

function whyNot([program = '', ...args]: readonly string[], trouble: string): string | null {
  const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined) return `${trouble}: ${error.message}`;
  return status === 0 ? null : `${trouble}: ${stderr.trim().replace(/\s*\n\s*/g, ' ')}`;
}

/** Starts a server without buckets on a free port. */
export async function startS3(): Promise<S3Server> {
  const child = spawn(PYTHON, [join(AWS, 'stand_in.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const port = await portOf(child);
  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'testsecret',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
