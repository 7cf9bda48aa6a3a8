/** What one worker does: map its share of the splits, spill what is left if any worker spilled, reduce its parts. */

import { partName, REJECTED_FOLDER } from '../contract';
import { type BadRecord, feed, type Header } from '../input/feed';
import type { InputFile } from '../input/list';
import { openSource } from '../input/source';
import { partHashes } from '../kernel/hash-range';
import { Kernel } from '../kernel/kernel';
import type { Layout } from '../kernel/layout';
import type { BadRecords, Compression } from '../options';
import { PartWriter, type WrittenPart } from '../output/part-writer';
import { rejectExample, rejectLine } from '../output/reject';
import { RejectWriter } from '../output/reject-writer';
import { isGzip, type Segment, type Split } from '../plan';
import { recordFormat, type Spec } from '../spec';
import { openOutput } from '../store/open';
import type { OutputStore } from '../store/store';
import type { RejectExample, RejectReason } from '../summary';
import { Board } from './board';
import { Keeper, reduceSpills } from './keeper';
import type { SpillRun } from './spill';

/** All that a worker is told. Plain data: it travels to a thread. */
export interface TaskSetup {
  readonly worker: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
  readonly board: SharedArrayBuffer;
  readonly spec: Spec;
  readonly files: readonly InputFile[];
  readonly splits: readonly Split[];
  readonly header: Header | null;
  readonly badRecords: BadRecords;
  readonly run: string;
  readonly output: string;
  readonly parts: number;
  readonly compress: Compression;
  readonly temp: string;
}

export interface MapResult {
  readonly lines: number;
  readonly blank: number;
  readonly headers: number;
  readonly rejected: Readonly<Record<RejectReason, number>>;
  readonly examples: readonly RejectExample[];
  readonly rejects: readonly WrittenPart[];
  /** The bad record that ended this worker's reading, in `fail` mode. */
  readonly finding: { readonly split: number; readonly example: RejectExample } | null;
  readonly sawQuotes: boolean;
  readonly hasSpilled: boolean;
  readonly span: Span;
}

export interface ReduceResult {
  readonly parts: readonly WrittenPart[];
  /** Of the whole run of this worker. */
  readonly superseded: number;
  readonly spilledBytes: number;
  readonly span: Span;
}

/** Milliseconds since the epoch. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** Nothing here is tried twice. */
const ATTEMPT = '';

/** First rejects that are shown. Of all workers' the first ones are the run's. */
export const EXAMPLES = 10;

/** Ends the reading of a split: what is wrong is known already, or somebody before met it. */
class Stop extends Error {}

export class Task {
  private readonly kernel: Kernel;
  private readonly keeper: Keeper;
  private readonly board: Board;
  private readonly output: OutputStore;
  private readonly rejected: Record<RejectReason, number> = { columns: 0, order: 0, 'order-range': 0, length: 0 };
  private readonly examples: RejectExample[] = [];
  private readonly rejects: WrittenPart[] = [];
  private finding: MapResult['finding'] = null;
  private headers = 0;
  private tooLong = 0;

  constructor(private readonly setup: TaskSetup) {
    const { module, memory, layout, worker, spec } = setup;
    this.kernel = new Kernel(module, memory, layout, worker, recordFormat(spec));
    this.keeper = new Keeper(this.kernel, setup.temp);
    this.board = new Board(setup.board);
    this.output = openOutput(setup.output);
  }

  async map(): Promise<MapResult> {
    const startMs = Date.now();
    const { splits } = this.setup;
    for (let split = this.board.takeSplit(); split < splits.length; split = this.board.takeSplit()) {
      if (this.board.isStopped(split)) break;
      await this.mapSplit(split, splits[split] as Split);
    }
    this.kernel.seal();
    const { lines, blank } = this.kernel.counts;
    return {
      lines: lines + this.headers + this.tooLong,
      blank,
      headers: this.headers,
      rejected: this.rejected,
      examples: this.examples,
      rejects: this.rejects,
      finding: this.finding,
      sawQuotes: this.kernel.sawQuotes,
      hasSpilled: this.keeper.hasSpilled,
      span: { startMs, endMs: Date.now() },
    };
  }

