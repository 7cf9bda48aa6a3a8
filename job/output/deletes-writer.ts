import { WRITE_BYTES } from '../kernel/room-sizes';
import type { OutputStore } from '../store/store';
import { LineBatch } from './line-batch';
import { type PartPlan, type PartWriter, startDeletes, type WrittenPart } from './part-writer';

/** Writes the file with the deletes of a part, in batches. The first batch opens the file. */
export class DeletesWriter {
  private writer: PartWriter | null = null;
  private readonly batch = new LineBatch(WRITE_BYTES, async (bytes, lines) => {
    this.writer ??= await startDeletes(this.store, this.plan, this.part, this.attempt);
    await this.writer.write(bytes, lines);
  });

  constructor(
    private readonly store: OutputStore,
    private readonly plan: PartPlan,
    private readonly part: number,
    private readonly attempt: string,
  ) {}

  /** Adds whole lines. Returns a promise where a batch has to be written first. */
  add(bytes: Uint8Array, lines: number): void | Promise<void> {
    return this.batch.add(bytes, lines);
  }

  /** Writes the last batch, and returns the file; none where the part has no deletes. */
  async finish(): Promise<readonly WrittenPart[]> {
    await this.batch.flush();
    return this.writer === null ? [] : [await this.writer.finish()];
  }
}
