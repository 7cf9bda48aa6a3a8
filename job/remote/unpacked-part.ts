import { codecOfName } from '../codec/codecs';
import type { ByteSource } from '../codec/stream/byte-source';

const PIECE_BYTES = 1024 * 1024;

/** The lines of a part, by its name and its stored bytes. Holds all of them in memory, so it is for small parts. */
export async function unpackedPart(name: string, stored: Uint8Array): Promise<Buffer> {
  const file = { path: name, sizeBytes: stored.length };
  const source = codecOfName(name).unpack(file, held(stored, 0), (start) => held(stored, start));
  const pieces: Buffer[] = [];
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const got = await source.read(piece);
      if (got === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, got));
    }
  } finally {
    source.close();
  }
}

function held(bytes: Uint8Array, start: number): ByteSource {
  let at = start;
  return {
    read(target) {
      const next = bytes.subarray(at, at + target.length);
      target.set(next);
      at += next.length;
      return next.length;
    },
    get storedBytes() {
      return at - start;
    },
    close() {},
  };
}
