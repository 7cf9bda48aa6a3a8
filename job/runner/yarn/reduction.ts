/** Writes one part from the frames that its slot is handed, with the deletes of the part and with rejects. */

import { formatOf } from '../../format/formats';
import { uncut } from '../../kernel/hash-range';
import type { Kernel } from '../../kernel/kernel';
import { WRITE_BYTES } from '../../kernel/room-sizes';
import { DeletesWriter } from '../../output/deletes-writer';
import { countLines, LineBatch } from '../../output/line-batch';
import { type PartWriter, startPart, type WrittenPart } from '../../output/part-writer';
import { RejectWriter } from '../../output/reject-writer';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { rejectName } from '../../shared/output-files';
import { sum } from '../../shared/sum';
import type { OutputStore } from '../../store/store';
import { deletedKeys } from '../add-counts';
import { Keeper } from '../keeper';
import { MOST_REJECT_EXAMPLES } from '../mapper';
import { feedKept, handOn } from '../read-back';
import type { SpillFolder } from '../spill';
import { BlockNumbers } from './block-numbers';
import type { MapBooks, ReduceToken, YarnJob } from './contract';
import { type FrameValue, readValue } from './frames';
import type { Reporter } from './reporter';
import type { ShuffleKey } from './shuffle-key';
import { headerOf } from './task';

/** The surroundings of a part in the slot that writes it. The kernel is for this part alone. */
export interface Surroundings {
  readonly attempt: string;
  readonly kernel: Kernel;
  readonly temp: SpillFolder;
  readonly reporter: Reporter;
  readonly store: OutputStore;
}

/** A part that was begun, with the file of its deletes. */
interface BegunPart {
  readonly startMs: number;
  readonly part: PartWriter;
  readonly deletes: DeletesWriter;
}

/**
 * Begins part `partition` and the file with its deletes, which take their frames in the order of their keys. The records
 * of the part that the slot wrote before have to be ended, because both use the same memory.
 */
export async function startReduction(job: YarnJob, partition: number, surroundings: Surroundings): Promise<Reduction> {
  const startMs = Date.now();
  const { store, attempt } = surroundings;
  const plan = { ...job, header: headerOf(job) };
  const part = await startPart(store, plan, partition, attempt);
  const deletes = new DeletesWriter(store, plan, partition, attempt);
  return new Reduction(job, partition, { startMs, part, deletes }, surroundings);
}

/**
 * The state of a part that is written. Frames come sorted: the opening, then blocks by group, then notices of rejects by
 * split, then rejects by split, then books.
 */
export class Reduction {
  private readonly keeper: Keeper;
  private readonly numbers: BlockNumbers;
  private readonly lines: LineBatch;
  private readonly rejects: { split: number; written: WrittenPart }[] = [];
  private readonly books: MapBooks[] = [];
  /** Splits with rejects, in order. The place of a split in this list is the number of its file of rejects. */
  private readonly splitsWithRejects: number[] = [];
  private group: number | null = null;
  /** The part and its deletes, once all records are written. */
  private written: Pick<ReduceToken, 'parts' | 'deleted'> | null = null;
  private openRejects: { readonly split: number; readonly writer: RejectWriter } | null = null;
  private kept = 0;

  constructor(
    private readonly job: YarnJob,
    private readonly partition: number,
    private readonly begun: BegunPart,
    private readonly surroundings: Surroundings,
  ) {
    this.keeper = new Keeper(surroundings.kernel, {
      format: formatOf(job.spec),
      temp: surroundings.temp,
      cut: uncut,
      handsOn: false,
      breathe: () => {},
    });
    this.numbers = new BlockNumbers(job);
    this.lines = new LineBatch(WRITE_BYTES, (bytes, lines) => begun.part.write(bytes, lines));
  }

  async take(key: ShuffleKey, frame: FrameValue): Promise<void> {
    if (key.kind === 'block') return this.takeBlock(key.number, frame);
    await this.endRecords();
    if (key.kind === 'rejects-notice') this.splitsWithRejects.push(key.number);
    else if (key.kind === 'rejects') await this.takeRejects(key.number, frame);
    else this.takeBooks(JSON.parse((await readValue(frame)).toString()));
  }

  /** Writes the last records. Only rejects and books may follow. */
  async endRecords(): Promise<Pick<ReduceToken, 'parts' | 'deleted'>> {
    if (this.written !== null) return this.written;
    await this.endGroup();
    await this.lines.flush();
    this.written = { parts: [await this.begun.part.finish()], deleted: await this.begun.deletes.finish() };
    const { superseded, forgotten } = this.keeper.kernel.counts;
    const deleted = deletedKeys({ deleted: this.written.deleted, forgotten });
    this.surroundings.reporter.count({ kept: sum(this.written.parts, ({ part }) => part.lines), superseded, deleted });
    return this.written;
  }

  async end(): Promise<ReduceToken> {
    const written = await this.endRecords();
    await this.endRejects();
    const { partition, keeper, books, rejects } = this;
    const { superseded, forgotten } = keeper.kernel.counts;
    const { spilledBytes, formerLines } = keeper;
    const span = { startMs: this.begun.startMs, endMs: Date.now() };
    return { partition, ...written, forgotten, superseded, spilledBytes, formerLines, span, rejects, books };
  }

  private async takeBlock(number: number, { value }: FrameValue): Promise<void> {
    const { groups } = this.numbers;
    const group = this.numbers.groupOf(number, this.partition);
    if (group !== this.group) {
      await this.endGroup();
      this.keeper.begin(groups.bits, groups.range(group, this.partition));
      this.group = group;
    }
    await feedKept(this.keeper, value, 'a block');
    this.beat();
  }

  private async endGroup(): Promise<void> {
    if (this.group === null) return;
    await handOn(this.keeper, (bytes, lines, _, isDeleted) => {
      if (isDeleted) return this.begun.deletes.add(bytes, lines);
      this.kept += lines;
      this.beat();
      return this.lines.add(bytes, lines);
    });
    this.group = null;
  }

  private async takeRejects(split: number, frame: FrameValue): Promise<void> {
    if (split !== this.openRejects?.split) {
      await this.endRejects();
      const { run } = this.job;
      const { store, attempt } = this.surroundings;
      const name = rejectName(this.numberOf(split), run);
      const open = () => store.openPart(run, name, attempt);
      this.openRejects = { split, writer: new RejectWriter(open) };
    }
    const bytes = await readValue(frame);
    await this.openRejects.writer.add(bytes, countLines(bytes));
    this.beat();
  }

  private numberOf(split: number): number {
    const number = this.splitsWithRejects.indexOf(split);
    if (number >= 0) return number;
    throw new Failure(EXIT.software, `rejects of split ${split} came without its notice`);
  }

  private async endRejects(): Promise<void> {
    if (this.openRejects === null) return;
    const { split, writer } = this.openRejects;
    const written = await writer.finish();
    if (written) this.rejects.push({ split, written });
    this.openRejects = null;
  }

  /** Takes the books of a slot of a map task, with only those examples that can be among the first bad records of the run. */
  private takeBooks(books: MapBooks): void {
    const wanted = MOST_REJECT_EXAMPLES - this.books.reduce((sum, { examples }) => sum + examples.length, 0);
    this.books.push({ ...books, examples: books.examples.slice(0, Math.max(0, wanted)) });
  }

  private beat(): void {
    this.surroundings.reporter.beat(`part ${this.partition}: kept ${this.kept} lines`, () => ({ kept: this.kept }));
  }
}
