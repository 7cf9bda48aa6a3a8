/** S3's own checksum of an object. S3 states it for a read of the whole object only, not for a range. */

import { crc32 } from 'node:zlib';
import type { GetObjectCommand, GetObjectCommandOutput } from '@aws-sdk/client-s3';

/**
 * Makes the answer state the checksum, by a header. The SDK's own option, `ChecksumMode`, is not used. With it the SDK
 * would check other kinds than CRC32 as well, at a tenth of the speed at which records are read, and reading could not
 * go on behind a broken answer.
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

/**
 * The CRC32 of all bytes of an object, in base64; undefined where S3 has none, or only a checksum of the checksums of
 * its parts.
 */
export function statedChecksum({ ChecksumCRC32: crc, ChecksumType: type }: GetObjectCommandOutput): string | undefined {
  return type === 'COMPOSITE' || crc?.includes('-') ? undefined : crc;
}

/** A CRC32 as S3 writes it: its four bytes in base64. */
export function base64Crc32(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString('base64');
}

export function hasChecksum(bytes: Uint8Array, stated: string | undefined): boolean {
  return stated === undefined || base64Crc32(crc32(bytes)) === stated;
}
