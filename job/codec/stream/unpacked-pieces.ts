import type { ByteSource } from './byte-source';
import { Rest } from './rest';

/** The unpacked bytes of a file, which come in pieces of any size. */
export class UnpackedPieces implements ByteSource {
  private readonly rest = new Rest();

  constructor(
    private readonly stored: ByteSource,
    private readonly pieces: AsyncIterator<Uint8Array, void>,
    /** Ends whatever makes the pieces, also while it waits for stored bytes. */
    private readonly stop: () => void,
  ) {}

  get storedBytes(): number {
    return this.stored.storedBytes;
  }

  read(target: Uint8Array): number | Promise<number> {
    return this.rest.isEmpty ? this.readNext(target) : this.rest.take(target);
  }

  close(): void {
    this.stop();
    this.stored.close();
  }

  private async readNext(target: Uint8Array): Promise<number> {
    while (this.rest.isEmpty) {
      const next = await this.pieces.next();
      if (next.done) return 0;
      this.rest.put(next.value);
    }
    return this.rest.take(target);
  }
}
