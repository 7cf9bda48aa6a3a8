/** The receipt of a part that is staged in S3. */

import { listOf, matching, object, orMissing, type Schema } from '../../shared/schema';
import type { StagedPart } from '../store';

/** A multipart upload that has all its parts and was not completed. */
export interface S3Upload {
  readonly id: string;
  /** In the order of their numbers, which begin with 1. */
  readonly parts: readonly UploadedPart[];
}

export interface UploadedPart {
  readonly etag: string;
  /** Base64 of four bytes, as S3 has it. */
  readonly crc32: string;
}

/** S3 takes no more parts of one upload. */
const MOST_PIECES = 10_000;
/** Names of uploads and ETags are a server's own; all travel in URLs and headers. */
const TOKEN = /^[!-~]{1,1024}$/;

/** A part whose receipt is missing is gone unless it is visible. */
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
