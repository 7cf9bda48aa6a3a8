/** What Hadoop has counted of a job that has ended, where there is a job history server to say. */

import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerContext } from '../runner';
import type { JobCounters, YarnRest } from './rest';

/** It reads a job's files some moments after that has ended. So long a run waits to be checked once more, and no longer. */
export const HISTORY_PACE = { withinMs: 10_000, lookMs: 1000 };

/** Null, with a warning, where they cannot be had. */
export async function finalCounters(
  rest: Pick<YarnRest, 'hasHistory' | 'finalCounters'>,
  application: string,
  { signal, warn }: Pick<RunnerContext, 'signal' | 'warn'>,
  pace = HISTORY_PACE,
): Promise<JobCounters | null> {
  const startMs = performance.now();
  let why = 'does not answer';
  while (await rest.hasHistory()) {
    const counters = await rest.finalCounters(application);
    if (counters !== null) return counters;
    why = `does not say anything of ${application}`;
    if (performance.now() - startMs >= pace.withinMs) break;
    await delay(pace.lookMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  warn(`the job history server ${why}, so Hadoop's counters were not compared with the books`);
  return null;
}
