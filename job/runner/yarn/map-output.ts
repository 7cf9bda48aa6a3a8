import type { Stretch } from '../../kernel/hash-range';
import { LineBatch } from '../../output/line-batch';
import type { MapBooks } from './contract';
import { writeFrame } from './frames';
import type { Write } from './pipe';
import { encodeKey, type ShuffleKey } from './shuffle-key';

const MiB = 1024 * 1024;
/** Large enough for few blocks in Hadoop's sort, small enough for its buffer. The longest line fits into one block. */
const BLOCK_BYTES = 2 * MiB;
const REJECTS_BYTES = MiB;

/** The number of the map task that every job has. */
const FIRST_MAP = 0;
const NOTHING = new Uint8Array();

/**
 * Writes the frames of one map task. Kept lines go to the reduce tasks of their parts, rejects and books go to one
 * reduce task. The first map task also sends an opening to every reduce task. A map task with rejects sends a notice to
 * each reduce task that writes rejects: the notices of all map tasks together tell the number of every file of rejects.
 */
export class MapOutput {
  private readonly rejects: LineBatch;
  private readonly blocks: LineBatch;
  private batches = 0;
  private group = 0;
  private part = 0;

  constructor(
    private readonly map: number,
    private readonly job: { readonly maps: number; readonly parts: number },
    private readonly write: Write,
  ) {
    this.rejects = new LineBatch(REJECTS_BYTES, (bytes) => this.sendOwn('rejects', this.batches++, bytes));
    this.blocks = new LineBatch(BLOCK_BYTES, (bytes) =>
      this.send({ kind: 'block', groupOrMap: this.group, sequence: 0 }, this.part, bytes),
    );
  }

  addReject(line: Buffer): void | Promise<void> {
    return this.rejects.add(line, 1);
  }

  async endRejects(): Promise<void> {
    await this.rejects.flush();
    if (this.batches === 0) return;
    // map task m sends its rejects to reduce task m % parts, so with few map tasks not every reduce task writes rejects
    for (let part = 0; part < Math.min(this.job.maps, this.job.parts); part++) {
      await this.send({ kind: 'rejects-notice', groupOrMap: this.map, sequence: 0 }, part, NOTHING);
    }
  }

  async addLines(bytes: Uint8Array, lines: number, { group, part }: Stretch): Promise<void> {
    if (group !== this.group || part !== this.part) await this.blocks.flush();
    this.group = group;
    this.part = part;
    await this.blocks.add(bytes, lines);
  }

  async end(books: MapBooks): Promise<void> {
    await this.blocks.flush();
    if (this.map === FIRST_MAP) await this.sendOpenings();
    await this.sendOwn('books', 0, Buffer.from(JSON.stringify(books)));
  }

  /**
   * Hadoop Streaming throws away the output of a reduce task that was sent nothing (`PipeMapRed.waitOutputThreads`).
   * Without an opening, the token of a part without records would never be handed in.
   */
  private async sendOpenings(): Promise<void> {
    for (let part = 0; part < this.job.parts; part++) {
      await this.send({ kind: 'opening', groupOrMap: this.map, sequence: 0 }, part, NOTHING);
    }
  }

  private sendOwn(kind: 'rejects' | 'books', sequence: number, value: Uint8Array): Promise<void> {
    return this.send({ kind, groupOrMap: this.map, sequence }, this.map % this.job.parts, value);
  }

  private send(key: ShuffleKey, reduce: number, value: Uint8Array): Promise<void> {
    return writeFrame(this.write, encodeKey(key, reduce, this.job.parts), value);
  }
}
