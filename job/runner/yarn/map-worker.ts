/** A slot of a map task: a worker that reads a split, and hands the latest lines of all slots to the shuffle. */

import { formatOf } from '../../format/formats';
import { partHashes } from '../../kernel/hash-range';
import { Keeper, type LineSink } from '../keeper';
import type { Steps } from '../local/messages';
import { SharedProgress } from '../local/shared-progress';
import { SplitWorker } from '../local/split-worker';
import type { MapResult } from '../results';
import type { SpillFolder, SpillRun } from '../spill';
import type { MapBooks, YarnJob } from './contract';
import { FrameWriter } from './frames';
import { Groups } from './groups';
import type { Lock } from './lock';
import { MapOutput } from './map-output';
import type { Write } from './pipe';
import { Reporter } from './reporter';
import { headerOf, kernelOf, type TaskMemory } from './task';

/** Everything that a slot of a map task has to know. */
export interface MapSetup {
  readonly job: YarnJob;
  readonly memory: TaskMemory;
  readonly worker: number;
  /** The number of its split among those of all map tasks. */
  readonly split: number;
  /** The segments of its split as a text, which takes half as long to send as the objects. */
  readonly segments: string;
  readonly shared: SharedArrayBuffer;
  readonly lock: Int32Array;
  readonly temp: SpillFolder;
}

/** What a slot finds without the records. */
export type SplitRead = Omit<MapResult, 'splitsWithRejects'>;

/** The connections of a worker to its container. */
export interface MapPipes {
  readonly write: Write;
  /** Writes to standard error. */
  readonly print: (text: string) => void;
  /** Makes the lock under which frames are written, from the numbers that all slots share. */
  readonly lockOf: (shared: Int32Array) => Lock;
}

/** The ranges of hashes for each slot that hands on lines: some, so that all slots end at about the same time. */
const RANGES_PER_SLOT = 4;

export function mapSteps(pipes: MapPipes): Steps {
  let worker: MapWorker | null = null;
  const started = () => {
    if (worker === null) throw new Error('a slot of a map task was called before it was asked to read');
    return worker;
  };
  return {
    read: (setup: MapSetup) => {
      worker = new MapWorker(setup, pipes);
      return worker.read();
    },
    spill: () => started().spill(),
    'hand-on': (spills: readonly SpillRun[]) => started().handOn(spills),
  };
}

class MapWorker {
  private readonly keeper: Keeper;
  private readonly reader: SplitWorker;
  private readonly output: MapOutput;
  private readonly shared: SharedProgress;
  private readonly reporter: Reporter;
  private found: SplitRead | null = null;
  private bytesRead = 0;
  private linesRead = 0;

  constructor(
    private readonly setup: MapSetup,
    { write, print, lockOf }: MapPipes,
  ) {
    const { job, memory, worker, split, segments, temp } = setup;
    this.keeper = new Keeper(kernelOf(job, memory, worker), {
      format: formatOf(job.spec),
      temp,
      cut: new Groups(job.parts, job.groups).cut,
      handsOn: true,
      breathe: () => {},
    });
    this.output = new MapOutput(split, job, new FrameWriter(write, lockOf(setup.lock)));
    this.reporter = new Reporter(print, () => performance.now());
    this.shared = new SharedProgress(setup.shared);
    const workers = memory.layout.workers.length;
    this.reader = new SplitWorker(
      this.keeper,
      { ...job, header: headerOf(job), segmentsOf: () => JSON.parse(segments), worker, workers, shared: setup.shared },
      {
        onReject: (_, line) => this.output.addReject(line),
        onRead: (bytes, lines) => this.onRead(bytes, lines),
      },
    );
  }

  async read(): Promise<SplitRead> {
    this.found = await this.reader.map([this.setup.worker]);
    if (this.found.finding === null) await this.output.endRejects();
    return this.found;
  }

  spill(): Promise<readonly SpillRun[]> {
    return this.reader.flush();
  }

  /** Hands on ranges of hashes as long as there are any to take, and then the books of this slot. */
  async handOn(spills: readonly SpillRun[]): Promise<void> {
    const ranges = RANGES_PER_SLOT * this.setup.memory.layout.workers.length;
    let linesKept = 0;
    const sink: LineSink = (bytes, lines, stretch) => {
      linesKept += lines;
      this.beat(`handed on ${linesKept} lines`);
      return this.output.addLines(bytes, lines, stretch);
    };
    for (let range = this.shared.takePart(); range < ranges; range = this.shared.takePart()) {
      await this.reader.drain(partHashes(range, ranges), spills, sink);
    }
    const books = this.books();
    await this.output.end(books);
    this.reporter.count({ ...this.progress(), ...countersOf(books) });
  }

  private books(): MapBooks {
    const { finding: _, hasSpilled: __, tables: ___, span, ...counts } = this.found as SplitRead;
    const { superseded } = this.keeper.kernel.counts;
    return {
      split: this.setup.split,
      ...counts,
      superseded,
      spilledBytes: this.keeper.spilledBytes,
      span: { startMs: span.startMs, endMs: Date.now() },
    };
  }

  private onRead(bytes: number, lines: number): void {
    this.bytesRead += bytes;
    this.linesRead += lines;
    this.beat(`read ${this.bytesRead} bytes, ${this.linesRead} lines`);
  }

  private beat(done: string): void {
    this.reporter.beat(`slot ${this.setup.worker} ${done}`, () => this.progress());
  }

  private progress() {
    return { 'bytes-read': this.bytesRead, lines: this.linesRead };
  }
}

function countersOf({ lines, blank, headers, comments, skipped, rejected, superseded }: MapBooks) {
  const rejects = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  return { lines, blank, headers, comments, skipped, superseded, rejected: rejects };
}
