/** What the commands have of the world around them. */

import { setTimeout as delay } from 'node:timers/promises';
import { interruptible } from '../../../job/command/interrupt';

/** The clock, and the end of patience. */
export interface Around {
  readonly signal: AbortSignal;
  now(): Date;
  /** Rejects when a signal comes. */
  sleep(ms: number): Promise<void>;
  /** To whoever watches: standard error. */
  tell(line: string): void;
  /** From here on AWS is changed: a signal that came before ends the command, a later one waits for its end. */
  commit(): void;
}

export interface Manner {
  readonly quiet: boolean;
  /** Whether it changes AWS, rather than looks on. */
  readonly changes?: boolean;
}

const ONLOOKER = "whatever runs goes on: 'dedup status' shows it, 'dedup cancel' and 'dedup terminate' end it";
const TOO_EARLY = 'nothing was changed';
const TOO_LATE = 'too late, what was asked for is under way';

/** Runs a command that a signal ends, and nothing else with it. */
export function around<T>({ quiet, changes = false }: Manner, work: (around: Around) => Promise<T>): Promise<T> {
  let isCommitted = false;
  const effect = () => {
    if (!changes) return ONLOOKER;
    return isCommitted ? TOO_LATE : TOO_EARLY;
  };
  return interruptible({ leavesWithParent: false, effect }, async ({ signal }) => {
    const world: Around = {
      signal,
      now: () => new Date(),
      sleep: (ms) => delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted()),
      tell: quiet ? () => {} : (line) => console.error(line),
      commit() {
        signal.throwIfAborted();
        isCommitted = true;
      },
    };
    const aborted = untilAborted(signal);
    const working = work(world).then((result) => {
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
