/** The steps of a worker thread of a local run. */

import type { SpillRun } from '../spill';
import type { Steps } from './messages';
import { type PlannedReading, readingOf } from './planned-reading';
import { type RunSetup, WorkerTask } from './worker-task';

export interface MapCall {
  readonly setup: RunSetup;
  readonly planned: PlannedReading;
}

export interface ReduceCall {
  readonly spills: readonly SpillRun[];
  readonly splitsWithRejects: readonly number[];
}

export function localSteps(): Steps {
  let task: WorkerTask | null = null;
  const mapped = () => {
    if (task === null) throw new Error('a worker was called before it was asked to map');
    return task;
  };
  return {
    map: ({ setup, planned }: MapCall) => {
      task?.discard();
      task = new WorkerTask({ ...setup, ...readingOf(planned) });
      return task.map();
    },
    flush: () => mapped().flush(),
    reduce: ({ spills, splitsWithRejects }: ReduceCall) => mapped().reduce(spills, splitsWithRejects),
  };
}
