import type { ByteSource } from './byte-source';

/** The unpacked bytes of a file, which come in pieces of any size. */
export class UnpackedPieces implements ByteSource {
  private rest: Uint8Array = new Uint8Array(0);

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
    return this.rest.length > 0 ? this.take(target) : this.readNext(target);
  }

  close(): void {
    this.stop();
    this.stored.close();
  }

  private async readNext(target: Uint8Array): Promise<number> {
    while (this.rest.length === 0) {
      const next = await this.pieces.next();
      if (next.done) return 0;
      this.rest = next.value;
    }
    return this.take(target);
  }

  private take(target: Uint8Array): number {
    const bytes = this.rest.subarray(0, target.length);
    target.set(bytes);
    this.rest = this.rest.subarray(bytes.length);
    return bytes.length;
  }
}
