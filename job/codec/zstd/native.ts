/** What Node's own zlib has of zstd from 22.15 on. The types of the oldest Node that the job runs on lack it. */

import type { Transform } from 'node:stream';
import zlib from 'node:zlib';

interface NativeZstd {
  createZstdDecompress(options: { readonly chunkSize: number }): Transform & { readonly bytesWritten: number };
  zstdDecompressSync(bytes: Uint8Array, options: { readonly chunkSize: number }): Buffer;
  zstdCompressSync(bytes: Uint8Array, options: { readonly params: Readonly<Record<number, number>> }): Buffer;
  readonly constants: {
    readonly ZSTD_c_compressionLevel: number;
    readonly ZSTD_c_checksumFlag: number;
  };
}

/** Null where this Node has none. */
export const nativeZstd: NativeZstd | null = 'zstdCompressSync' in zlib ? (zlib as unknown as NativeZstd) : null;
