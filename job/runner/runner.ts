/** What a run asks of whatever carries records from map to reduce: threads of one machine, or Hadoop on many. */

import type { Header } from '../format/format';
import type { ResolvedJob } from '../options/options';
import type { InputFile } from '../store/place';
import type { OutputStore } from '../store/store';
import type { SummaryYarn } from '../summary/summary';
import type { MapResult, ReduceResult } from './results';

/** Shows how far a run is; `done` of `total` and the lines so far are asked for from time to time. */
export interface Progress {
  start(phase: 'map' | 'reduce', total: number, done: () => number, lines: () => number): void;
  stop(): void;
  /** A line by itself. */
  tell(line: string): void;
}

export interface RunnerContext {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  warn(message: string): void;
}

export interface Job {
  readonly request: ResolvedJob;
  readonly files: readonly InputFile[];
  readonly header: Header | null;
  readonly run: string;
  readonly store: OutputStore;
}

/** What one map task or one worker read. */
export interface Mapped extends Omit<MapResult, 'finding' | 'hasSpilled' | 'splitsWithRejects' | 'tables'> {
  /** Where the one that mapped is not the one that reduces, and so counts for itself. */
  readonly superseded?: number;
  readonly spilledBytes?: number;
}

/** All parts, staged; and what a summary says of how they came about. */
export interface Kept {
  readonly mapped: readonly Mapped[];
  readonly reduced: readonly ReduceResult[];
  /** Workers at a time. */
  readonly workers: number;
  /** For records, of all workers at a time. */
  readonly memoryBytes: number;
  /** Largest resident set: of this process, or of one container. */
  readonly peakMemoryBytes: number;
  readonly yarn: SummaryYarn | null;
  /** Whether there is one result a worker, or one a task, of which a worker takes many. */
  readonly resultsAre: 'of-workers' | 'of-tasks';
}

export interface Work {
  /** Keeps the latest records. `judge` throws where the bad records end the run; it is asked as soon as all are known. */
  keepLatest(judge: (mapped: readonly Mapped[]) => void): Promise<Kept>;
  /** Ends the work wherever it is, and removes what it needed. Always called, last. */
  stop(): Promise<void>;
}

export interface Runner {
  /** Throws where it could not work at all. Asked before anything else. */
  check(): Promise<void>;
  /** May start what takes its time to start, while the run makes sure that it may begin. It may never begin. */
  prepare(files: readonly InputFile[]): void;
  /** For the holder of the lease: ends what dead runs have left at work; `tookOver` had the lease, where it was one. */
  endDead(tookOver: string | undefined): Promise<void>;
  start(job: Job, context: RunnerContext): Work;
}
