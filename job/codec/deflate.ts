/**
 * The files of Hadoop's default codec, which end in `.deflate` and are zlib streams (RFC 1950). As Hadoop does, several
 * streams one behind the other are read as one content.
 */

import { createInflate, type Inflate } from 'node:zlib';
import type { Codec } from './codec';
import type { PackedFile } from './stream/packed-file';
import { storedPieces } from './stream/stored-pieces';
import { UnpackedPieces } from './stream/unpacked-pieces';
import { zlibFailure } from './stream/zlib-failure';

const INFLATE_CHUNK_BYTES = 256 * 1024;
const HEADER_BYTES = 2;

export const deflate: Codec = {
  name: 'deflate',
  suffix: '.deflate',
  mostMagicBytes: HEADER_BYTES,
  isOfKind: isZlib,
  isSplittable: false,
  readingCost: 4,
  unpack(file, stored) {
    const streams = new ZlibStreams(file, storedPieces(stored));
    return new UnpackedPieces(stored, streams.unpacked(), () => streams.stop());
  },
};

/** Method 8 with a window of at most 32 KiB, and a check: both bytes, as one number, are a multiple of 31. */
function isZlib(first: Uint8Array): boolean {
  if (first.length < HEADER_BYTES) return false;
  const [method, flags] = first as unknown as [number, number];
  return (method & 15) === 8 && method >> 4 <= 7 && ((method << 8) | flags) % 31 === 0;
}

class ZlibStreams {
  private inflate: Inflate | null = null;
  /** Of the last piece, what belongs to further streams. */
  private rest: Buffer = Buffer.alloc(0);

  constructor(
    private readonly file: PackedFile,
    private readonly pieces: AsyncGenerator<Buffer, void>,
  ) {}

  async *unpacked(): AsyncGenerator<Uint8Array, void> {
    let start = 0;
    for (;;) {
      const first = await this.next();
      if (first === null) return;
      const inflate = createInflate({ chunkSize: INFLATE_CHUNK_BYTES });
      this.inflate = inflate;
      const fed = this.feed(inflate, first);
      try {
        yield* inflate;
      } catch (error) {
        throw zlibFailure(this.file.path, start + inflate.bytesWritten, error);
      }
      await fed;
      start += inflate.bytesWritten;
    }
  }

  stop(): void {
    this.inflate?.destroy();
  }

  private async next(): Promise<Buffer | null> {
    const { rest } = this;
    this.rest = Buffer.alloc(0);
    if (rest.length > 0) return rest;
    const next = await this.pieces.next();
    return next.done ? null : next.value;
  }

  /** Gives a stream its bytes one piece after the other, until it has ended. What it did not take is the new rest. */
  private async feed(inflate: Inflate, first: Buffer): Promise<void> {
    let given = 0;
    try {
      for (let piece: Buffer | null = first; piece !== null; piece = await this.next()) {
        given += piece.length;
        await taken(inflate, piece);
        // a stream that has ended takes no more, and says nothing
        const left = given - inflate.bytesWritten;
        if (left === 0) continue;
        this.rest = piece.subarray(piece.length - left);
        break;
      }
      inflate.end();
    } catch (error) {
      inflate.destroy(error as Error);
    }
  }
}

/** Resolves when a stream has taken what it wants of a piece, or was ended. */
function taken(inflate: Inflate, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      inflate.off('close', done);
      resolve();
    };
    inflate.once('close', done);
    inflate.write(piece, done);
  });
}
