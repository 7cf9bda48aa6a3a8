import type { ByteSource } from '../../job/codec/stream/byte-source';
import type { PackedFile } from '../../job/codec/stream/packed-file';
import { dribble } from './dribble';

export type Unpack = (file: PackedFile, stored: ByteSource, openAt: (start: number) => ByteSource) => ByteSource;

export interface Widths {
  /** The most bytes that a read of the stored file gives; all by default. */
  readonly stored?: number;
  /** How many bytes are asked for at a time. */
  readonly target?: number;
  /** Whether stored bytes come with a promise, as they do from S3. */
  readonly isLate?: boolean;
}

/** What a codec makes of the bytes of a file. */
export async function unpacked(unpack: Unpack, packed: Buffer, widths: Widths = {}): Promise<Buffer> {
  const { stored = packed.length + 1, target = 64 * 1024, isLate = false } = widths;
  const open = (start: number) => {
    const source = dribble(packed, stored, start);
    return isLate ? late(source) : source;
  };
  const source = unpack({ path: 'in/a', sizeBytes: packed.length }, open(0), open);
  const pieces: Buffer[] = [];
  try {
    for (;;) {
      const piece = Buffer.alloc(target);
      const got = await source.read(piece);
      if (got === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, got));
    }
  } finally {
    source.close();
  }
}

function late(source: ByteSource): ByteSource {
  return {
    read: async (target) => source.read(target),
    get storedBytes() {
      return source.storedBytes;
    },
    close: () => source.close(),
  };
}
