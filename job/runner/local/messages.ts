/** The messages between the main thread and a worker. */

import type { ExitCode } from '../../shared/exit';
import { exitCodeOf, Failure } from '../../shared/failure';

/** One call. A worker takes its calls one after the other, and answers them in this order. */
export interface Call {
  readonly step: string;
  /** Plain data, because it travels between threads. */
  readonly given: unknown;
}

export type Answer = { readonly result: unknown } | { readonly failure: FlatFailure };

/** A failure as plain data, because an object loses its class on the way between threads. */
export interface FlatFailure {
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly stack: string | undefined;
}

/** The functions of a worker, by the names of their steps. */
export type Steps = Readonly<Record<string, (given: never) => unknown>>;

/** Answers calls one after the other, however fast they come. */
export function answerWith(steps: Steps): (call: Call) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (call) => {
    const answer = last.then(() => answerOne(steps, call));
    last = answer;
    return answer;
  };
}

async function answerOne(steps: Steps, { step, given }: Call): Promise<Answer> {
  try {
    const work = steps[step];
    if (work === undefined) throw new Error(`a worker has no step '${step}'`);
    return { result: await work(given as never) };
  } catch (error) {
    return { failure: flatten(error) };
  }
}

function flatten(error: unknown): FlatFailure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { exitCode: exitCodeOf(error), message, stack };
}

export function revive({ exitCode, message, stack }: FlatFailure): Failure {
  const failure = new Failure(exitCode, message);
  if (stack !== undefined) failure.stack = stack;
  return failure;
}
