/**
 * The bytes of a file that were read and are not consumed yet.
 *
 *     read buffer    | open record, carried over | bytes just read | room |
 *                      ^ offset in the file                        ^ position in the file
 */

import type { ByteSource } from '../codec/stream/byte-source';
import { NEWLINE } from '../format/lines';

/** What a buffer asks and tells while it reads. */
export interface ReadHooks {
  /** Is called each time that some bytes have been consumed. May throw. */
  onBytes(): void;
  /** Is called and awaited before each read, so that other work on the same thread has its turn. */
  breathe(): void | Promise<void>;
}

export class ReadBuffer {
  filled = 0;
  /** The offset in the file of the buffer's first byte. */
  offset: number;

  /** @param position the offset in the file of the next byte to read */
  constructor(
    readonly memory: Uint8Array,
    private readonly source: ByteSource,
    public position: number,
    private readonly hooks: ReadHooks,
  ) {
    this.offset = position;
  }

  get bytes(): Uint8Array {
    return this.memory.subarray(0, this.filled);
  }

  get isFull(): boolean {
    return this.filled === this.memory.length;
  }

  /**
   * Reads at most `most` bytes more, for which there has to be room. Returns false at the end of the file. Returns a
   * promise only where something has to be waited for: ten thousands of small files have no time for promises.
   */
  read(most: number): boolean | Promise<boolean> {
    const busy = this.hooks.breathe();
    return busy ? busy.then(() => this.readNow(most)) : this.readNow(most);
  }

  /** Removes bytes from the front. */
  drop(bytes: number): void {
    if (bytes === 0) return;
    this.memory.copyWithin(0, bytes, this.filled);
    this.filled -= bytes;
    this.offset += bytes;
    this.hooks.onBytes();
  }

  dropAll(): void {
    this.drop(this.filled);
  }

  /** Ends the last line of a file that lacks its newline. A record with an open quote may end with one. */
  endLine(): void {
    if (this.memory[this.filled - 1] !== NEWLINE) this.memory[this.filled++] = NEWLINE;
  }

  private readNow(most: number): boolean | Promise<boolean> {
    const got = this.source.read(this.memory.subarray(this.filled, this.filled + most));
    return typeof got === 'number' ? this.take(got) : got.then((bytes) => this.take(bytes));
  }

  private take(got: number): boolean {
    this.position += got;
    this.filled += got;
    return got > 0;
  }
}
