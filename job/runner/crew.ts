/** The workers of one machine: threads, or this thread alone where the input is small. */

import { Worker, parentPort, workerData } from 'node:worker_threads';
import { EXIT, type ExitCode } from '../contract';
import { Failure } from '../failure';
import type { SpillRun } from './spill';
import { type MapResult, type ReduceResult, Task, type TaskSetup } from './task';

export interface Crew {
  map(): Promise<MapResult[]>;
  flush(): Promise<SpillRun[]>;
  reduce(spills: readonly SpillRun[]): Promise<ReduceResult[]>;
  /** Ends the workers, wherever they are. */
  stop(): Promise<void>;
}

type Call = { readonly step: 'map' } | { readonly step: 'flush' } | { readonly step: 'reduce'; readonly spills: readonly SpillRun[] };

type Answer =
  | { readonly result: unknown }
  | { readonly failure: { readonly exitCode: ExitCode; readonly message: string; readonly stack: string | undefined } };

/** No thread: a thread takes longer to start than a small input to read. */
export function crewOfOne(setup: TaskSetup): Crew {
  const task = new Task(setup);
  return {
    map: async () => [await task.map()],
    flush: async () => [...task.flush()],
    reduce: async (spills) => [await task.reduce(spills)],
    stop: async () => {},
  };
}

/** One thread for each setup. `entry` is the file that calls `serveCrew` in a thread. */
export function crewOfThreads(setups: readonly TaskSetup[], entry: string): Crew {
  const threads = setups.map((setup) => new Thread(new Worker(entry, { workerData: setup })));
  const all = async (call: Call) => Promise.all(threads.map((thread) => thread.ask(call)));
  return {
    map: async () => (await all({ step: 'map' })) as MapResult[],
    flush: async () => ((await all({ step: 'flush' })) as SpillRun[][]).flat(),
    reduce: async (spills) => (await all({ step: 'reduce', spills })) as ReduceResult[],
    stop: async () => {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

/** One thread seen from outside: a question at a time, and every question gets an answer or an error. */
class Thread {
  private settle: { resolve(result: unknown): void; reject(error: Error): void } | null = null;

  constructor(private readonly worker: Worker) {
    worker.on('message', (answer: Answer) => {
      const waiting = this.settle;
      this.settle = null;
      if ('result' in answer) waiting?.resolve(answer.result);
      else waiting?.reject(revive(answer.failure));
    });
    worker.on('error', (error) => this.die(error));
    worker.on('exit', (code) => this.die(new Error(`a worker thread ended with code ${code}`)));
  }

  ask(call: Call): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.worker.postMessage(call);
    });
  }

  async stop(): Promise<void> {
    this.settle = null;
    await this.worker.terminate();
  }

  private die(error: Error): void {
    this.settle?.reject(error);
    this.settle = null;
  }
}

/** The thread's side: to be called in a worker thread by the entry file. */
export function serveCrew(): void {
  const port = parentPort;
  if (port === null) throw new Error('not in a worker thread');
  const task = new Task(workerData as TaskSetup);
  port.on('message', async (call: Call) => {
    try {
      port.postMessage({ result: await answer(task, call) } satisfies Answer);
    } catch (error) {
      port.postMessage({ failure: flatten(error) } satisfies Answer);
    }
  });
}

async function answer(task: Task, call: Call): Promise<unknown> {
  if (call.step === 'map') return task.map();
  if (call.step === 'flush') return task.flush();
  return task.reduce(call.spills);
}

function flatten(error: unknown): { exitCode: ExitCode; message: string; stack: string | undefined } {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { exitCode: error instanceof Failure ? error.exitCode : EXIT.software, message, stack };
}

function revive({ exitCode, message, stack }: { exitCode: ExitCode; message: string; stack: string | undefined }): Failure {
  const failure = new Failure(exitCode, message);
  if (stack !== undefined) failure.stack = stack;
  return failure;
}
