import type { Stretch } from '../../kernel/hash-range';
import { LineBatch } from '../../output/line-batch';
import { MiB } from '../../shared/byte-units';
import { BlockNumbers } from './block-numbers';
import type { MapBooks, YarnJob } from './contract';
import type { FrameWriter } from './frames';
import { reduceOfPart, shareOf } from './part-shares';
import { encodeKey, MOST_SEQUENCE, type ShuffleKey } from './shuffle-key';

/** Large enough for few blocks in Hadoop's sort, small enough for its buffer. The longest line fits into one block. */
const BLOCK_BYTES = 2 * MiB;
const REJECTS_BYTES = MiB;

/** The number of the split that every job has. */
const FIRST_SPLIT = 0;
const NOTHING = new Uint8Array();

/** The numbers of a job by which frames are addressed. */
export type Addressing = Pick<YarnJob, 'splits' | 'parts' | 'reduces' | 'slots' | 'groups'>;

/**
 * Writes the frames of one slot of a map task. Kept lines go to their parts; rejects and books of its split go to one
 * part. The slot of the first split also sends an opening to every reduce task. The slot of a split with rejects sends a
 * notice to each part that has rejects written beside it: the notices of all splits together tell the number of every
 * file of rejects.
 */
export class MapOutput {
  private readonly rejects: LineBatch;
  private readonly blocks: LineBatch;
  private readonly numbers: BlockNumbers;
  private batches = 0;
  private group = 0;
  private part = 0;
  /** For each part, how many blocks it was sent. */
  private readonly blocksOf = new Map<number, number>();

  constructor(
    private readonly split: number,
    private readonly job: Addressing,
    private readonly frames: FrameWriter,
  ) {
    this.numbers = new BlockNumbers(job);
    this.rejects = new LineBatch(REJECTS_BYTES, (bytes) => this.sendOwn('rejects', this.batches++, bytes));
    this.blocks = new LineBatch(BLOCK_BYTES, (bytes) => this.sendBlock(bytes));
  }

  addReject(line: Buffer): void | Promise<void> {
    return this.rejects.add(line, 1);
  }

  async endRejects(): Promise<void> {
    await this.rejects.flush();
    if (this.batches === 0) return;
    // split s sends its rejects to part s % parts, so with few splits not every part has rejects
    for (let part = 0; part < Math.min(this.job.splits, this.job.parts); part++) {
      await this.send({ kind: 'rejects-notice', number: this.split, sequence: 0, part }, NOTHING);
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
    if (this.split === FIRST_SPLIT) await this.sendOpenings();
    await this.sendOwn('books', 0, Buffer.from(JSON.stringify(books)));
  }

  /**
   * Hadoop Streaming throws away the output of a reduce task that was sent nothing (`PipeMapRed.waitOutputThreads`).
   * Without an opening, the tokens of a reduce task without records would never be handed in.
   */
  private async sendOpenings(): Promise<void> {
    for (let reduce = 0; reduce < this.job.reduces; reduce++) {
      const part = shareOf(reduce, this.job).first;
      await this.send({ kind: 'opening', number: 0, sequence: 0, part }, NOTHING);
    }
  }

  private sendBlock(bytes: Uint8Array): Promise<void> {
    const { part } = this;
    const sent = this.blocksOf.get(part) ?? 0;
    this.blocksOf.set(part, sent + 1);
    // blocks may come in any order, but those of a part in a row would leave the other slots without work
    const sequence = Math.min(sent * this.job.splits + this.split, MOST_SEQUENCE);
    return this.send({ kind: 'block', number: this.numbers.of(this.group, part), sequence, part }, bytes);
  }

  private sendOwn(kind: 'rejects' | 'books', sequence: number, value: Uint8Array): Promise<void> {
    const { split, job } = this;
    return this.send({ kind, number: split, sequence, part: split % job.parts }, value);
  }

  private send(key: ShuffleKey, value: Uint8Array): Promise<void> {
    return this.frames.add(encodeKey(key, reduceOfPart(key.part, this.job), this.job.reduces), value);
  }
}
