/** Runs an S3 server on this machine: MiniStack (test/aws), in a process that ends together with this one. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
const PYTHON = join(AWS, '.venv/bin/python');

/** Installs the server if it is missing or outdated. Returns why that is not possible here, or null. */
export function installS3(): string | null {
  return require(join(AWS, 'install.cjs')).installAws();
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
