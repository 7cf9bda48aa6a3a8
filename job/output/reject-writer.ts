import { none } from '../codec/none';
import type { PartSink } from '../store/store';
import { LineBatch } from './line-batch';
import { PartWriter, type WrittenPart } from './part-writer';

const BATCH_BYTES = 256 * 1024;

/** Writes a file of rejects in batches. The first batch opens the file. */
export class RejectWriter {
  private writer: PartWriter | null = null;
  private readonly batch = new LineBatch(BATCH_BYTES, (bytes, lines) => {
    this.writer ??= new PartWriter(this.open(), none);
    return this.writer.write(bytes, lines);
  });

  constructor(private readonly open: () => PartSink) {}

  /** Adds whole lines. Returns a promise where a batch has to be written first. */
  add(bytes: Uint8Array, lines: number): void | Promise<void> {
    return this.batch.add(bytes, lines);
  }

  /** Writes the last batch, and returns the file; null where nothing was rejected. */
  async finish(): Promise<WrittenPart | null> {
    await this.batch.flush();
    return this.writer === null ? null : this.writer.finish();
  }
}
