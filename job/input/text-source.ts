/**
 * Filters on the unpacked bytes of a user's file, before anything else sees them: UTF-16 becomes UTF-8, and a carriage
 * return that ends a line becomes a newline.
 */

import type { ByteSource } from '../codec/stream/byte-source';
import { CARRIAGE_RETURN, NEWLINE } from '../format/lines';
import { MARKED_SAMPLE_BYTES, mayBeUtf16, Utf16Decoder, utf16Of } from './utf16';

const PIECE_BYTES = 64 * 1024;
const NO_BYTES = new Uint8Array(0);

/**
 * The bytes of a file in UTF-8, from its first byte on, where it is in UTF-16 with a byte order mark; else the bytes as
 * they are. `onUtf16` is called before any byte of a file in UTF-16 is handed out.
 */
export function inUtf8(path: string, source: ByteSource, onUtf16: () => void = () => {}): ByteSource {
  return new Utf8Source(path, source, onUtf16);
}

class Utf8Source implements ByteSource {
  private isKnown = false;
  private decoder: Utf16Decoder | null = null;
  /** Bytes that were read, and maybe decoded, before the reader asked for them. */
  private rest: Uint8Array = NO_BYTES;
  private piece: Buffer | undefined;

  constructor(
    private readonly path: string,
    private readonly source: ByteSource,
    private readonly onUtf16: () => void,
  ) {}

  get storedBytes(): number {
    return this.source.storedBytes;
  }

  close(): void {
    this.source.close();
  }

  /** Returns no promise where the source returns none: promises are slow for tens of thousands of small files. */
  read(target: Uint8Array): number | Promise<number> {
    if (this.rest.length > 0) return this.take(target);
    if (this.decoder !== null) return this.decodeMore(this.decoder, target);
    const got = this.source.read(target);
    if (this.isKnown) return got;
    return typeof got === 'number' ? this.look(target, got) : got.then((bytes) => this.look(target, bytes));
  }

  /** Looks at the first bytes of the file, which the source wrote to `target`. */
  private look(target: Uint8Array, got: number): number | Promise<number> {
    this.isKnown = true;
    return got > 0 && mayBeUtf16(target[0] as number) ? this.lookCloser(target, got) : got;
  }

  private async lookCloser(target: Uint8Array, got: number): Promise<number> {
    let first = Buffer.from(target.subarray(0, got));
    // however few bytes a read returns, the same ones are looked at
    while (first.length < MARKED_SAMPLE_BYTES) {
      const more = await this.readPiece();
      if (more.length === 0) break;
      first = Buffer.concat([first, more]);
    }
    const encoding = utf16Of(first.subarray(0, MARKED_SAMPLE_BYTES));
    if (encoding === null) {
      this.rest = first;
      return this.take(target);
    }
    this.onUtf16();
    this.decoder = new Utf16Decoder(this.path, encoding);
    this.rest = this.decoder.decode(first);
    return this.rest.length > 0 ? this.take(target) : this.decodeMore(this.decoder, target);
  }

  private async decodeMore(decoder: Utf16Decoder, target: Uint8Array): Promise<number> {
    while (this.rest.length === 0) {
      const piece = await this.readPiece();
      if (piece.length === 0) {
        decoder.end();
        return 0;
      }
      this.rest = decoder.decode(piece);
    }
    return this.take(target);
  }

  private async readPiece(): Promise<Uint8Array> {
    if (this.piece === undefined) this.piece = Buffer.alloc(PIECE_BYTES);
    return this.piece.subarray(0, await this.source.read(this.piece));
  }

  private take(target: Uint8Array): number {
    const bytes = this.rest.subarray(0, target.length);
    target.set(bytes);
    this.rest = this.rest.subarray(bytes.length);
    return bytes.length;
  }
}

/** Turns each carriage return into a newline. No byte moves, so offsets and cuts stay as they are. */
export function withNewlines(source: ByteSource): ByteSource {
  const turn = (target: Uint8Array, got: number) => {
    for (let i = 0; i < got; i++) if (target[i] === CARRIAGE_RETURN) target[i] = NEWLINE;
    return got;
  };
  return {
    read(target) {
      const got = source.read(target);
      return typeof got === 'number' ? turn(target, got) : got.then((bytes) => turn(target, bytes));
    },
    get storedBytes() {
      return source.storedBytes;
    },
    close: () => source.close(),
  };
}
