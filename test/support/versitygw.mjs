// Runs versitygw, an S3 server, on this machine: prints the environment variables for its use, and ends with its input.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startS3 } from '../bench/yarn/s3.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'versitygw-'));
try {
  const s3 = await startS3(folder);
  process.stdout.write(`${JSON.stringify(s3.environment)}\n`);
  for await (const _ of process.stdin);
  await s3.stop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
