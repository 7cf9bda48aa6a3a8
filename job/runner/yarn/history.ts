/** Reads Hadoop's counters of an ended job from the job history server, where there is one. */

import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerContext } from '../runner';
import type { JobCounters, YarnRest } from './rest';

/**
 * The job history server reads the files of a job some moments after the end of the job. A run waits for that, because
 * the counters check its books once more, but not longer than this.
 */
const HISTORY_PACE = { withinMs: 10_000, lookMs: 1000 };

/** Warns and returns null where the counters are not available. */
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
    why = `does not know ${application}`;
    if (performance.now() - startMs >= pace.withinMs) break;
    await delay(pace.lookMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  warn(`the job history server ${why}, so Hadoop's counters were not compared with those of the tasks`);
  return null;
}
