/** The context in which a command that operates a deployment runs: a clock, signals, and standard error. */

import { setTimeout as delay } from 'node:timers/promises';
import { interruptible } from '../../../job/command/interrupt';
import { printable } from '../../../job/shared/printable';
import { tellLine } from '../../../job/shared/standard-error';

export interface CommandContext {
  readonly signal: AbortSignal;
  now(): Date;
  /** Rejects when a signal arrives. */
  sleep(ms: number): Promise<void>;
  /** Prints a line on standard error. Control characters that came from elsewhere are escaped. */
  tell(line: string): void;
  /**
   * Marks the point from which the command changes AWS. It throws if a signal came before; a later signal waits for the
   * command's end.
   */
  commit(): void;
}

export interface ContextOptions {
  /** Whether to print nothing on standard error. */
  readonly quiet: boolean;
  /** Whether the command changes AWS; otherwise it only looks. */
  readonly changes?: boolean;
}

const ONLOOKER =
  "the run and its cluster go on: 'dedup status' shows them, 'dedup cancel' and 'dedup terminate' end them";
const TOO_EARLY = 'nothing was changed';
const TOO_LATE = 'too late to stop: the request to AWS is under way';

/** Runs a command. A signal ends the command, but nothing that runs in AWS. */
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
      tell: quiet ? () => {} : (line) => tellLine(printable(line)),
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
    // Before commit() a signal does not wait for a request that is under way.
    const interrupted = aborted.then((reason) => (isCommitted ? working : Promise.reject(reason)));
    return Promise.race([working, interrupted]);
  });
}

function untilAborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(signal.reason), { once: true });
  });
}
