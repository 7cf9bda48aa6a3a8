/** The right answer for a change log, computed as naively as possible. It shares no code with the job. */

import type { Change } from './change-log';

export interface ChangeAnswer {
  /** The records of the keys that are alive, in the order of their bytes. */
  readonly kept: readonly string[];
  /** The records of the keys whose latest record is a delete, in the order of their bytes. */
  readonly deleted: readonly string[];
}

export function changeOracle(changes: readonly Change[]): ChangeAnswer {
  const winners = [...latestChanges(changes).values()];
  const lines = (isDelete: boolean) =>
    winners
      .filter((change) => change.isDelete === isDelete)
      .map(({ line }) => line)
      .sort();
  return { kept: lines(false), deleted: lines(true) };
}

export function latestChanges(changes: readonly Change[]): Map<string, Change> {
  const latest = new Map<string, Change>();
  for (const change of changes) {
    const before = latest.get(change.key);
    if (before === undefined || isLater(change, before)) latest.set(change.key, change);
  }
  return latest;
}

function isLater(a: Change, b: Change): boolean {
  for (const [i, value] of a.order.entries()) {
    const other = b.order[i] as bigint;
    if (value !== other) return value > other;
  }
  return a.line > b.line;
}
