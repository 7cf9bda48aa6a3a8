/** A worker thread, as the main thread sees it. */

import { Worker } from 'node:worker_threads';
import workerProgram from '../../../dist/worker.txt';
import { PLACE_OF_TEXTS, placeOfTexts } from '../../shared/held-text';
import { type Answer, type Call, revive } from './messages';
import { threadFailure } from './thread-failure';

/** A worker that takes calls: a thread, or in tests an object of the main thread. */
export interface Callable {
  /** The buffers in `moved` belong to the worker afterwards. */
  ask<T>(step: string, given?: unknown, moved?: readonly ArrayBuffer[]): Promise<T>;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** The compiled code of the worker threads. It is not defined in bundles that have none, nor where the sources run. */
declare const WORKER_CODE: Uint8Array | undefined;
const COMPILED = typeof WORKER_CODE === 'undefined' ? undefined : WORKER_CODE;

/** Runs the program of a thread with its compiled code, which a worker cannot be given directly. */
const START = `
  const { workerData: { program, code, place } } = require('node:worker_threads');
  globalThis[${JSON.stringify(PLACE_OF_TEXTS)}] = place;
  new (require('node:vm').Script)(program, { filename: 'worker', cachedData: code }).runInThisContext();`;

/**
 * The program of the thread is a string in this bundle, and small, so that the thread starts fast. Every call gets an
 * answer or an error. Until its first call the thread does not keep the process from ending.
 */
export class Thread implements Callable {
  private readonly waiting: Waiting[] = [];
  private death: unknown = null;
  private readonly worker: Worker;

  /** @param fewer the advice for a system that allows no more threads; then this throws with exit code 74 */
  constructor(private readonly fewer: string) {
    try {
      const workerData = { program: workerProgram, code: COMPILED, place: placeOfTexts() };
      this.worker = new Worker(START, { eval: true, workerData });
    } catch (error) {
      throw threadFailure(error, fewer);
    }
    const { worker } = this;
    worker.on('message', (answer: Answer) => {
      const first = this.waiting.shift();
      if ('result' in answer) first?.resolve(answer.result);
      else first?.reject(revive(answer.failure));
    });
    worker.on('error', (error) => this.die(threadFailure(error, this.fewer)));
    worker.on('exit', (code) => this.die(new Error(`a worker thread ended with code ${code}`)));
    // called last, because a listener for messages would keep the process from ending again
    worker.unref();
  }

  ask<T>(step: string, given?: unknown, moved: readonly ArrayBuffer[] = []): Promise<T> {
    if (this.death) return Promise.reject(this.death);
    this.worker.ref();
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve: resolve as Waiting['resolve'], reject });
      this.worker.postMessage({ step, given } satisfies Call, moved);
    });
  }

  async stop(): Promise<void> {
    this.waiting.length = 0;
    await this.worker.terminate();
  }

  private die(error: unknown): void {
    this.death ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
