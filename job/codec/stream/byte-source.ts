/** The bytes of a file from some offset on, front to back. */
export interface ByteSource {
  /** Fills the start of `target` with the next bytes. Returns how many: at least one, or 0 at the end. */
  read(target: Uint8Array): number | Promise<number>;
  /** How many bytes of the file, as it is stored, have been read so far. */
  readonly storedBytes: number;
  /**
   * Has to be called however the reading ends. Throws with exit code 74 where it finds that the file has changed since
   * it was listed.
   */
  close(): void;
}
