/** The local runner: workers of one machine that share memory, and spill to disk what outgrows it. */

import type { Header } from '../input/feed';
import type { InputFile } from '../input/list';
import { MAX_MEMORY_BYTES, MIN_MEMORY_BYTES_PER_WORKER, planLayout } from '../kernel/layout';
import { compileKernel, reserveMemory } from '../kernel/module';
import type { ResolvedRun } from '../options';
import { isGzip, isSmall, planSplits, planWorkers } from '../plan';
import { Board } from './board';
import { type Crew, crewOfOne, crewOfThreads } from './crew';
import type { MapResult, ReduceResult, TaskSetup } from './task';

/** Shows how far a run is; `done` of `total` and the lines so far are asked for from time to time. */
export interface Progress {
  start(phase: 'map' | 'reduce', total: number, done: () => number, lines: () => number): void;
  stop(): void;
}

export interface LocalJob {
  readonly request: ResolvedRun;
  readonly files: readonly InputFile[];
  readonly header: Header | null;
  readonly run: string;
}

export interface LocalSurroundings {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface LocalRun {
  readonly workers: number;
  readonly memoryBytes: number;
  map(): Promise<MapResult[]>;
  reduce(mapped: readonly MapResult[]): Promise<ReduceResult[]>;
  stop(): Promise<void>;
}

/** Smallest line that is a record takes this many times its length in memory, at the most. */
const MEMORY_PER_INPUT_BYTE = 8;

export function startLocal(job: LocalJob, around: LocalSurroundings): LocalRun {
  const { request, files } = job;
  const workers = planWorkers(files, request.threads);
  const memoryBytes = memoryFor(request.memoryBytes, files, workers);
  const splits = planSplits(files, workers);
  const board = Board.for(workers);
  const crew = startCrew(job, { memoryBytes, workers, splits, board });
  const { progress, signal } = around;
  const totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  const step = <T>(work: () => Promise<T>, ...shown: Parameters<Progress['start']>): Promise<T> => {
    signal.throwIfAborted();
    progress.start(...shown);
    return Promise.race([work(), aborted]).finally(() => progress.stop());
  };
  return {
    workers,
    memoryBytes,
    async map() {
      const lines = () => board.readLines;
      return step(
        () => crew.map(),
        'map',
        totalBytes,
        () => board.readBytes,
        lines,
      );
    },
    async reduce(mapped) {
      const lines = () => board.writtenLines;
      const hasSpilled = mapped.some((result) => result.hasSpilled);
      const work = async () => crew.reduce(hasSpilled ? await crew.flush() : []);
      return step(work, 'reduce', board.readLines, lines, lines);
    },
    stop: () => crew.stop(),
  };
}

/** No more memory than the input can fill. */
function memoryFor(budgetBytes: number, files: readonly InputFile[], workers: number): number {
  const inputBytes = files.reduce((sum, file) => sum + (isGzip(file.path) ? MAX_MEMORY_BYTES : file.sizeBytes), 0);
  return Math.min(budgetBytes, workers * MIN_MEMORY_BYTES_PER_WORKER + MEMORY_PER_INPUT_BYTE * inputBytes);
}

interface CrewPlan {
  readonly memoryBytes: number;
  readonly workers: number;
  readonly splits: ReturnType<typeof planSplits>;
  readonly board: Board;
}

function startCrew({ request, files, header, run }: LocalJob, plan: CrewPlan): Crew {
  const layout = planLayout(plan.memoryBytes, plan.workers);
  const common = {
    module: compileKernel(),
    memory: reserveMemory(layout),
    layout,
    board: plan.board.shared,
    spec: request.spec,
    files,
    splits: plan.splits,
    header,
    badRecords: request.badRecords,
    run,
    output: request.output,
    parts: request.parts,
    compress: request.compress,
    temp: request.temp,
  };
  const setups = Array.from({ length: plan.workers }, (_, worker): TaskSetup => ({ ...common, worker }));
  const [only] = setups as [TaskSetup];
  return isSmall(files) ? crewOfOne(only) : crewOfThreads(setups);
}
