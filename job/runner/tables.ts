/** Whether records can be kept where they are, or have to be spilled to be divided further. Pure. */

import { slotsFor } from '../kernel/layout';

export interface TableNeeds {
  /** One worker's records, by partition. */
  readonly records: readonly number[];
  /** Slots of the largest table that the worker has room for. */
  readonly mostSlots: number;
}

/** Whether every worker has room for a table of each partition's records, those of all workers taken together. */
export function fitTables(workers: readonly TableNeeds[]): boolean {
  const mostSlots = Math.min(...workers.map((worker) => worker.mostSlots));
  const [first, ...others] = workers.map((worker) => worker.records);
  if (first === undefined) return true;
  return first.every((records, partition) => {
    const all = others.reduce((sum, counts) => sum + (counts[partition] as number), records);
    return slotsFor(all) <= mostSlots;
  });
}
