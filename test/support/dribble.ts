import type { ByteSource } from '../../job/codec/stream/byte-source';

/** A source that hands out at most `width` bytes a time. */
export function dribble(bytes: Buffer, width: number, start = 0): ByteSource {
  let at = start;
  return {
    read(target) {
      const got = bytes.copy(target, 0, at, Math.min(bytes.length, at + Math.min(width, target.length)));
      at += got;
      return got;
    },
    get storedBytes() {
      return at - start;
    },
    close() {},
  };
}
