/**
 * Moves an object by a copy and a removal, since S3 has no move. Either step may be done already when a move is
 * repeated.
 */

import { GiB, MiB } from '../../shared/byte-units';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { type Bucket, copySource, type FoundObject } from './bucket';
import { abortUpload, createUpload } from './uploads';

/** The sizes of copies: an object that is too large for one request is copied in pieces. */
export interface CopyLimits {
  /** CopyObject takes objects up to this size. */
  readonly wholeBytes: number;
  readonly pieceBytes: number;
}

const COPY_LIMITS: CopyLimits = { wholeBytes: 5 * GiB, pieceBytes: GiB };
const COMPARED_BYTES = 8 * MiB;

/** The object to move. Another object that has its key by now is not moved. */
export type Moved = Pick<FoundObject, 'key' | 'etag'>;

/**
 * Moves an object. Nothing happens where it is gone or has changed. Throws with exit code 74 where an object with other
 * bytes is at the target.
 */
export async function move(bucket: Bucket, { key, etag }: Moved, to: string, limits = COPY_LIMITS): Promise<void> {
  const found = await bucket.head(key);
  if (found === undefined || found.etag !== etag) return;
  const there = await bucket.head(to);
  if (there === undefined) {
    if (!(await copy(bucket, found, to, limits))) return;
  } else if (!(await isSame(bucket, found, there))) {
    throw new Failure(
      EXIT.io,
      `cannot move ${bucket.url(key)} to ${bucket.url(to)}, which is there already: move one of them away`,
    );
  }
  await bucket.removeIfMatch(key, etag);
}

/** Copies an object. Returns false where it is gone, or has changed. */
async function copy(bucket: Bucket, from: FoundObject, to: string, limits: CopyLimits): Promise<boolean> {
  if (from.sizeBytes <= limits.wholeBytes) return (await bucket.copy(from.key, to, from.etag)) !== undefined;
  await copyInPieces(bucket, from, to, limits);
  return true;
}

async function copyInPieces(bucket: Bucket, from: FoundObject, to: string, limits: CopyLimits): Promise<void> {
  const id = await createUpload(bucket, to);
  try {
    const Parts: { PartNumber: number; ETag: string | undefined; ChecksumCRC32: string | undefined }[] = [];
    for (let start = 0; start < from.sizeBytes; start += limits.pieceBytes) {
      const input = {
        Bucket: bucket.name,
        Key: to,
        UploadId: id,
        PartNumber: Parts.length + 1,
        CopySource: copySource(bucket.name, from.key),
        CopySourceIfMatch: from.etag,
        CopySourceRange: `bytes=${start}-${Math.min(start + limits.pieceBytes, from.sizeBytes) - 1}`,
      };
      const { CopyPartResult } = await bucket.attempt('write', to, ({ sdk, client }) =>
        client.send(new sdk.UploadPartCopyCommand(input)),
      );
      const { ETag, ChecksumCRC32 } = CopyPartResult as NonNullable<typeof CopyPartResult>;
      Parts.push({ PartNumber: input.PartNumber, ETag, ChecksumCRC32 });
    }
    const input = { Bucket: bucket.name, Key: to, UploadId: id, MultipartUpload: { Parts } };
    await bucket.attempt('write', to, ({ sdk, client }) => client.send(new sdk.CompleteMultipartUploadCommand(input)));
  } catch (error) {
    await abortUpload(bucket, { key: to, id }).catch(() => undefined);
    throw error;
  }
}

/**
 * Whether two objects have the same bytes. A copy may have another ETag than its original, so the bytes are compared.
 */
async function isSame(bucket: Bucket, one: FoundObject, other: FoundObject): Promise<boolean> {
  if (one.sizeBytes !== other.sizeBytes) return false;
  if (one.etag === other.etag) return true;
  for (let start = 0; start < one.sizeBytes; start += COMPARED_BYTES) {
    const end = Math.min(start + COMPARED_BYTES, one.sizeBytes);
    const [a, b] = await Promise.all([one, other].map((object) => bucket.readPiece(object, start, end)));
    if (Buffer.compare(a as Buffer, b as Buffer) !== 0) return false;
  }
  return true;
}
