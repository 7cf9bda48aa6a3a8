import type { ByteSource } from '../../codec/byte-source';
import type { Extent, InputFile } from '../place';
import type { S3 } from './client';
import { readRange } from './object-range';

const KiB = 1024;

/** So much of a source is on its way at a time. */
export const PIECE_BYTES = 8 * 1024 * KiB;
const PIECES_IN_FLIGHT = 4;
/** What a source has in memory at the most. */
export const SOURCE_BYTES = PIECES_IN_FLIGHT * PIECE_BYTES;
/** The line that covers the end mostly ends here; asking for so much more costs less than asking once more. */
const EAGER_TAIL_BYTES = 16 * KiB;
/** Behind it, as long as more is asked for: twice as much each time. */
const FIRST_TAIL_BYTES = 64 * KiB;

/** The bytes of a source that are in memory at the most. */
export function bytesInMemory({ sizeBytes }: InputFile, { start, end }: Extent): number {
  return Math.min(end + EAGER_TAIL_BYTES - start, sizeBytes, SOURCE_BYTES);
}

/** A stretch of an object: its first byte, and the one behind its last. */
export type Piece = readonly [start: number, end: number];

/** What is read of an object, piece by piece. Those that lie inside are wanted for sure; the rest, one by one, perhaps. */
export class Pieces {
  private position: number;
  private readonly insideEnd: number;
  private readonly pieceBytes: number;
  private tailBytes = FIRST_TAIL_BYTES;

  constructor(
    start: number,
    end: number,
    private readonly sizeBytes: number,
  ) {
    this.position = start;
    this.insideEnd = end > start ? Math.min(sizeBytes, end + EAGER_TAIL_BYTES) : start;
    const inside = this.insideEnd - start;
    this.pieceBytes = Math.ceil(inside / Math.ceil(inside / PIECE_BYTES));
  }

  get isInside(): boolean {
    return this.position < this.insideEnd;
  }

  next(): Piece | undefined {
    const start = this.position;
    if (start >= this.sizeBytes) return undefined;
    if (this.isInside) {
      this.position = Math.min(start + this.pieceBytes, this.insideEnd);
    } else {
      this.position = Math.min(start + this.tailBytes, this.sizeBytes);
      this.tailBytes = Math.min(2 * this.tailBytes, PIECE_BYTES);
    }
    return [start, this.position];
  }
}

/** An object's bytes from `start` on, in order, while some more are already being fetched; the first ones at once. */
export class ObjectSource implements ByteSource {
  private readonly pieces: Pieces;
  private readonly fetched: Promise<Buffer>[] = [];
  private readonly closing = new AbortController();
  private rest: Uint8Array = new Uint8Array(0);
  storedBytes = 0;

  constructor(
    private readonly s3: S3,
    private readonly file: InputFile,
    start: number,
    end: number,
  ) {
    this.pieces = new Pieces(start, end, file.sizeBytes);
    this.fetchAhead();
  }

  read(target: Uint8Array): number | Promise<number> {
    return this.rest.length > 0 ? this.take(target) : this.readOn(target);
  }

  close(): void {
    this.closing.abort();
  }

  /** The next bytes as they came, undefined at the end. */
  private async nextPiece(): Promise<Buffer | undefined> {
    this.fetchAhead();
    if (this.fetched.length === 0) this.fetchNext();
    const piece = await this.fetched.shift();
    if (piece !== undefined) this.storedBytes += piece.length;
    return piece;
  }

  private async readOn(target: Uint8Array): Promise<number> {
    const piece = await this.nextPiece();
    if (piece === undefined) return 0;
    this.rest = piece;
    return this.take(target);
  }

  private take(target: Uint8Array): number {
    const bytes = this.rest.subarray(0, target.length);
    target.set(bytes);
    this.rest = this.rest.subarray(bytes.length);
    return bytes.length;
  }

  private fetchAhead(): void {
    while (this.fetched.length < PIECES_IN_FLIGHT && this.pieces.isInside) this.fetchNext();
  }

  private fetchNext(): void {
    const piece = this.pieces.next();
    if (piece === undefined) return;
    const fetching = readRange(this.s3, this.file, ...piece, this.closing.signal);
    // whoever reads it hears of it; nobody does once this is closed
    fetching.catch(() => undefined);
    this.fetched.push(fetching);
  }
}
