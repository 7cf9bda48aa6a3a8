/** Decides whether records fit the tables in memory, or have to be spilled and divided further. Pure. */

import { slotsFor } from '../kernel/layout';

export interface TableNeeds {
  /** The number of records that one worker has in each partition. */
  readonly records: readonly number[];
  /** The number of slots in the largest table that the worker has room for. */
  readonly mostSlots: number;
}

/** Whether every worker has room for a table that holds the records of all workers in any one partition. */
export function fitTables(workers: readonly TableNeeds[]): boolean {
  const mostSlots = Math.min(...workers.map((worker) => worker.mostSlots));
  const [first, ...others] = workers.map((worker) => worker.records);
  if (first === undefined) return true;
  return first.every((records, partition) => {
    const all = others.reduce((sum, counts) => sum + (counts[partition] as number), records);
    return slotsFor(all) <= mostSlots;
  });
}
