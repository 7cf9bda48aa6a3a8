/** The local runner: workers of one machine that share memory, and spill to disk what outgrows it. */

import fs from 'node:fs';
import { firstFinding, sum } from '../account';
import { refuseTemp } from '../admission';
import type { InputFile } from '../input/list';
import { MAX_MEMORY_BYTES, MIN_MEMORY_BYTES_PER_WORKER, planLayout } from '../kernel/layout';
import { compileKernel, reserveMemory } from '../kernel/module';
import type { ResolvedRun } from '../options';
import { badRecordFailure } from '../output/reject';
import { isGzip, isSmall, planSplits, planWorkers } from '../plan';
import { isS3 } from '../store/s3/location';
import { Board } from './board';
import { type Crew, crewOf, Here, Thread } from './crew';
import type { Job, Runner, RunnerSurroundings, Work } from './runner';
import { mustSpill, type TaskSetup } from './task';

/** Smallest line that is a record takes this many times its length in memory, at the most. */
const MEMORY_PER_INPUT_BYTE = 8;
const HASHES = 2 ** 64;

export function localRunner(request: ResolvedRun, env: NodeJS.ProcessEnv): Runner {
  const spares: Thread[] = [];
  return {
    check: async () => refuseTemp(request.temp),
    prepare(files) {
      // the SDK reaches no thread that was started before it was loaded
      if (isInS3(request, files)) return;
      spares.push(...startThreads(planThreads(request, files, planWorkers(files, request.threads))));
    },
    endDead: endDeadDriver(request.output, env),
    start: (job, around) => startLocal(request, job, around, spares),
  };
}

/**
 * Node starts some threads of its own with the first asynchronous work on a file, and aborts without a word where the system
 * allows no more of them. They come first, so that those that are missing are ours, which can say so.
 */
function startThreads(count: number): Thread[] {
  if (count > 0) fs.stat('.', () => {});
  return Array.from({ length: count }, () => new Thread());
}

/** A dead process has no threads; but it may have been the driver of an application. */
export function endDeadDriver(output: string, env: NodeJS.ProcessEnv): Runner['endDead'] {
  return async (tookOver) => {
    if (tookOver !== undefined) await (await import('./yarn/cluster')).endDeadOfHere(output, env);
  };
}

function startLocal(request: ResolvedRun, job: Job, around: RunnerSurroundings, spares: readonly Thread[]): Work {
  const { files } = job;
  const workers = planWorkers(files, request.threads);
  const memoryBytes = memoryFor(request.memoryBytes, files, workers);
  const board = Board.for(workers);
  const crew = startCrew(request, job, { memoryBytes, workers, splits: planSplits(files, workers), board, spares });
  const step = steps(around);
  return {
    async keepLatest(judge) {
      const totalBytes = sum(files, (file) => file.sizeBytes);
      const read = { total: totalBytes, done: () => board.readBytes, lines: () => board.readLines };
      const mapped = await step('map', read, () => crew.map());
      const finding = firstFinding(mapped);
      if (finding) throw badRecordFailure(finding);
      judge(mapped);
      const written = { total: HASHES, done: () => board.reducedHashes, lines: () => board.writtenLines };
      const reduced = await step('reduce', written, async () =>
        crew.reduce(mustSpill(mapped) ? await crew.flush() : []),
      );
      const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
      // threads take their time to end: that of the publication
      void crew.stop();
      return { mapped, reduced, workers, memoryBytes, peakMemoryBytes, yarn: null };
    },
    stop: () => crew.stop(),
  };
}

interface Shown {
  readonly total: number;
  done(): number;
  lines(): number;
}

/** Shows each step while it lasts; a signal ends it. */
function steps({ progress, signal }: RunnerSurroundings) {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return <T>(phase: 'map' | 'reduce', { total, done, lines }: Shown, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    progress.start(phase, total, done, lines);
    return Promise.race([work(), aborted]).finally(() => progress.stop());
  };
}

/** No more memory than the input can fill. */
function memoryFor(budgetBytes: number, files: readonly InputFile[], workers: number): number {
  return Math.min(budgetBytes, mostMemory(files, workers));
}

function mostMemory(files: readonly InputFile[], workers: number): number {
  const inputBytes = sum(files, (file) => (isGzip(file.path) ? MAX_MEMORY_BYTES : file.sizeBytes));
  return workers * MIN_MEMORY_BYTES_PER_WORKER + MEMORY_PER_INPUT_BYTE * inputBytes;
}

/**
 * How many of the workers are threads of their own: all but this thread, which works too where nothing will keep it for
 * long from signals and progress. A spill would, or waiting for S3, in which a thread can be ended, and with it whatever
 * it asked for.
 */
function planThreads(request: ResolvedRun, files: readonly InputFile[], workers: number): number {
  if (isInS3(request, files)) return workers;
  return isSmall(files) || mostMemory(files, workers) <= request.memoryBytes ? workers - 1 : workers;
}

interface CrewPlan {
  readonly memoryBytes: number;
  readonly workers: number;
  readonly splits: ReturnType<typeof planSplits>;
  readonly board: Board;
  /** Threads that have been started before it was known how many there will be. */
  readonly spares: readonly Thread[];
}

function startCrew(request: ResolvedRun, { files, header, run }: Job, plan: CrewPlan): Crew {
  const layout = planLayout(plan.memoryBytes, plan.workers, header === null ? 0 : header.line.length);
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
  const count = planThreads(request, files, plan.workers);
  const started = [...plan.spares, ...startThreads(Math.max(0, count - plan.spares.length))];
  const threads = started.slice(0, count);
  return crewOf(count < plan.workers ? [new Here(), ...threads] : threads, setups);
}

function isInS3(request: ResolvedRun, files: readonly InputFile[]): boolean {
  return isS3(request.output) || files.some((file) => isS3(file.path));
}
