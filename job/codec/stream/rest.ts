const NO_BYTES = new Uint8Array(0);

/** The bytes of a piece that a reader has not taken yet. */
export class Rest {
  private bytes: Uint8Array = NO_BYTES;

  get isEmpty(): boolean {
    return this.bytes.length === 0;
  }

  /** Takes the next piece in place of the last one, of which nothing is left. */
  put(piece: Uint8Array): void {
    this.bytes = piece;
  }

  /** Fills the start of `target`. Returns how many bytes that were. */
  take(target: Uint8Array): number {
    const taken = this.bytes.subarray(0, target.length);
    target.set(taken);
    this.bytes = this.bytes.subarray(taken.length);
    return taken.length;
  }
}
