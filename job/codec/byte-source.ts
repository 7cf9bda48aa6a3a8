/** Bytes of a file from some offset on, front to back. */
export interface ByteSource {
  /** Fills the start of `target` with the next bytes; returns how many, at least one, or 0 at the end. */
  read(target: Uint8Array): number | Promise<number>;
  /** Bytes of the file that have been read so far, as they are stored. */
  readonly storedBytes: number;
  /** To be called however the reading ends; throws where the file changed since it was listed. */
  close(): void;
}
