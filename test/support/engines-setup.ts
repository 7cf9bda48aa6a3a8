/** Installs Spark and Trino, and starts an S3 with a catalog. Where that is not possible, TEST_ENGINES_MISSING says why. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import startS3 from './s3-setup';

export default async function setUp(): Promise<void> {
  const { status, stdout } = spawnSync(process.execPath, [join(__dirname, '../engines/install.mjs')], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error('the engines cannot be installed');
  const { missing } = JSON.parse(stdout);
  if (missing === undefined) await startS3();
  const lacks = missing === undefined ? process.env.TEST_S3_MISSING : missing;
  if (lacks === undefined) process.env.TEST_ENGINES = stdout;
  else if (process.env.CI === 'true') throw new Error(lacks);
  else process.env.TEST_ENGINES_MISSING = lacks;
}
