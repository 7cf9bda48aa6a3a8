/** The local runner: workers of one machine that share one memory, and spill records that outgrow it to disk. */

import fs from 'node:fs';
import { codecOf } from '../../codec/codecs';
import { needsOfHeader } from '../../format/format';
import { formatOf } from '../../format/formats';
import { MAX_MEMORY_BYTES, MERGE_BYTES_PER_WORKER, MIN_MEMORY_BYTES_PER_WORKER, planLayout } from '../../kernel/layout';
import { compileKernel, reserveMemory } from '../../kernel/module';
import { needsOf } from '../../kernel/record-format';
import type { ResolvedRun } from '../../options/options';
import { placeOf } from '../../place/places';
import { sum } from '../../shared/sum';
import type { InputFiles } from '../../store/input-files';
import { uncutPaths } from '../chain';
import { MEMORY_PER_INPUT_BYTE } from '../memory';
import { bytesOfParts } from '../part-merge';
import { allSplitsWithRejects, mustSpill } from '../results';
import type { Job, Runner, RunnerContext, Work } from '../runner';
import { filesCut, isSmall, planWorkers } from '../splits';
import { type MapPlan, mapProved } from './proved-map';
import { refuseTemp } from './refuse-temp';
import type { SharedProgress } from './shared-progress';
import type { RunSetup } from './worker-task';
import { MainThreadWorker, type Workers, WorkerThread, workersOf } from './workers';

const HASHES = 2 ** 64;

/** @param endDead ends the YARN application of a dead driver; of a dead local run no thread is left to end */
export function localRunner(request: ResolvedRun, endDead: Runner['endDead']): Runner {
  const spares: WorkerThread[] = [];
  return {
    check: async () => refuseTemp(request.temp),
    async prepare(files, formerBytes) {
      // threads are handed the AWS SDK when they start, so they must not start before it is loaded
      if (isRemote(request)) return;
      const workers = planWorkers(files.sizes, request.threads, await formerBytes());
      spares.push(...startThreads(planThreads(request, files, workers)));
    },
    endDead,
    mergesParts: request,
    filesCut: ({ sizes }, formerBytes) => filesCut(sizes, planWorkers(sizes, request.threads, formerBytes)),
    start: (job, context) => startLocal(request, job, context, spares),
  };
}

/**
 * Starts worker threads. Node starts some threads of its own at the first asynchronous file operation, and aborts
 * without a message where the system allows no more threads. Therefore this function makes Node start these threads
 * first: if the system then refuses a thread, it is a worker thread, and the failure can be reported.
 */
function startThreads(count: number): WorkerThread[] {
  if (count > 0) fs.stat('.', () => {});
  return Array.from({ length: count }, () => new WorkerThread());
}

function startLocal(request: ResolvedRun, job: Job, context: RunnerContext, spares: readonly WorkerThread[]): Work {
  const count = planWorkers(job.files.sizes, request.threads, bytesOfParts(job.former));
  const memoryBytes = memoryFor(request.memoryBytes, job.files, count, job.former !== null);
  const workers = startWorkers(request, job.files, count, spares);
  const setups = setupsFor(request, job, memoryBytes, count);
  const step = steps(context);
  const map = ({ files, splits, shared }: MapPlan) => {
    const total = sum(files.sizes, ({ sizeBytes }) => sizeBytes);
    const read = { total, done: () => shared.readBytes, lines: () => shared.readLines };
    return step('map', read, () => workers.map(setups(shared), { files: files.data, splits }));
  };
  return {
    async keepLatest(judge) {
      const { mapped, files, shared } = await mapProved(job.files, count, map);
      judge(mapped);
      const written = { total: HASHES, done: () => shared.reducedHashes, lines: () => shared.writtenLines };
      const reduced = await step('reduce', written, async () =>
        workers.reduce(mustSpill(mapped) ? await workers.flush() : [], allSplitsWithRejects(mapped)),
      );
      const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
      // threads need some time to end, and can take it while the output is published
      void workers.stop();
      const used = { workers: count, memoryBytes, peakMemoryBytes };
      return { mapped, reduced, uncut: uncutPaths(files), ...used, yarn: null, resultsAre: 'of-workers' };
    },
    stop: () => workers.stop(),
  };
}

interface Shown {
  readonly total: number;
  done(): number;
  lines(): number;
}

/** Shows the progress of each step while the step lasts. The signal ends the step. */
function steps({ progress, signal }: RunnerContext) {
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

/** The memory to reserve: the budget, but no more than the input can fill. */
function memoryFor(budgetBytes: number, files: InputFiles, workers: number, merges: boolean): number {
  return Math.min(budgetBytes, mostMemory(files, workers) + (merges ? workers * MERGE_BYTES_PER_WORKER : 0));
}

function mostMemory(files: InputFiles, workers: number): number {
  const inputBytes = sum(files.sizes, (file) => (codecOf(file).isSplittable ? file.sizeBytes : MAX_MEMORY_BYTES));
  return workers * MIN_MEMORY_BYTES_PER_WORKER + MEMORY_PER_INPUT_BYTE * inputBytes;
}

/**
 * The number of workers that get a thread of their own: all, or all but one where the main thread can be a worker too.
 * The main thread cannot where spills might keep it from signals and progress for long, nor where workers wait for S3:
 * a worker thread can be ended together with the requests that it waits for, but the main thread cannot.
 */
function planThreads(request: ResolvedRun, files: InputFiles, workers: number): number {
  if (isRemote(request)) return workers;
  return isSmall(files.sizes) || mostMemory(files, workers) <= request.memoryBytes ? workers - 1 : workers;
}

/** @param spares threads that were started before the number of workers was final */
function startWorkers(
  request: ResolvedRun,
  files: InputFiles,
  workers: number,
  spares: readonly WorkerThread[],
): Workers {
  const count = planThreads(request, files, workers);
  const started = [...spares, ...startThreads(Math.max(0, count - spares.length))];
  const threads = started.slice(0, count);
  return workersOf(count < workers ? [new MainThreadWorker(), ...threads] : threads);
}

/** The setups of all workers, for each attempt to map the files. The attempts have one memory. */
function setupsFor(
  request: ResolvedRun,
  { request: { spec }, header, run, former }: Job,
  memoryBytes: number,
  workers: number,
): (shared: SharedProgress) => RunSetup[] {
  const needs = needsOf(formatOf(spec).kernel, { ...needsOfHeader(header), merges: former !== null });
  const layout = planLayout(memoryBytes, workers, needs);
  const common = {
    module: compileKernel(),
    memory: reserveMemory(layout),
    layout,
    spec,
    header,
    badRecords: request.badRecords,
    run,
    output: request.output,
    parts: request.parts,
    compress: request.compress,
    temp: request.temp,
    former,
  };
  return ({ buffer }) =>
    Array.from({ length: workers }, (_, worker): RunSetup => ({ ...common, shared: buffer, worker }));
}

/**
 * Whether the run reads or writes over a network. Inputs and output are enough to tell: listed files lie in the place
 * of their input, and a former output lies in the place of the output.
 */
function isRemote({ inputs, output }: ResolvedRun): boolean {
  return [...inputs, output].some((location) => placeOf(location).isRemote);
}
