/**
 * Starts versitygw, an S3 server other than that of the other tests, and sets the variables of AWS for it. These tests
 * therefore run alone: if another project has already set its own S3, they are skipped.
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
