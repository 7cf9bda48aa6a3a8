/** The messages between the main thread and a worker thread: one call at a time, each with one answer. */

import { EXIT, type ExitCode } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { SpillRun } from '../spill';
import type { Reading, WorkerSetup } from './worker-task';

export type Call =
  | { readonly step: 'map'; readonly setup: Omit<WorkerSetup, keyof Reading>; readonly splits: readonly string[] }
  | { readonly step: 'flush' }
  | {
      readonly step: 'reduce';
      readonly spills: readonly SpillRun[];
      readonly splitsWithRejects: readonly number[];
    };

/**
 * The segments of each split as a text, which is made once for all threads. A thread parses only the splits that it
 * reads, and takes half as long for it as to be sent the objects. With ten thousand files that is a share of the run.
 */
export function splitTexts({ splits, segmentsOf }: Reading): string[] {
  return Array.from({ length: splits }, (_, split) => JSON.stringify(segmentsOf(split)));
}

export function setupOf({ setup, splits }: Extract<Call, { step: 'map' }>): WorkerSetup {
  return { ...setup, splits: splits.length, segmentsOf: (split) => JSON.parse(splits[split] as string) };
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
