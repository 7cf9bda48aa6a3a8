/** Support for tests that need S3, with a bucket for each test. */

import { randomUUID } from 'node:crypto';
import { loadSdk } from '../../job/aws/sdk';
import { inFlight } from '../../job/shared/in-flight';
import type { S3 } from '../../job/store/s3/client';
import type { Files } from './folder';

/** Declares tests that need S3. Without S3 they are skipped, and the reason is printed. */
export function onS3(name: string, tests: () => void): void {
  const { TEST_S3_MISSING } = process.env;
  if (TEST_S3_MISSING !== undefined) process.stderr.write(`SKIPPED ${name}: no S3 starts here: ${TEST_S3_MISSING}\n`);
  (TEST_S3_MISSING === undefined ? describe : describe.skip)(name, tests);
}

const AT_A_TIME = 8;

let shared: S3['client'] | undefined;

/** A client for the tests themselves, with the defaults of the SDK. */
export function client(): S3['client'] {
  shared ??= new (loadSdk().S3Client)({});
  return shared;
}

afterAll(() => {
  shared?.destroy();
  shared = undefined;
});

/** Makes a new bucket with these objects. */
export async function newBucket(files: Files = {}): Promise<string> {
  const bucket = `test-${randomUUID()}`;
  await client().send(createBucket(bucket));
  await writeObjects(bucket, files);
  return bucket;
}

/**
 * The product's SDK has no command that makes a bucket, and to load another SDK takes longer than most of the tests. The
 * request differs from HeadBucket in its method alone.
 */
function createBucket(bucket: string) {
  const command = new (loadSdk().HeadBucketCommand)({ Bucket: bucket });
  command.middlewareStack.add((next) => (args) => next(withMethod('PUT', args)), { step: 'build' });
  return command;
}

/** Changes the request itself, which the SDK signs later. */
function withMethod<T extends { readonly request: unknown }>(method: string, args: T): T {
  Object.assign(args.request as object, { method });
  return args;
}

/** Writes objects. Text is Latin-1, one character a byte. */
export async function writeObjects(bucket: string, files: Files): Promise<void> {
  const { PutObjectCommand } = loadSdk();
  await inFlight(AT_A_TIME, Object.entries(files), ([Key, content]) => {
    const Body = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
    return client().send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  });
}

export async function readObject(bucket: string, key: string): Promise<string> {
  const { Body } = await client().send(new (loadSdk().GetObjectCommand)({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) as Uint8Array).toString('latin1');
}

/** Objects up to this size are read once: another one with the same ETag has the same bytes. */
const KNOWN_BYTES = 16 * 1024;
const known = new Map<string, string>();

/** The bytes of every object below a prefix as Latin-1, by their names without the prefix. */
export async function objects(bucket: string, prefix = ''): Promise<Record<string, string>> {
  const { Contents = [] } = await client().send(
    new (loadSdk().ListObjectsV2Command)({ Bucket: bucket, Prefix: prefix }),
  );
  const found = await inFlight(AT_A_TIME, Contents, async ({ Key = '', ETag = '', Size = 0 }) => {
    const text = known.get(ETag) ?? (await readObject(bucket, Key));
    if (Size <= KNOWN_BYTES) known.set(ETag, text);
    return [Key.slice(prefix.length), text] as const;
  });
  return Object.fromEntries(found);
}

/** The multipart uploads that are open. */
export async function openUploads(bucket: string): Promise<{ readonly key: string; readonly id: string }[]> {
  const { Uploads = [] } = await client().send(new (loadSdk().ListMultipartUploadsCommand)({ Bucket: bucket }));
  return Uploads.map(({ Key = '', UploadId = '' }) => ({ key: Key, id: UploadId }));
}
