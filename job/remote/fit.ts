/** Sizes of a run on a cluster: its containers, and whether the application master can hold all of its tasks. Pure. */

import type { Sizing } from '../options/yarn';
import { masterProblem, planYarn, type Shape, shapeOf } from '../runner/yarn/plan';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { InputFile } from '../store/place';

/** The containers that a run has at a time. */
export function containersOf(sizing: Sizing): Shape {
  return shapeOf(sizing);
}

/** Says why the application master cannot hold the tasks for these files, and what to change; null where it can. */
export function tasksProblem(files: readonly InputFile[], sizing: Sizing): string | null {
  return masterProblem(planYarn(files, sizing));
}

/** Throws with exit code 64 where there are more tasks than the application master or the names of parts allow. */
export function refuseTooManyTasks(files: readonly InputFile[], sizing: Sizing): void {
  const problem = tasksProblem(files, sizing);
  if (problem !== null) throw new Failure(EXIT.usage, problem);
}
