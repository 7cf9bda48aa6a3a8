/**
 * One worker: it maps its share of the splits, spills its records if any worker has to, and reduces its share of the
 * parts.
 */

import { formatOf } from '../../format/formats';
import type { FileSegment } from '../../input/opened-ahead';
import { partHashes, uncut } from '../../kernel/hash-range';
import { Kernel } from '../../kernel/kernel';
import type { Layout } from '../../kernel/layout';
import { DeletesWriter } from '../../output/deletes-writer';
import { type PartPlan, startPart, type WrittenPart } from '../../output/part-writer';
import { openOutput } from '../../place/open-output';
import { rejectName } from '../../shared/output-files';
import type { OutputStore } from '../../store/store';
import { Keeper, type LineSink } from '../keeper';
import { BadRecordFound } from '../map-finding';
import { Mapper, type MapRules } from '../mapper';
import { reduceSpills } from '../read-back';
import type { MapResult, ReduceResult } from '../results';
import { closeSpill, type SpillRun } from '../spill';
import { RejectSpool } from './reject-spool';
import { SharedProgress } from './shared-progress';

/** The inputs in splits, of which each worker reads some. */
export interface Reading {
  readonly splits: number;
  segmentsOf(split: number): readonly FileSegment[];
}

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
}

const TEMP_REMEDY = 'name another folder with --temp';

/** The name of the only attempt: the local runner tries nothing twice. */
const ATTEMPT = '';

/** A part, and the file with its deletes if it has any. */
interface PartFiles {
  readonly part: WrittenPart;
  readonly deleted: readonly WrittenPart[];
}

/** Ends the reading of a split: an earlier split already contains the record that ends the run. */
class Stop extends Error {}

export class WorkerTask {
  private readonly kernel: Kernel;
  private readonly keeper: Keeper;
  private readonly shared: SharedProgress;
  private readonly output: OutputStore;
  private readonly mapper: Mapper;
  private readonly rejects: RejectSpool;
  private finding: MapResult['finding'] = null;

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
    this.mapper = new Mapper(this.keeper, setup, layout.workers.length);
    this.shared = new SharedProgress(setup.shared);
    this.output = openOutput(setup.output);
  }

  async map(): Promise<MapResult> {
    const startMs = Date.now();
    const { splits } = this.setup;
    for (let split = this.shared.takeSplit(); split < splits; split = this.shared.takeSplit()) {
      await this.breathe();
      if (this.shared.isStopped(split)) break;
      await this.mapSplit(split);
    }
    this.kernel.seal();
    return {
      ...this.mapper.counts,
      splitsWithRejects: this.rejects.splitsWithRejects,
      finding: this.finding,
      hasSpilled: this.keeper.hasSpilled,
      tables: this.keeper.tables,
      span: { startMs, endMs: Date.now() },
    };
  }

  /** Spills the records in memory, so that there is room to read the spills of all workers back. */
  async flush(): Promise<readonly SpillRun[]> {
    await this.keeper.spill();
    return this.keeper.takeSpills();
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
    for (let part = this.shared.takePart(); part < this.setup.parts; part = this.shared.takePart()) {
      if (this.shared.hasEnded) break;
      const files = await this.reducePart(part, spills);
      written.push(files.part);
      deleted.push(...files.deleted);
    }
    const { superseded, forgotten } = this.kernel.counts;
    const { spilledBytes, formerLines } = this.keeper;
    const span = { startMs, endMs: Date.now() };
    return { parts: written, deleted, forgotten, rejects, superseded, spilledBytes, formerLines, span };
  }

  /** Gives back the temporary files of records and rejects that nobody will read. */
  discard(): void {
    for (const spill of this.keeper.takeSpills()) closeSpill(spill);
    this.rejects.discard();
  }

  private async mapSplit(split: number): Promise<void> {
    const hooks = {
      onReject: (line: Buffer) => this.rejects.add(split, line),
      onRead: (bytes: number, lines: number) => this.onRead(split, bytes, lines),
    };
    try {
      await this.mapper.map(this.setup.segmentsOf(split), hooks);
    } catch (error) {
      if (error instanceof BadRecordFound) this.fail({ split, ...error.finding });
      else if (!(error instanceof Stop)) throw error;
    }
  }

  private writeRejects(splitsWithRejects: readonly number[]): Promise<WrittenPart[]> {
    const { run } = this.setup;
    const numbers = new Map(splitsWithRejects.map((split, number) => [split, number]));
    return this.rejects.writeFiles((split) =>
      this.output.openPart(run, rejectName(numbers.get(split) as number, run), ATTEMPT),
    );
  }

  private onRead(split: number, bytes: number, lines: number): void {
    this.shared.addRead(this.setup.worker, bytes);
    this.shared.addLines(this.setup.worker, lines);
    if (this.shared.isStopped(split)) throw new Stop();
  }

  private fail(finding: NonNullable<MapResult['finding']>): void {
    this.finding = finding;
    this.shared.stopAt(finding.split);
  }

  private async reducePart(part: number, spills: readonly SpillRun[]): Promise<PartFiles> {
    const { parts, worker } = this.setup;
    const writer = await startPart(this.output, this.setup, part, ATTEMPT);
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
    if (spills.length > 0) await reduceSpills(this.keeper, spills, range, sink);
    else await this.keeper.drainAll(range, sink);
    reduced(range.last);
    return { part: await writer.finish(), deleted: await deletes.finish() };
  }
}
