import { codecOfName } from '../codec/codecs';
import { heldBytes } from '../codec/stream/held-bytes';

const PIECE_BYTES = 1024 * 1024;

/** The lines of a part, by its name and its stored bytes. Holds all of them in memory, so it is for small parts. */
export async function unpackedPart(name: string, stored: Uint8Array): Promise<Buffer> {
  const file = { path: name, sizeBytes: stored.length };
  const source = codecOfName(name).unpack(file, heldBytes(stored), (start) => heldBytes(stored, start));
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
