/**
 * The interface of a runner, which carries records from map to reduce: by threads of one machine, or by Hadoop on many.
 */

import type { Header } from '../format/format';
import type { ResolvedJob } from '../options/options';
import type { InputFiles } from '../store/input-files';
import type { OutputStore } from '../store/store';
import type { SummaryYarn } from '../summary/summary';
import type { FormerPart } from './part-merge';
import type { MapResult, ReduceResult } from './results';

/** Shows how far a run is. From time to time it calls `done`, which is counted up to `total`, and `lines`. */
export interface Progress {
  start(phase: 'map' | 'reduce', total: number, done: () => number, lines: () => number): void;
  stop(): void;
  /** Shows a line by itself. */
  tell(line: string): void;
}

export interface RunnerContext {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  warn(message: string): void;
}

export interface Job {
  readonly request: ResolvedJob;
  readonly files: InputFiles;
  readonly header: Header | null;
  readonly run: string;
  readonly store: OutputStore;
  /** The parts of the former output that are merged with those of the run; null where there are none, or they are inputs. */
  readonly former: readonly FormerPart[] | null;
}

/** The map result of one worker or one map task. */
export interface Mapped extends Omit<MapResult, 'finding' | 'hasSpilled' | 'splitsWithRejects' | 'tables'> {
  /** This and `spilledBytes` are set only where map and reduce tasks are separate, so that each counts its own. */
  readonly superseded?: number;
  readonly spilledBytes?: number;
}

/** The results of the work, with all parts staged, and the facts that the summary states about the work. */
export interface Kept {
  readonly mapped: readonly Mapped[];
  readonly reduced: readonly ReduceResult[];
  /** The paths of the files that were read again without a cut, because they were cut where no record begins. */
  readonly uncut: readonly string[];
  /** The number of workers at a time. */
  readonly workers: number;
  /** Memory for records, of all workers that work at a time. */
  readonly memoryBytes: number;
  /** The largest resident set of this process, or of one container. */
  readonly peakMemoryBytes: number;
  readonly yarn: SummaryYarn | null;
  /** Whether there is one result for each worker, or one for each task, of which a worker does many. */
  readonly resultsAre: 'of-workers' | 'of-tasks';
}

export interface Work {
  /**
   * Keeps the latest records. `judge` is called as soon as all bad records are known, and throws where there are too
   * many of them.
   */
  keepLatest(judge: (mapped: readonly Mapped[]) => void): Promise<Kept>;
  /** Ends the work at any point, and removes its temporary files. It is always called, and last. */
  stop(): Promise<void>;
}

export interface Runner {
  /** Throws where this runner cannot work at all. It is called before the lease is taken. */
  check(): Promise<void>;
  /**
   * May start threads early, which then start while the run takes the lease. The run may still be refused, so `start`
   * may never be called. `formerBytes` asks for those of the output that the run may merge with, which takes a request where
   * the output is remote.
   */
  prepare(files: InputFiles, formerBytes: () => Promise<number>): Promise<void>;
  /**
   * Ends applications of dead runs that still work on the output. It is called by the holder of the lease; `tookOver`
   * is the dead run from which the lease was taken over, undefined where there was none.
   */
  endDead(tookOver: string | undefined): Promise<void>;
  /**
   * Whether it can merge parts of a former output that its reduce tasks read as streams. Otherwise such an output is read
   * as an input.
   */
  readonly mergesParts: { readonly parts: number; readonly memoryBytes: number; readonly threads: number } | null;
  /**
   * The numbers of the files that `start` would cut into segments. It is called before `start`. `formerBytes` are those of
   * parts that are merged.
   */
  filesCut(files: InputFiles, formerBytes: number): readonly number[] | Promise<readonly number[]>;
  start(job: Job, context: RunnerContext): Work;
}
