/**
 * Names of staging folders in `_temporary`: `<run>`, and `<run>.<n>` once the publication of the run has begun. Pure.
 */

import { RUN_ID } from '../../shared/run-id';

export interface StagingName {
  readonly run: string;
  /** Grows with each takeover. The folder then has another name, and its former holder does not find it. */
  readonly takings: number;
}

/** Parses the name of a staging; undefined for any other name. */
export function parseStaging(name: string): StagingName | undefined {
  const [run = '', takings, ...more] = name.split('.');
  if (!RUN_ID.test(run) || more.length > 0) return undefined;
  if (takings === undefined) return { run, takings: 0 };
  return /^[1-9]\d{0,8}$/.test(takings) ? { run, takings: Number(takings) } : undefined;
}

export function stagingName({ run, takings }: StagingName): string {
  return takings === 0 ? run : `${run}.${takings}`;
}

/** The names of each run's stagings, the latest takeover first: only that one is valid. */
export function byRun(names: readonly string[]): Map<string, StagingName[]> {
  const runs = new Map<string, StagingName[]>();
  for (const name of names) {
    const found = parseStaging(name);
    if (found === undefined) continue;
    const others = runs.get(found.run);
    runs.set(found.run, others === undefined ? [found] : [...others, found]);
  }
  for (const found of runs.values()) found.sort((a, b) => b.takings - a.takings);
  return runs;
}
