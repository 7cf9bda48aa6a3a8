import type { ByteSource } from './byte-source';

const PIECE_BYTES = 128 * 1024;

/**
 * The stored bytes in pieces. Each piece has memory of its own: it may still wait to be unpacked when the next one is
 * read.
 */
export async function* storedPieces(stored: ByteSource): AsyncGenerator<Buffer, void> {
  for (;;) {
    const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
    const got = await stored.read(piece);
    if (got === 0) return;
    yield piece.subarray(0, got);
  }
}
