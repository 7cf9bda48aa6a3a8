/** What a command that operates a deployment runs with: a clock, signals, and standard error. */

import { setTimeout as delay } from 'node:timers/promises';
import { interruptible } from '../../../job/command/interrupt';
import { printable } from '../../../job/shared/printable';

export interface CommandContext {
  readonly signal: AbortSignal;
  now(): Date;
  /** Rejects when a signal comes. */
  sleep(ms: number): Promise<void>;
  /** Shows a line on standard error, whatever others have written into it. */
  tell(line: string): void;
  /** From here on AWS is changed: a signal that came before ends the command, a later one waits for its end. */
  commit(): void;
}

export interface ContextOptions {
  /** Shows nothing on standard error. */
  readonly quiet: boolean;
  /** Whether it changes AWS, rather than looks on. */
  readonly changes?: boolean;
}

const ONLOOKER = "whatever runs goes on: 'dedup status' shows it, 'dedup cancel' and 'dedup terminate' end it";
const TOO_EARLY = 'nothing was changed';
const TOO_LATE = 'too late, what was asked for is under way';

/** Runs a command that a signal ends, and nothing else with it. */
export function withContext<T>(
  { quiet, changes = false }: ContextOptions,
  work: (context: CommandContext) => Promise<T>,
): Promise<T> {
  let isCommitted = false;
  const effect = () => {
    if (!changes) return ONLOOKER;
    return isCommitted ? TOO_LATE : TOO_EARLY;
  };
  return interruptible({ leavesWithParent: false, effect }, async ({ signal }) => {
    const context: CommandContext = {
      signal,
      now: () => new Date(),
      sleep: (ms) => delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted()),
      tell: quiet ? () => {} : (line) => console.error(printable(line)),
      commit() {
        signal.throwIfAborted();
        isCommitted = true;
      },
    };
    const aborted = untilAborted(signal);
    const working = work(context).then((result) => {
      signal.throwIfAborted();
      return result;
    });
    // another request than that is not waited for
    const interrupted = aborted.then((reason) => (isCommitted ? working : Promise.reject(reason)));
    return Promise.race([working, interrupted]);
  });
}

function untilAborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(signal.reason), { once: true });
  });
}
