/** The receipt of a part that is staged in S3. */

import { listOf, matching, object, orMissing, type Schema } from '../../shared/schema';
import type { StagedPart } from '../store';

/** A multipart upload that has all its parts and is not completed. */
export interface S3Upload {
  readonly id: string;
  /** The parts in the order of their numbers, which begin with 1. */
  readonly parts: readonly UploadedPart[];
}

export interface UploadedPart {
  readonly etag: string;
  /** The four bytes of the CRC32 in base64, as S3 writes it. */
  readonly crc32: string;
}

/** The most parts that S3 takes of one upload. */
const MOST_PIECES = 10_000;
/** The form of upload ids and ETags. Each server has its own, but all of them travel in URLs and headers. */
const TOKEN = /^[!-~]{1,1024}$/;

/** The schema of a receipt. A receipt may be missing: its part is then gone, unless it is visible. */
export const RECEIPT: Schema = orMissing(
  object({
    id: matching(TOKEN, 'the id of an upload'),
    parts: listOf(
      object({
        etag: matching(TOKEN, 'an ETag'),
        crc32: matching(/^[A-Za-z0-9+/]{6}==$/, 'a checksum of four bytes'),
      }),
      MOST_PIECES,
    ),
  }),
);

export function uploadOf({ receipt }: Pick<StagedPart, 'receipt'>): S3Upload | undefined {
  return receipt as S3Upload | undefined;
}
