import { endOfLine } from '../format/lines';

/** Takes lines with their endings. */
type Write = (bytes: Uint8Array, lines: number) => void | Promise<void>;

/**
 * Collects lines and writes them in batches of at most `batchBytes`. Only a single longer piece makes a longer batch.
 */
export class LineBatch {
  private buffer: Buffer | null = null;
  private filled = 0;
  private lines = 0;

  constructor(
    private readonly batchBytes: number,
    private readonly write: Write,
  ) {}

  /** Adds whole lines, which are copied. Returns a promise where a batch has to be written first. */
  add(bytes: Uint8Array, lines: number): void | Promise<void> {
    if (this.filled + bytes.length > this.batchBytes) return this.makeRoom(bytes, lines);
    // the buffer is allocated late, because most batches of rejects stay empty
    this.buffer ??= Buffer.allocUnsafeSlow(this.batchBytes);
    this.buffer.set(bytes, this.filled);
    this.filled += bytes.length;
    this.lines += lines;
  }

  /** Writes the collected lines, if there are any. */
  async flush(): Promise<void> {
    if (this.buffer === null || this.filled === 0) return;
    const bytes = this.buffer.subarray(0, this.filled);
    const { lines } = this;
    this.filled = 0;
    this.lines = 0;
    await this.write(bytes, lines);
  }

  private async makeRoom(bytes: Uint8Array, lines: number): Promise<void> {
    await this.flush();
    if (bytes.length > this.batchBytes) await this.write(bytes, lines);
    else await this.add(bytes, lines);
  }
}

/** The number of lines in `bytes`, which are whole lines with their endings. */
export function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let end = endOfLine(bytes, 0); end >= 0; end = endOfLine(bytes, end)) lines++;
  return lines;
}
