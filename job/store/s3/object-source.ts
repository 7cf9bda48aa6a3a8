import type { ByteSource } from '../../codec/stream/byte-source';
import { Rest } from '../../codec/stream/rest';
import { KiB } from '../../shared/byte-units';
import type { Extent, InputFile } from '../place';
import type { S3 } from './client';
import { readRange } from './object-range';

/** The largest piece of a source, which is fetched by one request. */
export const PIECE_BYTES = 8 * 1024 * KiB;
const PIECES_IN_FLIGHT = 4;
/** The most memory that a source takes. */
export const SOURCE_BYTES = PIECES_IN_FLIGHT * PIECE_BYTES;
/**
 * The bytes that are fetched beyond the end of an extent. The last line mostly ends within them, and they cost less
 * than another request.
 */
const EAGER_TAIL_BYTES = 16 * KiB;
/** The size of the first piece beyond those bytes. Each further piece is twice as large as the one before. */
const FIRST_TAIL_BYTES = 64 * KiB;

/** The most memory that a source takes for an extent of a file. */
export function bytesInMemory({ sizeBytes }: InputFile, { start, end }: Extent): number {
  return Math.min(end + EAGER_TAIL_BYTES - start, sizeBytes, SOURCE_BYTES);
}

/** A range of an object's bytes: its first byte, and the one behind its last. */
export type Piece = readonly [start: number, end: number];

/**
 * Cuts what is read of an object into pieces. Those inside the extent, and just beyond its end, are certainly needed.
 * Further pieces are fetched one by one, when the reader asks for them.
 */
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

/**
 * The bytes of an object from `start` on, in order. Pieces are fetched ahead of the reader, the first ones as soon as
 * the source is made.
 */
export class ObjectSource implements ByteSource {
  private readonly pieces: Pieces;
  private readonly fetched: Promise<Buffer>[] = [];
  private readonly closing = new AbortController();
  private readonly rest = new Rest();
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
    return this.rest.isEmpty ? this.readOn(target) : this.rest.take(target);
  }

  close(): void {
    this.closing.abort();
  }

  /** The next piece; undefined at the end. */
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
    this.rest.put(piece);
    return this.rest.take(target);
  }

  private fetchAhead(): void {
    while (this.fetched.length < PIECES_IN_FLIGHT && this.pieces.isInside) this.fetchNext();
  }

  private fetchNext(): void {
    const piece = this.pieces.next();
    if (piece === undefined) return;
    const fetching = readRange(this.s3, this.file, ...piece, this.closing.signal);
    // the reader of this piece gets the error; once the source is closed it has no reader, and the error must not end
    // the process
    fetching.catch(() => undefined);
    this.fetched.push(fetching);
  }
}
