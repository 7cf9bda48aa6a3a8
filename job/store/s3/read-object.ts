/** Reads the content of small objects, and of pieces of objects. The SDK retries a request, but not the reading of a body. */

import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { refuseLarger } from '../../shared/stored-document';
import { s3Failure } from './failure';
import type { BucketRequests } from './requests';
import { backOff } from './retry';

/** The content of a small object. Both times are by S3's clock. */
export interface DatedObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modifiedMs: number;
  /** When S3 gave the answer; undefined where the server doesn't say. */
  readonly answeredMs: number | undefined;
}

/** Undefined where there is none. Throws with exit code 74 where it has more than `mostBytes`, before they are read. */
export async function readObject(
  bucket: BucketRequests,
  key: string,
  mostBytes: number,
): Promise<DatedObject | undefined> {
  for (let failures = 1; ; failures++) {
    const found = await get(bucket, key);
    if (found === undefined) return undefined;
    const { output, answeredMs } = found;
    const etag = etagIn(bucket.url(key), output);
    if ((output.ContentLength as number) > mostBytes) (output.Body as Readable).destroy();
    refuseLarger(bucket.url(key), output.ContentLength as number, mostBytes);
    try {
      const bytes = await bytesOf(output);
      return { bytes, etag, modifiedMs: (output.LastModified as Date).getTime(), answeredMs };
    } catch (error) {
      await backOffOrThrow(bucket, key, failures, error);
    }
  }
}

/** Reads the bytes `start` .. `end` of an object, in the version that has this ETag. */
export async function readPiece(
  bucket: BucketRequests,
  { key, etag }: { readonly key: string; readonly etag: string },
  start: number,
  end: number,
): Promise<Buffer> {
  const input = { Bucket: bucket.name, Key: key, IfMatch: etag, Range: `bytes=${start}-${end - 1}` };
  for (let failures = 1; ; failures++) {
    const output = await bucket.attempt('read', key, ({ sdk, client }) => client.send(new sdk.GetObjectCommand(input)));
    try {
      const bytes = await bytesOf(output);
      if (bytes.length === end - start) return bytes;
      throw Object.assign(new Error(`${bytes.length} bytes came of ${end - start}`), { code: 'ECONNRESET' });
    } catch (error) {
      await backOffOrThrow(bucket, key, failures, error);
    }
  }
}

/** The ETag of an answer. Throws with exit code 74 where the answer has none: then the server is no S3. */
export function etagIn(url: string, { ETag }: { readonly ETag?: string | undefined }): string {
  if (ETag !== undefined) return ETag;
  throw new Failure(EXIT.io, `cannot read ${url}: the answer has no ETag, as that of an S3 has`);
}

async function bytesOf({ Body }: GetObjectCommandOutput): Promise<Buffer> {
  return Buffer.from(await (Body as NonNullable<typeof Body>).transformToByteArray());
}

async function backOffOrThrow(bucket: BucketRequests, key: string, failures: number, error: unknown): Promise<void> {
  const { limits } = bucket.s3;
  if (failures >= limits.attempts) throw s3Failure('read', bucket.url(key), error);
  await backOff(failures, limits);
}

async function get(
  bucket: BucketRequests,
  key: string,
): Promise<{ output: GetObjectCommandOutput; answeredMs: number | undefined } | undefined> {
  const command = new bucket.s3.sdk.GetObjectCommand({ Bucket: bucket.name, Key: key, ChecksumMode: 'ENABLED' });
  let answeredMs: number | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      answeredMs = dateOf(result.response);
      return result;
    },
    { step: 'deserialize' },
  );
  const output = await bucket.unlessMissing('read', key, ({ client }) => client.send(command));
  return output && { output, answeredMs };
}

function dateOf(response: unknown): number | undefined {
  const { headers } = response as { headers: Record<string, string | undefined> };
  return headers.date === undefined ? undefined : Date.parse(headers.date);
}
