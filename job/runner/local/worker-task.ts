/**
 * One worker: it maps its share of the splits, spills its records if any worker has to, and reduces its share of the
 * parts.
 */

import { formatOf } from '../../format/formats';
import { partHashes, uncut } from '../../kernel/hash-range';
import { Kernel } from '../../kernel/kernel';
import type { KernelMerge } from '../../kernel/kernel-merge';
import type { Layout } from '../../kernel/layout';
import { DeletesWriter } from '../../output/deletes-writer';
import { type PartPlan, startPart, type WrittenPart } from '../../output/part-writer';
import { openOutput } from '../../place/open-output';
import { rejectName } from '../../shared/output-files';
import type { OutputStore } from '../../store/store';
import { Keeper, type LineSink } from '../keeper';
import type { MapRules } from '../mapper';
import { type FormerPart, PartMerge } from '../part-merge';
import { addFormer, type FormerRead, type MapResult, type ReduceResult } from '../results';
import { closeSpill, type SpillRun } from '../spill';
import { RejectSpool } from './reject-spool';
import { SharedProgress } from './shared-progress';
import { type Reading, SplitWorker } from './split-worker';

/** Everything that a worker has to know. All but the reading is plain data, because it travels to a thread. */
export interface WorkerSetup extends Reading, MapRules, PartPlan {
  readonly worker: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
  readonly shared: SharedArrayBuffer;
  readonly output: string;
  readonly parts: number;
  readonly temp: string;
  /** The parts of the former output that are merged with the parts of the run; null where there are none. */
  readonly former: readonly FormerPart[] | null;
}

/** The setup of a worker without its splits. */
export type RunSetup = Omit<WorkerSetup, keyof Reading>;

const TEMP_REMEDY = 'name another folder with --temp';

/** The name of the only attempt: the local runner tries nothing twice. */
const ATTEMPT = '';

/** A part, and the file with its deletes if it has any. */
interface PartFiles {
  readonly part: WrittenPart;
  readonly deleted: readonly WrittenPart[];
  readonly former: FormerRead | null;
}

export class WorkerTask {
  private readonly kernel: Kernel;
  private readonly keeper: Keeper;
  private readonly shared: SharedProgress;
  private readonly output: OutputStore;
  private readonly reader: SplitWorker;
  private readonly rejects: RejectSpool;
  private merging: KernelMerge | null = null;
  private copiedLines = 0;

  /** `breathe` is called every now and then, and waited for, so that other work of the same thread has its turn. */
  constructor(
    private readonly setup: WorkerSetup,
    private readonly breathe: () => void | Promise<void> = () => {},
  ) {
    const { module, memory, layout, worker, spec } = setup;
    const format = formatOf(spec);
    this.kernel = new Kernel(module, memory, layout, worker, format.kernel);
    const temp = { path: setup.temp, remedy: TEMP_REMEDY };
    this.rejects = new RejectSpool(temp);
    this.keeper = new Keeper(this.kernel, {
      format,
      temp,
      cut: uncut,
      handsOn: false,
      breathe,
    });
    this.reader = new SplitWorker(
      this.keeper,
      { ...setup, workers: layout.workers.length },
      { onReject: (split, line) => this.rejects.add(split, line), onRead: () => {} },
    );
    this.shared = new SharedProgress(setup.shared);
    this.output = openOutput(setup.output);
  }

  async map(): Promise<MapResult> {
    const result = await this.reader.map(this.splits());
    return { ...result, splitsWithRejects: this.rejects.splitsWithRejects };
  }

  /** Spills the records in memory, so that there is room to read the spills of all workers back. */
  flush(): Promise<readonly SpillRun[]> {
    return this.reader.flush();
  }

  /**
   * Writes parts as long as there are parts to take: from memory, or from the spills of all workers if there are any.
   * Before that it writes the rejects of this worker, because by now all splits with rejects are known.
   */
  async reduce(spills: readonly SpillRun[], splitsWithRejects: readonly number[]): Promise<ReduceResult> {
    const startMs = Date.now();
    const rejects = await this.writeRejects(splitsWithRejects);
    const written: WrittenPart[] = [];
    const deleted: WrittenPart[] = [];
    const former: FormerRead[] = [];
    for (let part = this.shared.takePart(); part < this.setup.parts; part = this.shared.takePart()) {
      if (this.shared.hasEnded) break;
      const files = await this.reducePart(part, spills);
      written.push(files.part);
      deleted.push(...files.deleted);
      if (files.former !== null) former.push(files.former);
    }
    const { superseded, forgotten } = this.kernel.counts;
    const { spilledBytes } = this.keeper;
    const formerLines = this.keeper.formerLines + this.copiedLines;
    const span = { startMs, endMs: Date.now() };
    const read = this.setup.former === null ? null : addFormer(former);
    return { parts: written, deleted, forgotten, rejects, superseded, spilledBytes, formerLines, former: read, span };
  }

  /** Gives back the temporary files of records and rejects that nobody will read. */
  discard(): void {
    for (const spill of this.keeper.takeSpills()) closeSpill(spill);
    this.rejects.discard();
  }

  /** The splits that no other worker has taken. */
  private *splits(): Generator<number> {
    const { splits } = this.setup;
    for (let split = this.shared.takeSplit(); split < splits; split = this.shared.takeSplit()) yield split;
  }

  private writeRejects(splitsWithRejects: readonly number[]): Promise<WrittenPart[]> {
    const { run } = this.setup;
    const numbers = new Map(splitsWithRejects.map((split, number) => [split, number]));
    return this.rejects.writeFiles((split) =>
      this.output.openPart(run, rejectName(numbers.get(split) as number, run), ATTEMPT),
    );
  }

  private async reducePart(part: number, spills: readonly SpillRun[]): Promise<PartFiles> {
    const { parts, worker } = this.setup;
    const writer = await startPart(this.output, this.setup, part, ATTEMPT, this.kernel.crc32);
    const deletes = new DeletesWriter(this.output, this.setup, part, ATTEMPT);
    const range = partHashes(part, parts);
    let reducedTo = range.first;
    const reduced = (end: bigint) => {
      this.shared.addReduced(worker, end - reducedTo);
      reducedTo = end;
    };
    const sink: LineSink = async (bytes, lines, { last }, isDeleted) => {
      this.shared.addWritten(worker, lines);
      reduced(last);
      await (isDeleted ? deletes.add(bytes, lines) : writer.write(bytes, lines));
      await this.breathe();
    };
    const former = await this.drain(part, spills, sink);
    reduced(range.last);
    return { part: await writer.finish(), deleted: await deletes.finish(), former };
  }

  /** Passes the lines of a part to `sink`, merged with those of the former part where there is one. */
  private async drain(part: number, spills: readonly SpillRun[], sink: LineSink): Promise<FormerRead | null> {
    const { parts, former, output, spec, header } = this.setup;
    const range = partHashes(part, parts);
    if (former === null) {
      await this.reader.drain(range, spills, sink);
      return null;
    }
    this.merging ??= this.kernel.merging();
    const plan = { output, front: formatOf(spec).partStart(header) };
    const merge = new PartMerge(this.merging, former[part] as FormerPart, range, plan);
    try {
      this.keeper.mergeWith(merge);
      await this.reader.drain(range, spills, sink);
      const read = await merge.finish(sink);
      this.copiedLines += merge.copiedLines;
      return read;
    } finally {
      this.keeper.mergeWith(null);
      merge.close();
    }
  }
}
