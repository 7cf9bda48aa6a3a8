/** Waits for events by checking repeatedly until a deadline, instead of sleeping for a fixed time. */

import { setTimeout as delay } from 'node:timers/promises';

/** A look that asks a server costs CPU time on both sides, so it follows at a distance of so many times its own duration. */
const REST = 20;
const LEAST_PAUSE_MS = 50;
const MOST_PAUSE_MS = 1000;
/** The deadline, for a very busy machine. On an idle machine no event takes a tenth of it. */
const WITHIN_MS = 300_000;

/** Returns the result of `look` as soon as it is not null, undefined or false. */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  withinMs = WITHIN_MS,
): Promise<T> {
  const deadlineMs = performance.now() + withinMs;
  for (;;) {
    const startMs = performance.now();
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    const endMs = performance.now();
    if (endMs > deadlineMs) throw new Error(`not so within ${withinMs / 1000} s: ${what}`);
    await delay(Math.min(Math.max(REST * (endMs - startMs), LEAST_PAUSE_MS), MOST_PAUSE_MS));
  }
}
