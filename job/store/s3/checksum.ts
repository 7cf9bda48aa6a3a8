/** S3's own checksum of an object that is read whole: it gives none of a range. */

import { crc32 } from 'node:zlib';
import type { GetObjectCommand, GetObjectCommandOutput } from '@aws-sdk/client-s3';

/**
 * Has the answer state the checksum. The SDK is not told (`ChecksumMode`): it would check those of other kinds than CRC32 as
 * well, at a tenth of the speed at which records are read, and could not read on where an answer broke off.
 */
export function askForChecksum(command: GetObjectCommand): void {
  command.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['x-amz-checksum-mode'] = 'ENABLED';
      return next(args);
    },
    { step: 'build' },
  );
}

/** The CRC32 of all of an object's bytes, in base64; undefined where S3 has none, or one of its parts' checksums. */
export function statedChecksum({ ChecksumCRC32: crc, ChecksumType: type }: GetObjectCommandOutput): string | undefined {
  return type === 'COMPOSITE' || crc?.includes('-') ? undefined : crc;
}

/** As S3 writes it: base64 of four bytes. */
export function base64Crc32(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString('base64');
}

export function hasChecksum(bytes: Uint8Array, stated: string | undefined): boolean {
  return stated === undefined || base64Crc32(crc32(bytes)) === stated;
}
