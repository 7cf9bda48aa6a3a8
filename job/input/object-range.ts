/** Bytes of an object in S3, read on from where an answer broke off. */

import type { Readable } from 'node:stream';
import { EXIT } from '../contract';
import { Failure } from '../failure';
import type { S3 } from '../store/s3/client';
import { parseS3 } from '../store/s3/location';
import { backOff } from '../store/s3/retry';
import { hasStatus, s3Failure } from '../store/s3/s3-failure';
import type { InputFile } from './list';

/**
 * The bytes `start` .. `end` of an object as it was listed. Throws with exit code 74 where it cannot be read, or is another
 * one by now.
 */
export async function readRange(
  s3: S3,
  file: InputFile,
  start: number,
  end: number, // exclusive
  signal: AbortSignal,
): Promise<Buffer> {
  const target = Buffer.allocUnsafeSlow(end - start);
  let filled = 0;
  for (let failures = 0; filled < target.length; ) {
    const body = await openBody(s3, file, start + filled, end, signal);
    const before = filled;
    try {
      for await (const chunk of unstalled(body, s3.limits.stallMs)) {
        target.set(chunk, filled);
        filled += chunk.length;
      }
      if (filled < target.length) throw Object.assign(new Error('the answer ended too soon'), { code: 'ECONNRESET' });
    } catch (error) {
      signal.throwIfAborted();
      failures = filled > before ? 1 : failures + 1;
      if (failures >= s3.limits.attempts) throw s3Failure('read', file.path, error);
      await backOff(failures, s3.limits);
    }
  }
  return target;
}

async function openBody(s3: S3, file: InputFile, start: number, end: number, signal: AbortSignal): Promise<Readable> {
  const { bucket, key } = parseS3(file.path);
  const input = { Bucket: bucket, Key: key, IfMatch: file.version, Range: `bytes=${start}-${end - 1}` };
  try {
    const { Body, ContentLength } = await s3.client.send(new s3.sdk.GetObjectCommand(input), { abortSignal: signal });
    const body = Body as Readable;
    if (ContentLength === end - start) return body;
    body.destroy();
    const got = `${ContentLength} bytes where ${end - start} were asked for`;
    throw new Failure(EXIT.io, `cannot read ${file.path}: the answer has ${got}`);
  } catch (error) {
    if (hasStatus(error, 404, 412, 416)) throw changedObject(file, error);
    throw s3Failure('read', file.path, error);
  }
}

function changedObject(file: InputFile, cause: unknown): Failure {
  return new Failure(
    EXIT.io,
    `'${file.path}' changed while it was read; run again once nothing writes to it (ETag ${file.version} expected)`,
    { cause },
  );
}

/** The chunks of a body; an error where none comes for too long, though its connection is open. */
async function* unstalled(body: Readable, stallMs: number): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => {
    // where this thread was busy for all that time, what came meanwhile has yet to be seen
    setImmediate(() => body.destroy(Object.assign(new Error(`no byte for ${stallMs} ms`), { code: 'ETIMEDOUT' })));
  }, stallMs);
  try {
    for await (const chunk of body) {
      timer.refresh();
      yield chunk;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}
