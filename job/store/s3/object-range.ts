/** Reads a range of an object in S3. Where an answer breaks off, reading goes on from there. */

import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { parseS3 } from '../../shared/s3-location';
import type { InputFile } from '../place';
import { askForChecksum, hasChecksum, statedChecksum } from './checksum';
import type { S3 } from './client';
import { hasStatus, s3Failure } from './failure';
import { backOff } from './retry';

/** Bytes that were changed on the way are right in another try; bytes that are damaged in the storage stay so. */
const DAMAGED_TRIES = 3;

/**
 * Reads the bytes `start` .. `end` of an object in the version that was listed. A whole object is checked against its
 * CRC32, where S3 has one. Throws with exit code 74 where the object cannot be read, or has changed.
 */
export async function readRange(
  s3: S3,
  file: InputFile,
  start: number,
  end: number, // exclusive
  signal: AbortSignal,
): Promise<Buffer> {
  for (let tries = 1; ; tries++) {
    const { bytes, checksum } = await readBytes(s3, file, start, end, signal);
    if (hasChecksum(bytes, checksum)) return bytes;
    if (tries === DAMAGED_TRIES) throw damaged(file);
  }
}

interface Read {
  readonly bytes: Buffer;
  readonly checksum: string | undefined;
}

async function readBytes(s3: S3, file: InputFile, start: number, end: number, signal: AbortSignal): Promise<Read> {
  const bytes = Buffer.allocUnsafeSlow(end - start);
  let checksum: string | undefined;
  let filled = 0;
  for (let failures = 0; filled < bytes.length; ) {
    const answer = await ask(s3, file, start + filled, end, signal);
    if (answer.checksum !== undefined) checksum = answer.checksum;
    const before = filled;
    try {
      for await (const chunk of unstalled(answer.body, s3.limits.stallMs)) {
        if (chunk.length > bytes.length - filled) throw moreThanAsked(file, end - start - before);
        bytes.set(chunk, filled);
        filled += chunk.length;
      }
      if (filled < bytes.length) throw Object.assign(new Error('the answer ended too soon'), { code: 'ECONNRESET' });
    } catch (error) {
      signal.throwIfAborted();
      failures = filled > before ? 1 : failures + 1;
      if (error instanceof Failure || failures >= s3.limits.attempts) throw s3Failure('read', file.path, error);
      await backOff(failures, s3.limits);
    }
  }
  return { bytes, checksum };
}

interface Answer {
  readonly body: Readable;
  /** The checksum of the object; undefined where only a range was asked for, or S3 has none. */
  readonly checksum: string | undefined;
}

async function ask(s3: S3, file: InputFile, start: number, end: number, signal: AbortSignal): Promise<Answer> {
  const { bucket, key } = parseS3(file.path);
  const isWhole = start === 0 && end === file.sizeBytes;
  const command = new s3.sdk.GetObjectCommand({
    Bucket: bucket,
    Key: key,
    IfMatch: file.version,
    ...(isWhole ? {} : { Range: `bytes=${start}-${end - 1}` }),
  });
  if (isWhole) askForChecksum(command);
  try {
    const output = await s3.client.send(command, { abortSignal: signal });
    const body = output.Body as Readable;
    try {
      refuseOtherBytes(file, output, start, end);
    } catch (error) {
      body.destroy();
      throw error;
    }
    return { body, checksum: isWhole ? statedChecksum(output) : undefined };
  } catch (error) {
    if (hasStatus(error, 404, 412, 416)) throw changedObject(file, error);
    throw s3Failure('read', file.path, error);
  }
}

/**
 * Throws with exit code 74 where the answer begins elsewhere, or is longer than what was asked for. A shorter answer is
 * fine: the rest is asked for next.
 */
function refuseOtherBytes(file: InputFile, output: GetObjectCommandOutput, start: number, end: number): void {
  const { ContentRange = 'bytes 0-', ContentLength = 0 } = output;
  const first = Number(/^bytes (\d+)-/.exec(ContentRange)?.[1]);
  if (first !== start) {
    throw new Failure(
      EXIT.io,
      `cannot read ${file.path}: the answer begins at byte ${first} where ${start} was asked for`,
    );
  }
  if (ContentLength > end - start) throw moreThanAsked(file, end - start);
}

function moreThanAsked(file: InputFile, bytes: number): Failure {
  return new Failure(
    EXIT.io,
    `cannot read ${file.path}: the answer has more than the ${bytes} bytes that were asked for`,
  );
}

function damaged(file: InputFile): Failure {
  return new Failure(
    EXIT.io,
    `cannot read ${file.path}: its bytes are not those of its checksum (CRC32), ${DAMAGED_TRIES} times in a row: ` +
      'they are damaged in S3 or on the network; upload the object again, or use https',
  );
}

function changedObject(file: InputFile, cause: unknown): Failure {
  return new Failure(
    EXIT.io,
    `'${file.path}' changed while it was read; run again once nothing writes to it (ETag ${file.version} expected)`,
    { cause },
  );
}

/** The chunks of a body. Throws where none comes for `stallMs`, though the connection is open. */
async function* unstalled(body: Readable, stallMs: number): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => {
    // where this thread was busy for all that time, chunks that came meanwhile are read before this runs
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
