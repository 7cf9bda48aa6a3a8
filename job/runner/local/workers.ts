/** The workers of one machine: threads, and the main thread where no step keeps it busy for long. */

import { setImmediate as immediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import workerProgram from '../../../dist/worker.txt';
import { monotonicMs } from '../../shared/clock';
import type { MapResult, ReduceResult } from '../results';
import type { SpillRun } from '../spill';
import { type Answer, type Call, revive, splitTexts } from './messages';
import { SharedProgress } from './shared-progress';
import { threadFailure } from './thread-failure';
import { type WorkerSetup, WorkerTask } from './worker-task';

export interface Workers {
  /** Starts afresh where it is called again: nothing is left of the former call. There is one setup for each worker. */
  map(setups: readonly WorkerSetup[]): Promise<MapResult[]>;
  flush(): Promise<SpillRun[]>;
  reduce(spills: readonly SpillRun[], splitsWithRejects: readonly number[]): Promise<ReduceResult[]>;
  /** Ends all workers, at any point of their work. */
  stop(): Promise<void>;
}

/** One worker, in a thread of its own or in the main thread. */
export interface WorkerHandle {
  /** @param texts gives `splitTexts` of the setup */
  map(setup: WorkerSetup, texts: () => readonly string[]): Promise<MapResult>;
  flush(): Promise<readonly SpillRun[]>;
  reduce(spills: readonly SpillRun[], splitsWithRejects: readonly number[]): Promise<ReduceResult>;
  stop(): Promise<void>;
}

export function workersOf(handles: readonly WorkerHandle[]): Workers {
  return {
    map: (setups) => {
      let made: readonly string[] | undefined;
      const texts = () => {
        made ??= splitTexts(setups[0] as WorkerSetup);
        return made;
      };
      return Promise.all(handles.map((handle, i) => handle.map(setups[i] as WorkerSetup, texts)));
    },
    flush: async () => (await Promise.all(handles.map((handle) => handle.flush()))).flat(),
    reduce: (spills, splitsWithRejects) =>
      Promise.all(handles.map((handle) => handle.reduce(spills, splitsWithRejects))),
    stop: async () => {
      await Promise.all(handles.map((handle) => handle.stop()));
    },
  };
}

/** The compiled code of the worker threads. It is not defined in bundles that have none, nor where the sources run. */
declare const WORKER_CODE: Uint8Array | undefined;
const COMPILED = typeof WORKER_CODE === 'undefined' ? undefined : WORKER_CODE;

/** Runs the program of a thread with its compiled code, which a worker cannot be given directly. */
const START = `
  const { workerData: { program, code } } = require('node:worker_threads');
  new (require('node:vm').Script)(program, { filename: 'worker', cachedData: code }).runInThisContext();`;

/** The time that the main thread works before it handles signals, timers and messages of other threads. */
const BREATH_MS = 25;

/**
 * The main thread as a worker. It runs already, while a new thread takes longer to start than a small input takes to
 * read.
 */
export class MainThreadWorker implements WorkerHandle {
  private task: WorkerTask | null = null;
  private shared: SharedProgress | null = null;
  private work: Promise<unknown> = Promise.resolve();
  private breathedMs = 0;

  map(setup: WorkerSetup): Promise<MapResult> {
    this.shared = new SharedProgress(setup.shared);
    this.task?.discard();
    this.task = new WorkerTask(setup, () => this.breathe());
    return this.start((task) => task.map());
  }

  async flush(): Promise<readonly SpillRun[]> {
    return this.task === null ? [] : await this.task.flush();
  }

  reduce(spills: readonly SpillRun[], splitsWithRejects: readonly number[]): Promise<ReduceResult> {
    return this.start((task) => task.reduce(spills, splitsWithRejects));
  }

  async stop(): Promise<void> {
    this.shared?.end();
    await this.work.catch(() => {});
  }

  /** Begins a step a little later, so that all threads get their calls before this thread is busy. */
  private start<T>(step: (task: WorkerTask) => Promise<T>): Promise<T> {
    const work = immediate().then(() => step(this.task as WorkerTask));
    this.work = work;
    return work;
  }

  private breathe(): void | Promise<void> {
    const nowMs = monotonicMs();
    if (nowMs - this.breathedMs < BREATH_MS) return;
    this.breathedMs = nowMs;
    return immediate();
  }
}

/**
 * A worker thread, as the main thread sees it: it takes one call at a time, and every call gets an answer or an error.
 * The program of the thread is a string in this bundle, and small, so that the thread starts fast. Until its first call
 * the thread does not keep the process from ending.
 */
export class WorkerThread implements WorkerHandle {
  private settle: { resolve(result: unknown): void; reject(error: unknown): void } | null = null;
  private death: unknown = null;
  private readonly worker: Worker;

  /** Throws with exit code 74 where the system allows no more threads. */
  constructor() {
    try {
      this.worker = new Worker(START, { eval: true, workerData: { program: workerProgram, code: COMPILED } });
    } catch (error) {
      throw threadFailure(error);
    }
    const { worker } = this;
    worker.on('message', (answer: Answer) => {
      const waiting = this.settle;
      this.settle = null;
      if ('result' in answer) waiting?.resolve(answer.result);
      else waiting?.reject(revive(answer.failure));
    });
    worker.on('error', (error) => this.die(threadFailure(error)));
    worker.on('exit', (code) => this.die(new Error(`a worker thread ended with code ${code}`)));
    // called last, because a listener for messages would keep the process from ending again
    worker.unref();
  }

  map({ splits, segmentsOf, ...setup }: WorkerSetup, texts: () => readonly string[]): Promise<MapResult> {
    return this.ask({ step: 'map', setup, splits: texts() });
  }

  flush(): Promise<readonly SpillRun[]> {
    return this.ask({ step: 'flush' });
  }

  reduce(spills: readonly SpillRun[], splitsWithRejects: readonly number[]): Promise<ReduceResult> {
    return this.ask({ step: 'reduce', spills, splitsWithRejects });
  }

  async stop(): Promise<void> {
    this.settle = null;
    await this.worker.terminate();
  }

  private ask<T>(call: Call): Promise<T> {
    if (this.death) return Promise.reject(this.death);
    this.worker.ref();
    return new Promise((resolve, reject) => {
      this.settle = { resolve: resolve as (result: unknown) => void, reject };
      this.worker.postMessage(call);
    });
  }

  private die(error: unknown): void {
    this.death ??= error;
    this.settle?.reject(error);
    this.settle = null;
  }
}