  /** Spills what is in memory, so that there is room to read every worker's spills back. */
  flush(): readonly SpillRun[] {
    this.keeper.spill();
    return this.keeper.takeSpills();
  }

  /** Writes parts for as long as there are any; from memory, or from all workers' spills if there are any. */
  async reduce(spills: readonly SpillRun[]): Promise<ReduceResult> {
    const startMs = Date.now();
    const written: WrittenPart[] = [];
    for (let part = this.board.takePart(); part < this.setup.parts; part = this.board.takePart()) {
      if (this.board.hasEnded) break;
      written.push(await this.reducePart(part, spills));
    }
    const { superseded } = this.kernel.counts;
    const { spilledBytes } = this.keeper;
    return { parts: written, superseded, spilledBytes, span: { startMs, endMs: Date.now() } };
  }

  private async mapSplit(number: number, split: Split): Promise<void> {
    const { run, badRecords, spec } = this.setup;
    const name = `${REJECTED_FOLDER}/${partName(number, run, '.jsonl')}`;
    const rejects = new RejectWriter(() => this.output.openPart(run, name, ATTEMPT));
    const onBad = (file: string, bad: BadRecord): void | Promise<void> => {
      if (badRecords === 'fail') throw this.fail(number, file, bad);
      this.rejected[bad.reason as RejectReason]++;
      if (this.examples.length < EXAMPLES) this.examples.push(rejectExample(file, bad, spec));
      if (badRecords === 'keep') return rejects.add(rejectLine(file, bad));
    };
    try {
      for (const segment of split) await this.mapSegment(number, segment, onBad);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    const written = await rejects.finish();
    if (written) this.rejects.push(written);
  }

  private async mapSegment(
    split: number,
    segment: Segment,
    onBad: (file: string, bad: BadRecord) => void | Promise<void>,
  ): Promise<void> {
    const file = this.setup.files[segment.file] as InputFile;
    const source = openSource(file, Math.max(0, segment.start - 1), segment.end);
    const end = isGzip(file.path) ? Number.POSITIVE_INFINITY : segment.end;
    const extent = { start: segment.start, end, header: this.setup.header, isOwn: file.own };
    let storedBytes = 0;
    let lines = this.kernel.lines;
    try {
      const counts = await feed(this.kernel, source, file.path, extent, {
        makeRoom: () => this.keeper.makeRoom(),
        onBad: (bad) => onBad(file.path, bad),
        onBytes: () => {
          this.board.addRead(this.setup.worker, source.storedBytes - storedBytes);
          storedBytes = source.storedBytes;
          this.board.addLines(this.setup.worker, this.kernel.lines - lines);
          lines = this.kernel.lines;
          if (this.board.isStopped(split)) throw new Stop();
        },
      });
      this.headers += counts.headers;
      this.tooLong += counts.tooLong;
    } finally {
      source.close();
    }
  }

  private fail(split: number, file: string, bad: BadRecord): Stop {
    this.finding = { split, example: rejectExample(file, bad, this.setup.spec) };
    this.board.stopAt(split);
    return new Stop();
  }

  private async reducePart(part: number, spills: readonly SpillRun[]): Promise<WrittenPart> {
    const { run, parts, compress, header, worker } = this.setup;
    const name = partName(part, run, compress === 'gzip' ? '.gz' : '');
    const writer = new PartWriter(this.output.openPart(run, name, ATTEMPT), compress);
    if (header) await writer.write(Buffer.concat([header.line, Buffer.from('\n')]), 0);
    const sink = async (bytes: Uint8Array, lines: number) => {
      this.board.addWritten(worker, lines);
      await writer.write(bytes, lines);
    };
    const range = partHashes(part, parts);
    if (spills.length > 0) await reduceSpills(this.keeper, spills, range, sink);
    else await this.keeper.drainAll(range, sink);
    return writer.finish();
  }
}
