import type { ByteSource } from './byte-source';

/** How many stored bytes are read at a time. */
const PIECE_BYTES = 128 * 1024;

/** Unpacks a file, piece by piece, on this thread. Its functions throw with exit code 65 where the file is damaged. */
export interface Decoder {
  /** Takes the next stored bytes, all of them. Is called only where `pull` had nothing to give. */
  push(stored: Uint8Array): void;
  /** Is called once, at the end of the file, before the last calls of `pull`. */
  end(): void;
  /** Fills the start of `target` with the next bytes. Returns how many; 0 where it needs stored bytes first. */
  pull(target: Uint8Array): number;
  close(): void;
}

/** The unpacked bytes of a file. */
export function decoded(stored: ByteSource, decoder: Decoder): ByteSource {
  return new DecodedSource(stored, decoder);
}

class DecodedSource implements ByteSource {
  private readonly piece = Buffer.allocUnsafe(PIECE_BYTES);
  private isAll = false;
  private isClosed = false;

  constructor(
    private readonly stored: ByteSource,
    private readonly decoder: Decoder,
  ) {}

  get storedBytes(): number {
    return this.stored.storedBytes;
  }

  /** Returns no promise where the stored bytes come without one. */
  read(target: Uint8Array): number | Promise<number> {
    for (;;) {
      const got = this.decoder.pull(target);
      if (got > 0 || this.isAll) return got;
      const more = this.stored.read(this.piece);
      if (typeof more !== 'number') return this.readLater(more, target);
      this.take(more);
    }
  }

  close(): void {
    if (!this.isClosed) this.decoder.close();
    this.isClosed = true;
    this.stored.close();
  }

  private async readLater(more: Promise<number>, target: Uint8Array): Promise<number> {
    const got = await more;
    // the file may have been closed during the wait, and its decoder may serve another file by now
    if (this.isClosed) throw new Error('the file was closed while it was read');
    this.take(got);
    return this.read(target);
  }

  private take(bytes: number): void {
    this.isAll = bytes === 0;
    if (this.isAll) this.decoder.end();
    else this.decoder.push(this.piece.subarray(0, bytes));
  }
}
