/** Reads splits into a keeper, as one of several workers that share the splits of a run or of a map task. */

import type { FileSegment } from '../../input/opened-ahead';
import type { HashRange } from '../../kernel/hash-range';
import type { Keeper, LineSink } from '../keeper';
import { BadRecordFound } from '../map-finding';
import { Mapper, type MapRules } from '../mapper';
import { reduceSpills } from '../read-back';
import type { MapResult } from '../results';
import type { SpillRun } from '../spill';
import { SharedProgress } from './shared-progress';

/** The inputs in splits, of which each worker reads some. */
export interface Reading {
  readonly splits: number;
  segmentsOf(split: number): readonly FileSegment[];
}

export interface SplitSetup extends MapRules {
  segmentsOf: Reading['segmentsOf'];
  readonly worker: number;
  /** The number of workers in this process. */
  readonly workers: number;
  readonly shared: SharedArrayBuffer;
}

/** What a worker meets in splits beside good records. */
export interface SplitHooks {
  onReject(split: number, line: Buffer): void | Promise<void>;
  onRead(bytes: number, lines: number): void;
}

/** Ends the reading of a split: an earlier split already contains the record that ends the run. */
class Stop extends Error {}

export class SplitWorker {
  private readonly mapper: Mapper;
  private readonly shared: SharedProgress;
  private finding: MapResult['finding'] = null;

  constructor(
    private readonly keeper: Keeper,
    private readonly setup: SplitSetup,
    private readonly hooks: SplitHooks,
  ) {
    this.mapper = new Mapper(keeper, setup, setup.workers);
    this.shared = new SharedProgress(setup.shared);
  }

  /** Reads splits in ascending order, up to the first one with a bad record that ends the reading. */
  async map(splits: Iterable<number>): Promise<Omit<MapResult, 'splitsWithRejects'>> {
    const startMs = Date.now();
    for (const split of splits) {
      await this.keeper.breathe();
      if (this.shared.isStopped(split)) break;
      await this.mapSplit(split);
    }
    this.keeper.kernel.seal();
    return {
      ...this.mapper.counts,
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

  /** Passes the latest lines of all workers within `range` on: from memory, or from their spills if there are any. */
  drain(range: HashRange, spills: readonly SpillRun[], sink: LineSink): Promise<void> {
    return spills.length > 0 ? reduceSpills(this.keeper, spills, range, sink) : this.keeper.drainAll(range, sink);
  }

  private async mapSplit(split: number): Promise<void> {
    const hooks = {
      onReject: (line: Buffer) => this.hooks.onReject(split, line),
      onRead: (bytes: number, lines: number) => this.onRead(split, bytes, lines),
    };
    try {
      await this.mapper.map(this.setup.segmentsOf(split), hooks);
    } catch (error) {
      if (error instanceof BadRecordFound) this.fail({ split, ...error.finding });
      else if (!(error instanceof Stop)) throw error;
    }
  }

  private onRead(split: number, bytes: number, lines: number): void {
    this.shared.addRead(this.setup.worker, bytes);
    this.shared.addLines(this.setup.worker, lines);
    this.hooks.onRead(bytes, lines);
    if (this.shared.isStopped(split)) throw new Stop();
  }

  private fail(finding: NonNullable<MapResult['finding']>): void {
    this.finding = finding;
    this.shared.stopAt(finding.split);
  }
}
