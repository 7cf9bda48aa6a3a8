/**
 * Before the tests on another S3 than all others use: starts versitygw, and tells them of it by the variables of AWS. So
 * they run alone: where another project has told of its own S3, they are skipped.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

declare global {
  var versitygw: ChildProcess | undefined;
}

export default async function setUp(): Promise<void> {
  if (globalThis.s3Server !== undefined) return;
  for (const name of ['AWS_PROFILE', 'AWS_DEFAULT_REGION', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_S3']) {
    delete process.env[name];
  }
  const child = spawn(process.execPath, [join(__dirname, 'versitygw.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
  globalThis.versitygw = child;
  const ended = once(child, 'exit').then(() => undefined);
  const said = await Promise.race([createInterface({ input: child.stdout })[Symbol.asyncIterator]().next(), ended]);
  if (said === undefined || said.done) throw new Error('versitygw does not start');
  Object.assign(process.env, JSON.parse(said.value));
  process.env.TEST_VERSITYGW = process.env.AWS_ENDPOINT_URL;
}
