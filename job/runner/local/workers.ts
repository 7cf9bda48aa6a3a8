/** The workers of one machine: threads, and the main thread where no step keeps it busy for long. */

import { setImmediate as immediate } from 'node:timers/promises';
import { monotonicMs } from '../../shared/clock';
import type { MapResult, ReduceResult } from '../results';
import type { SpillRun } from '../spill';
import type { MapCall, ReduceCall } from './local-steps';
import { type PlannedReading, readingOf } from './planned-reading';
import { SharedProgress } from './shared-progress';
import { Thread } from './thread';
import { type RunSetup, WorkerTask } from './worker-task';

export interface Workers {
  /** Starts afresh where it is called again: nothing is left of the former call. There is one setup for each worker. */
  map(setups: readonly RunSetup[], planned: PlannedReading): Promise<MapResult[]>;
  flush(): Promise<SpillRun[]>;
  reduce(spills: readonly SpillRun[], splitsWithRejects: readonly number[]): Promise<ReduceResult[]>;
  /** Ends all workers, at any point of their work. */
  stop(): Promise<void>;
}

/** One worker, in a thread of its own or in the main thread. */
export interface WorkerHandle {
  map(setup: RunSetup, planned: PlannedReading): Promise<MapResult>;
  flush(): Promise<readonly SpillRun[]>;
  reduce(spills: readonly SpillRun[], splitsWithRejects: readonly number[]): Promise<ReduceResult>;
  stop(): Promise<void>;
}

export function workersOf(handles: readonly WorkerHandle[]): Workers {
  return {
    map: (setups, planned) => Promise.all(handles.map((handle, i) => handle.map(setups[i] as RunSetup, planned))),
    flush: async () => (await Promise.all(handles.map((handle) => handle.flush()))).flat(),
    reduce: (spills, splitsWithRejects) =>
      Promise.all(handles.map((handle) => handle.reduce(spills, splitsWithRejects))),
    stop: async () => {
      await Promise.all(handles.map((handle) => handle.stop()));
    },
  };
}

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

  map(setup: RunSetup, planned: PlannedReading): Promise<MapResult> {
    this.shared = new SharedProgress(setup.shared);
    this.task?.discard();
    this.task = new WorkerTask({ ...setup, ...readingOf(planned) }, () => this.breathe());
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

/** A worker thread. */
export class WorkerThread implements WorkerHandle {
  /** Throws with exit code 74 where the system allows no more threads. */
  private readonly thread = new Thread('take fewer --threads');

  map(setup: RunSetup, planned: PlannedReading): Promise<MapResult> {
    return this.thread.ask('map', { setup, planned } satisfies MapCall);
  }

  flush(): Promise<readonly SpillRun[]> {
    return this.thread.ask('flush');
  }

  reduce(spills: readonly SpillRun[], splitsWithRejects: readonly number[]): Promise<ReduceResult> {
    return this.thread.ask('reduce', { spills, splitsWithRejects } satisfies ReduceCall);
  }

  stop(): Promise<void> {
    return this.thread.stop();
  }
}
