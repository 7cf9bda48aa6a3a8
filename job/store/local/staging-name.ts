/** Names of staging folders, in `_temporary`: `<run>`, and `<run>.<n>` once its publication has begun. Pure. */

import { RUN_ID } from '../../shared/run-id';

export interface StagingName {
  readonly run: string;
  /** One more each time it is taken: so it has another name, and whoever had it before does not find it. */
  readonly takings: number;
}

/** Undefined for what is no run's. */
export function parseStaging(name: string): StagingName | undefined {
  const [run = '', takings, ...more] = name.split('.');
  if (!RUN_ID.test(run) || more.length > 0) return undefined;
  if (takings === undefined) return { run, takings: 0 };
  return /^[1-9]\d{0,8}$/.test(takings) ? { run, takings: Number(takings) } : undefined;
}

export function stagingName({ run, takings }: StagingName): string {
  return takings === 0 ? run : `${run}.${takings}`;
}

/** The names of each run, the one that was taken last in front: that is the one that counts. */
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
