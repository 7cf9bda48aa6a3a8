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
}

const EFFECT = "whatever runs goes on: 'dedup status' shows it, 'dedup cancel' and 'dedup terminate' end it";

/** Runs a command that a signal ends, and nothing else with it. */
export function around<T>({ quiet }: { readonly quiet: boolean }, work: (around: Around) => Promise<T>): Promise<T> {
  return interruptible({ leavesWithParent: false, effect: EFFECT }, ({ signal }) => {
    const world: Around = {
      signal,
      now: () => new Date(),
      sleep: (ms) => delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted()),
      tell: quiet ? () => {} : (line) => console.error(line),
    };
    // a request that is under way is not waited for
    return Promise.race([work(world), untilAborted(signal)]);
  });
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
