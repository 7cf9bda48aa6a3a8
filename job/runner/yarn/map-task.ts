import { SharedProgress } from '../local/shared-progress';
import { findingFailure } from '../map-finding';
import { firstFinding, type MapResult, mustSpill } from '../results';
import type { SpillRun } from '../spill';
import type { Finding, MapInput, SplitInput, YarnJob } from './contract';
import { newLock } from './lock';
import type { MapSetup, SplitRead } from './map-worker';
import type { Container } from './task';

/**
 * Keeps the latest records of some splits, and hands them to the shuffle: a slot for each split. Returns the bad record
 * that ended the task in `fail` mode, null where there was none.
 */
export async function mapTask(job: YarnJob, { splits }: MapInput, container: Container): Promise<Finding | null> {
  const memory = container.memoryFor(job, splits.length);
  const slots = container.startWorkers(splits.length);
  try {
    const shared = SharedProgress.for(slots.length).buffer;
    const common = { job, memory, shared, lock: newLock(), temp: container.temp };
    const setups = splits.map(({ split, segments }, worker): MapSetup => {
      return { ...common, worker, split, segments: JSON.stringify(segments) };
    });
    const found = await Promise.all(slots.map((slot, worker) => slot.ask<SplitRead>('read', setups[worker])));
    const first = firstFinding(found);
    if (first !== null) return told(first, splits);
    const spilled = mustSpill(found) ? await Promise.all(slots.map((slot) => slot.ask<SpillRun[]>('spill'))) : [];
    await Promise.all(slots.map((slot) => slot.ask('hand-on', spilled.flat())));
    return null;
  } finally {
    await Promise.all(slots.map((slot) => slot.stop()));
  }
}

function told(found: NonNullable<MapResult['finding']>, splits: readonly SplitInput[]): Finding {
  const { example, isGuessed, isOwn, split: worker } = found;
  // damage is told as a fault of the file, unless another reading may find none
  if (isOwn && !isGuessed) throw findingFailure(found);
  return { split: (splits[worker] as SplitInput).split, example, isGuessed };
}
