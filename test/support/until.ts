/** Waits for events by checking repeatedly until a deadline, instead of sleeping for a fixed time. */

import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;
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
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > deadlineMs) throw new Error(`not so within ${withinMs / 1000} s: ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}
