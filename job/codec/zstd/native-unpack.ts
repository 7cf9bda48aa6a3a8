/**
 * Unpacks zstd by Node's zlib. It reads one frame and ignores what follows, so it is given one frame at a time. A small
 * frame is unpacked on this thread, and a large one in Node's thread pool, while this thread reads its records.
 */

import { Readable } from 'node:stream';
import type { ByteSource } from '../stream/byte-source';
import { damaged } from '../stream/damaged';
import type { PackedFile } from '../stream/packed-file';
import { storedPieces } from '../stream/stored-pieces';
import { UnpackedPieces } from '../stream/unpacked-pieces';
import { FrameWalk } from './frame-walk';
import type { nativeZstd } from './native';

/** The most bytes, stored and unpacked, of a frame that is unpacked on this thread. */
const SMALL_FRAME_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const LEAST_CHUNK_BYTES = 64;

type Native = NonNullable<typeof nativeZstd>;

export function unpackNatively(native: Native, { path }: PackedFile, stored: ByteSource): ByteSource {
  const frames = new NativeFrames(native, path, storedPieces(stored));
  return new UnpackedPieces(stored, frames.unpacked(), () => frames.stop());
}

class NativeFrames {
  private readonly walk: FrameWalk;
  /** Of the last piece, what belongs to further frames. */
  private rest: Buffer = Buffer.alloc(0);
  private streams: readonly { destroy(): unknown }[] = [];

  constructor(
    private readonly native: Native,
    private readonly path: string,
    private readonly pieces: AsyncGenerator<Buffer, void>,
  ) {
    this.walk = new FrameWalk(path);
  }

  async *unpacked(): AsyncGenerator<Uint8Array, void> {
    const { walk } = this;
    for (;;) {
      const start = walk.offset;
      const isSmall = () => Math.max(walk.offset - start, walk.mostContentBytes) <= SMALL_FRAME_BYTES;
      const head: Buffer[] = [];
      do {
        const piece = await this.next();
        if (piece === null) return;
        if (!walk.isSkipped) head.push(piece);
      } while (!walk.isBetweenFrames && (walk.isSkipped || isSmall()));
      if (walk.isSkipped) continue;
      if (isSmall()) yield this.small(Buffer.concat(head), start);
      else yield* this.large(head, start);
    }
  }

  stop(): void {
    for (const stream of this.streams) stream.destroy();
  }

  /** The next piece of the frame that was begun last, or of the next frame; null at the end of the file. */
  private async next(): Promise<Buffer | null> {
    if (this.rest.length === 0) {
      const next = await this.pieces.next();
      if (next.done) {
        this.walk.end();
        return null;
      }
      this.rest = next.value;
    }
    const bytes = this.walk.walk(this.rest);
    const piece = this.rest.subarray(0, bytes);
    this.rest = this.rest.subarray(bytes);
    return piece;
  }

  private small(frame: Buffer, start: number): Buffer {
    try {
      // one chunk holds all
      const chunkSize = Math.max(LEAST_CHUNK_BYTES, this.walk.mostContentBytes);
      return this.native.zstdDecompressSync(frame, { chunkSize });
    } catch (error) {
      throw this.failure(error, start);
    }
  }

  private async *large(head: readonly Buffer[], start: number): AsyncGenerator<Uint8Array, void> {
    const packed = Readable.from(this.frameFrom(head), { objectMode: false });
    const unpacked = packed.pipe(this.native.createZstdDecompress({ chunkSize: CHUNK_BYTES }));
    packed.once('error', (error) => unpacked.destroy(error));
    this.streams = [packed, unpacked];
    try {
      yield* unpacked;
    } catch (error) {
      throw this.failure(error, start + unpacked.bytesWritten);
    }
  }

  private async *frameFrom(head: readonly Buffer[]): AsyncGenerator<Buffer, void> {
    yield* head;
    while (!this.walk.isBetweenFrames) yield (await this.next()) as Buffer;
  }

  private failure(error: unknown, near: number): unknown {
    const { code, message } = error as NodeJS.ErrnoException;
    return code?.startsWith('ZSTD_') ? damaged(this.path, near, message, { cause: error }) : error;
  }
}
