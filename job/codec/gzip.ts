import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import type { PackingCodec } from './codec';
import type { ByteSource } from './stream/byte-source';
import { damaged } from './stream/damaged';
import type { PackedFile } from './stream/packed-file';
import { storedPieces } from './stream/stored-pieces';
import { UnpackedPieces } from './stream/unpacked-pieces';
import { zlibFailure } from './stream/zlib-failure';

const GUNZIP_CHUNK_BYTES = 256 * 1024;
const MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);

export const gzip: PackingCodec = {
  name: 'gzip',
  suffix: '.gz',
  mostMagicBytes: MAGIC.length,
  isOfKind: (first) => MAGIC.equals(first.subarray(0, MAGIC.length)),
  isSplittable: false,
  readingCost: 4,
  needsContent: true,
  unpack,
  pack: (bytes) => gzipSync(bytes),
};

function unpack(file: PackedFile, stored: ByteSource, openAt: (start: number) => ByteSource): ByteSource {
  const packed = Readable.from(storedPieces(stored), { objectMode: false });
  const unpacked = packed.pipe(createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES }));
  packed.once('error', (error) => unpacked.destroy(error));
  async function* pieces(): AsyncGenerator<Buffer, void> {
    try {
      yield* unpacked;
    } catch (error) {
      throw zlibFailure(file.path, unpacked.bytesWritten, error);
    }
    if (unpacked.bytesWritten < file.sizeBytes) {
      await refuseMoreThanZeros(file, unpacked.bytesWritten, openAt(unpacked.bytesWritten));
    }
  }
  return new UnpackedPieces(stored, pieces(), () => {
    packed.destroy();
    unpacked.destroy();
  });
}

/**
 * Throws with exit code 65 where the rest of a file is not all zeros. Zeros may pad a file. Unpacking ends at the first
 * of them, whatever follows.
 */
async function refuseMoreThanZeros({ path }: PackedFile, start: number, source: ByteSource): Promise<void> {
  const buffer = Buffer.alloc(64 * 1024);
  try {
    for (let got = await source.read(buffer); got !== 0; got = await source.read(buffer)) {
      if (buffer.subarray(0, got).every((byte) => byte === 0)) continue;
      throw damaged(path, start, 'more data follows the zeros');
    }
  } finally {
    source.close();
  }
}
