/** Multipart uploads: to create, fill, complete, abort and list them. */

import type { Bucket } from './bucket';
import { base64Crc32 } from './checksum';
import { hasStatus, isNamed, s3Failure } from './failure';
import type { S3Upload, UploadedPart } from './receipt';

/**
 * The checksum that S3, the stand-ins of the tests and Node's zlib all have. An upload that is created with it has to
 * state it at its completion too.
 */
const CHECKSUM = 'CRC32';

export interface OpenUpload {
  readonly key: string;
  readonly id: string;
}

export async function createUpload(bucket: Bucket, key: string): Promise<string> {
  const input = { Bucket: bucket.name, Key: key, ChecksumAlgorithm: CHECKSUM } as const;
  const { UploadId } = await bucket.attempt('write', key, ({ sdk, client }) =>
    client.send(new sdk.CreateMultipartUploadCommand(input)),
  );
  return UploadId as string;
}

/** Sends one part; `crc32` is the checksum of `body`. Part numbers begin with 1. */
export async function uploadPart(
  bucket: Bucket,
  { key, id }: OpenUpload,
  number: number,
  body: Buffer,
  crc32: number,
): Promise<UploadedPart> {
  const checksum = base64Crc32(crc32);
  const input = { Bucket: bucket.name, Key: key, UploadId: id, PartNumber: number, Body: body };
  const { ETag } = await bucket.attempt('write', key, ({ sdk, client }) =>
    client.send(new sdk.UploadPartCommand({ ...input, ContentLength: body.length, ChecksumCRC32: checksum })),
  );
  return { etag: ETag as string, crc32: checksum };
}

/**
 * Completes an upload, which makes it an object. Returns false where there is no such upload: it was completed or
 * aborted before.
 */
export async function completeUpload(bucket: Bucket, key: string, upload: S3Upload): Promise<boolean> {
  const Parts = upload.parts.map((part, i) => ({ PartNumber: i + 1, ETag: part.etag, ChecksumCRC32: part.crc32 }));
  const input = { Bucket: bucket.name, Key: key, UploadId: upload.id, MultipartUpload: { Parts } };
  const done = await bucket.unlessMissing('write', key, ({ sdk, client }) =>
    client.send(new sdk.CompleteMultipartUploadCommand(input)),
  );
  return done !== undefined;
}

export async function abortUpload(bucket: Bucket, { key, id }: OpenUpload): Promise<void> {
  await bucket.unlessMissing('abort', key, ({ sdk, client }) =>
    client.send(new sdk.AbortMultipartUploadCommand({ Bucket: bucket.name, Key: key, UploadId: id })),
  );
}

/** Whether an upload still exists, with all its parts as they were sent. */
export async function hasUpload(bucket: Bucket, key: string, upload: S3Upload): Promise<boolean> {
  const etags: string[] = [];
  let marker: string | undefined;
  do {
    const input = { Bucket: bucket.name, Key: key, UploadId: upload.id, PartNumberMarker: marker };
    try {
      const page = await bucket.s3.client.send(new bucket.s3.sdk.ListPartsCommand(input));
      const parts = page.Parts === undefined ? [] : page.Parts;
      etags.push(...parts.map(({ ETag = '' }) => ETag));
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } catch (error) {
      if (hasStatus(error, 404) && !isNamed(error, 'NoSuchBucket')) return false;
      throw s3Failure('list the parts of', bucket.url(key), error);
    }
  } while (marker !== undefined);
  return etags.length === upload.parts.length && upload.parts.every((part, i) => part.etag === etags[i]);
}

/** All open uploads of keys that begin with `prefix`, also those of other programs. */
export async function listUploads(bucket: Bucket, prefix: string): Promise<OpenUpload[]> {
  const uploads: OpenUpload[] = [];
  let next: { KeyMarker: string | undefined; UploadIdMarker: string | undefined } | undefined;
  do {
    const input = { Bucket: bucket.name, Prefix: prefix, ...next };
    const page = await bucket.attempt('list the uploads of', prefix, ({ sdk, client }) =>
      client.send(new sdk.ListMultipartUploadsCommand(input)),
    );
    const found = page.Uploads === undefined ? [] : page.Uploads;
    uploads.push(...found.map(({ Key = '', UploadId = '' }) => ({ key: Key, id: UploadId })));
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
    next = page.IsTruncated ? { KeyMarker, UploadIdMarker } : undefined;
  } while (next !== undefined);
  return uploads;
}
