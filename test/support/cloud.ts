/** AWS on this machine for tests of the cloud: the stand-in (test/aws) with EMR and CloudFormation. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { installS3 } from './s3';

const ROOT = join(__dirname, '../..');
const AWS = join(ROOT, 'test/aws');
const PYTHON = join(AWS, '.venv/bin/python');

export interface Cloud {
  readonly endpoint: string;
  /** What a process needs to use it instead of AWS, on top of its own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it writes is here. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Variables of the stand-in: test/aws/README.md. */
export type CloudOptions = Readonly<Record<`STAND_IN_${string}`, string>>;

/** Why none can be started here, or null. */
export const installCloud = installS3;

/** Starts one with nothing in it. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const folder = mkdtempSync(join(tmpdir(), 'dedup-cloud-'));
  // functions of Lambda find the SDK here, which they have on AWS
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const child = spawn(PYTHON, [join(AWS, 'stand_in.py'), '--cloud'], {
    env: { ...process.env, ...options, TMPDIR: folder },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const endpoint = `http://127.0.0.1:${await portOf(child)}`;
  return {
    endpoint,
    folder,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'testsecret',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    async stop() {
      child.stdin?.end();
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the stand-in for AWS ended with ${code} before it was ready`);
  });
  const ready = once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  const [line] = await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return JSON.parse(line).port;
}

/** Tests with a stand-in of this file's own. Where none can be started they are skipped, and what is missing is printed. */
export function onCloud(name: string, options: CloudOptions, tests: (cloud: () => Cloud) => void): void {
  const { TEST_CLOUD_MISSING } = process.env;
  if (TEST_CLOUD_MISSING !== undefined) {
    process.stderr.write(`SKIPPED ${name}: ${TEST_CLOUD_MISSING}\n`);
    it.skip(name, () => undefined);
    return;
  }
  describe(name, () => {
    let cloud: Cloud | undefined;
    beforeAll(async () => {
      cloud = await startCloud(options);
    });
    afterAll(() => cloud?.stop());
    tests(() => cloud as Cloud);
  });
}
