/** The workers of one machine: threads, or this thread alone where the input is small. */

import { Worker } from 'node:worker_threads';
import workerProgram from '../../dist/worker.txt';
import { Board } from './board';
import { type Answer, type Call, revive } from './messages';
import type { SpillRun } from './spill';
import { type MapResult, type ReduceResult, Task, type TaskSetup } from './task';

export interface Crew {
  map(): Promise<MapResult[]>;
  flush(): Promise<SpillRun[]>;
  reduce(spills: readonly SpillRun[]): Promise<ReduceResult[]>;
  /** Ends the workers, wherever they are. */
  stop(): Promise<void>;
}

/** No thread: a thread takes longer to start than a small input to read. */
export function crewOfOne(setup: TaskSetup): Crew {
  const task = new Task(setup);
  let work: Promise<unknown> = Promise.resolve();
  const start = <T>(step: Promise<T>): Promise<T[]> => {
    work = step;
    return step.then((result) => [result]);
  };
  return {
    map: () => start(task.map()),
    flush: async () => [...task.flush()],
    reduce: (spills) => start(task.reduce(spills)),
    async stop() {
      new Board(setup.board).end();
      await work.catch(() => {});
    },
  };
}

/** One thread for each setup. */
export function crewOfThreads(threads: readonly Thread[], setups: readonly TaskSetup[]): Crew {
  const all = async (call: Call) => Promise.all(threads.map((thread) => thread.ask(call)));
  const map = setups.map((setup): Call => ({ step: 'map', setup }));
  return {
    map: async () => (await Promise.all(threads.map((thread, i) => thread.ask(map[i] as Call)))) as MapResult[],
    flush: async () => ((await all({ step: 'flush' })) as SpillRun[][]).flat(),
    reduce: async (spills) => (await all({ step: 'reduce', spills })) as ReduceResult[],
    stop: async () => {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

/**
 * One thread seen from outside: a question at a time, and every question gets an answer or an error. Its program is a
 * string of this bundle, small, so that it starts fast. Until it is asked something the process may end without it.
 */
export class Thread {
  private settle: { resolve(result: unknown): void; reject(error: Error): void } | null = null;
  private death: Error | null = null;
  private readonly worker = new Worker(workerProgram, { eval: true });

  constructor() {
    const { worker } = this;
    worker.unref();
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
    if (this.death) return Promise.reject(this.death);
    this.worker.ref();
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
    this.death ??= error;
    this.settle?.reject(error);
    this.settle = null;
  }
}
