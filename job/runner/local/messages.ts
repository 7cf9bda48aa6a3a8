/** The messages between the main thread and a worker thread: one call at a time, each with one answer. */

import { EXIT, type ExitCode } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { SpillRun } from '../spill';
import type { Reading, WorkerSetup } from './worker-task';

export type Call =
  | { readonly step: 'map'; readonly setup: Omit<WorkerSetup, keyof Reading>; readonly reading: string }
  | { readonly step: 'flush' }
  | {
      readonly step: 'reduce';
      readonly spills: readonly SpillRun[];
      readonly splitsWithRejects: readonly number[];
    };

/**
 * The files and splits as a text, which is made once for all threads. A thread takes half as long to parse it as to be
 * sent the objects, which is a share of the run where there are ten thousand files.
 */
export function readingText({ files, splits }: Reading): string {
  return JSON.stringify({ files, splits } satisfies Reading);
}

export function setupOf({ setup, reading }: Extract<Call, { step: 'map' }>): WorkerSetup {
  return { ...setup, ...(JSON.parse(reading) as Reading) };
}

export type Answer = { readonly result: unknown } | { readonly failure: FlatFailure };

/** A failure as plain data, because an object loses its class on the way between threads. */
export interface FlatFailure {
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly stack: string | undefined;
}

export function flatten(error: unknown): FlatFailure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { exitCode: error instanceof Failure ? error.exitCode : EXIT.software, message, stack };
}

export function revive({ exitCode, message, stack }: FlatFailure): Failure {
  const failure = new Failure(exitCode, message);
  if (stack !== undefined) failure.stack = stack;
  return failure;
}
