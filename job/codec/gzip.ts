import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { ByteSource } from './byte-source';
import type { Codec, PackedFile } from './codec';

const STORED_CHUNK_BYTES = 128 * 1024;
const GUNZIP_CHUNK_BYTES = 256 * 1024;

export const gzip: Codec = {
  name: 'gzip',
  suffix: '.gz',
  magic: Buffer.from([0x1f, 0x8b, 0x08]),
  isSplittable: false,
  readingCost: 4,
  needsContent: true,
  unpack,
  pack: (bytes) => gzipSync(bytes),
};

function unpack(file: PackedFile, stored: ByteSource, openAt: (start: number) => ByteSource): ByteSource {
  const packed = Readable.from(chunksOf(stored), { objectMode: false });
  const unpacked = packed.pipe(createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES }));
  packed.once('error', (error) => unpacked.destroy(error));
  const chunks = unpacked[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    async read(target) {
      if (rest.length === 0) rest = await nextChunk(file, chunks);
      if (rest.length === 0 && unpacked.bytesWritten < file.sizeBytes) {
        await refuseMoreThanZeros(file, unpacked.bytesWritten, openAt(unpacked.bytesWritten));
      }
      const bytes = rest.subarray(0, target.length);
      target.set(bytes);
      rest = rest.subarray(bytes.length);
      return bytes.length;
    },
    get storedBytes() {
      return stored.storedBytes;
    },
    close() {
      packed.destroy();
      unpacked.destroy();
      stored.close();
    },
  };
}

/**
 * The stored bytes in chunks. Each chunk has memory of its own: it may still wait to be unpacked when the next one is
 * read.
 */
async function* chunksOf(stored: ByteSource): AsyncGenerator<Buffer> {
  for (;;) {
    const chunk = Buffer.allocUnsafeSlow(STORED_CHUNK_BYTES);
    const got = await stored.read(chunk);
    if (got === 0) return;
    yield chunk.subarray(0, got);
  }
}

async function nextChunk(file: PackedFile, chunks: AsyncIterator<Buffer>): Promise<Uint8Array> {
  try {
    const next = await chunks.next();
    return next.done ? new Uint8Array(0) : next.value;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw error;
    throw new Failure(EXIT.badData, `cannot unpack '${file.path}': ${message}; it is damaged or no gzip file`, {
      cause: error,
    });
  }
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
      throw new Failure(
        EXIT.badData,
        `cannot unpack '${path}': more data follows the zeros at byte ${start}; it is damaged or no gzip file`,
      );
    }
  } finally {
    source.close();
  }
}
