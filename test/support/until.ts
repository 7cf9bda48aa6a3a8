/** Waiting for events: looked for again and again, with a deadline and never for a time. */

import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;
/** For a busy machine: nothing that a test waits for takes a tenth of this on a quiet one. */
const WITHIN_MS = 150_000;

/** Returns what was looked for as soon as it is there: anything but null, undefined and false. */
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
