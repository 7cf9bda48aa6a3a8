import type { ByteSource } from './byte-source';

/** Bytes in memory as a source, from the offset `start` on. */
export function heldBytes(bytes: Uint8Array, start = 0): ByteSource {
  let at = start;
  return {
    read(target) {
      const piece = bytes.subarray(at, at + target.length);
      target.set(piece);
      at += piece.length;
      return piece.length;
    },
    get storedBytes() {
      return at - start;
    },
    close() {},
  };
}
