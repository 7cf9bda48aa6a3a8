import type { PartSink } from '../store/store';
import { PartWriter, type WrittenPart } from './part-writer';

const BATCH_BYTES = 256 * 1024;

/** The rejects of one split, written in batches; opened by the first of them. */
export class RejectWriter {
  private writer: PartWriter | null = null;
  private batch: Buffer[] = [];
  private batchBytes = 0;

  constructor(private readonly open: () => PartSink) {}

  /** Returns a promise where a batch has to be written first. */
  add(line: Buffer): void | Promise<void> {
    this.batch.push(line);
    this.batchBytes += line.length;
    if (this.batchBytes >= BATCH_BYTES) return this.writeBatch();
  }

  /** Null where nothing was rejected. */
  async finish(): Promise<WrittenPart | null> {
    if (this.batchBytes > 0) await this.writeBatch();
    return this.writer === null ? null : this.writer.finish();
  }

  private async writeBatch(): Promise<void> {
    this.writer ??= new PartWriter(this.open(), 'none');
    const { batch } = this;
    this.batch = [];
    this.batchBytes = 0;
    await this.writer.write(Buffer.concat(batch), batch.length);
  }
}
