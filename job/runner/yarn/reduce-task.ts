import { formatOf } from '../../format/formats';
import { uncut } from '../../kernel/hash-range';
import { WRITE_BYTES } from '../../kernel/layout';
import { DeletesWriter } from '../../output/deletes-writer';
import { countLines, LineBatch } from '../../output/line-batch';
import { type PartPlan, type PartWriter, startPart, type WrittenPart } from '../../output/part-writer';
import { RejectWriter } from '../../output/reject-writer';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { rejectName } from '../../shared/output-files';
import { sum } from '../../shared/sum';
import type { OutputStore } from '../../store/store';
import { Keeper } from '../keeper';
import { EXAMPLES } from '../mapper';
import { feedKept, handOn } from '../read-back';
import type { MapBooks, ReduceToken, YarnJob } from './contract';
import { type Frame, readFrames, readValue } from './frames';
import { Groups } from './groups';
import { decodeKey, reduceOf, type ShuffleKey } from './shuffle-key';
import { type Container, headerOf } from './task';

/** Writes part `partition` with its deletes, and rejects of map tasks, from the frames of the shuffle. Returns the token of the task. */
export async function reduceTask(
  job: YarnJob,
  partition: number,
  store: OutputStore,
  container: Container,
): Promise<ReduceToken> {
  const startMs = Date.now();
  const plan = { ...job, header: headerOf(job) };
  const part = await startPart(store, plan, partition, container.attempt);
  const reduction = new Reduction(job, partition, plan, part, store, container);
  let last: Buffer = Buffer.alloc(0);
  for await (const frame of readFrames(container.read)) {
    checkKey(frame.key, last, partition, job.parts);
    await reduction.take(decodeKey(frame.key), frame);
    last = frame.key;
  }
  return reduction.end(startMs);
}

/**
 * The state of a reduce task. Frames come sorted: the opening, then blocks by group, then notices of rejects by map
 * task, then rejects by map task, then books.
 */
class Reduction {
  private readonly keeper: Keeper;
  private readonly groups: Groups;
  private readonly lines: LineBatch;
  private readonly deletes: DeletesWriter;
  private readonly rejects: { map: number; written: WrittenPart }[] = [];
  private readonly books: MapBooks[] = [];
  /** Map tasks with rejects, in order. The place of a map task in this list is the number of its file of rejects. */
  private readonly mapsWithRejects: number[] = [];
  private group: number | null = null;
  private openRejects: { readonly map: number; readonly writer: RejectWriter } | null = null;
  private kept = 0;

  constructor(
    private readonly job: YarnJob,
    private readonly partition: number,
    plan: PartPlan,
    private readonly part: PartWriter,
    private readonly store: OutputStore,
    private readonly container: Container,
  ) {
    this.keeper = new Keeper(container.kernel, {
      format: formatOf(job.spec),
      temp: container.temp,
      cut: uncut,
      handsOn: false,
      breathe: () => {},
    });
    this.groups = new Groups(job.parts, job.groups);
    this.lines = new LineBatch(WRITE_BYTES, (bytes, lines) => part.write(bytes, lines));
    this.deletes = new DeletesWriter(store, plan, partition, container.attempt);
  }

  async take(key: ShuffleKey, frame: Frame): Promise<void> {
    // an opening is empty: it is sent so that the task receives at least one frame
    if (key.kind === 'opening') return;
    if (key.kind === 'block') return this.takeBlock(key.groupOrMap, frame);
    await this.endGroup();
    if (key.kind === 'rejects-notice') this.mapsWithRejects.push(key.groupOrMap);
    else if (key.kind === 'rejects') await this.takeRejects(key.groupOrMap, frame);
    else this.takeBooks(JSON.parse((await readValue(frame)).toString()));
  }

  async end(startMs: number): Promise<ReduceToken> {
    await this.endGroup();
    await this.endRejects();
    await this.lines.flush();
    const written = await this.part.finish();
    const deleted = await this.deletes.finish();
    const { partition, keeper, books, rejects } = this;
    const { superseded, forgotten } = keeper.kernel.counts;
    const deletes = forgotten + sum(deleted, ({ part }) => part.lines);
    this.container.reporter.count({ kept: written.part.lines, superseded, deleted: deletes });
    const { spilledBytes, formerLines } = keeper;
    const span = { startMs, endMs: Date.now() };
    const own = { parts: [written], deleted, forgotten, superseded, spilledBytes, formerLines, span };
    return { partition, ...own, rejects, books };
  }

  private async takeBlock(group: number, { value }: Frame): Promise<void> {
    if (group !== this.group) {
      await this.endGroup();
      this.keeper.begin(this.groups.bits, this.groups.range(group, this.partition));
      this.group = group;
    }
    await feedKept(this.keeper, value, 'a block');
    this.beat();
  }

  private async endGroup(): Promise<void> {
    if (this.group === null) return;
    await handOn(this.keeper, (bytes, lines, _, isDeleted) => {
      if (isDeleted) return this.deletes.add(bytes, lines);
      this.kept += lines;
      this.beat();
      return this.lines.add(bytes, lines);
    });
    this.group = null;
  }

  private async takeRejects(map: number, frame: Frame): Promise<void> {
    if (map !== this.openRejects?.map) {
      await this.endRejects();
      const { run } = this.job;
      const name = rejectName(this.numberOf(map), run);
      const open = () => this.store.openPart(run, name, this.container.attempt);
      this.openRejects = { map, writer: new RejectWriter(open) };
    }
    const bytes = await readValue(frame);
    await this.openRejects.writer.add(bytes, countLines(bytes));
    this.beat();
  }

  private numberOf(map: number): number {
    const number = this.mapsWithRejects.indexOf(map);
    if (number >= 0) return number;
    throw new Failure(EXIT.software, `rejects of map task ${map} came without its notice`);
  }

  private async endRejects(): Promise<void> {
    if (this.openRejects === null) return;
    const { map, writer } = this.openRejects;
    const written = await writer.finish();
    if (written) this.rejects.push({ map, written });
    this.openRejects = null;
  }

  /** Takes the books of a map task, with only those examples that can be among the first bad records of the run. */
  private takeBooks(books: MapBooks): void {
    const wanted = EXAMPLES - this.books.reduce((sum, { examples }) => sum + examples.length, 0);
    this.books.push({ ...books, examples: books.examples.slice(0, Math.max(0, wanted)) });
  }

  private beat(): void {
    this.container.reporter.beat(`kept ${this.kept} lines`, () => ({ kept: this.kept }));
  }
}

/** Throws with exit code 70 where Hadoop's partitioner or sort does not work as the keys of the shuffle need it. */
function checkKey(key: Buffer, last: Buffer, partition: number, parts: number): void {
  const meant = reduceOf(key, parts);
  if (meant !== partition) {
    throw new Failure(EXIT.software, `a frame of reduce task ${meant} of ${parts} came to task ${partition}`);
  }
  if (Buffer.compare(last, key) > 0) {
    throw new Failure(EXIT.software, `frames are not sorted: ${last.toString('hex')} before ${key.toString('hex')}`);
  }
}
