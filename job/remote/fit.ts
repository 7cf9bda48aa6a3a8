/** Checks whether the application master of a cluster can hold all tasks of a run. Pure. */

import type { Sizing } from '../options/yarn';
import { masterProblem, planYarn } from '../runner/yarn/plan';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { InputFile } from '../store/place';

/** Says why the application master cannot hold the tasks for these files, and what to change; null where it can. */
export function tasksProblem(files: readonly InputFile[], sizing: Sizing): string | null {
  return masterProblem(planYarn(files, sizing));
}

/** Throws with exit code 64 where there are more tasks than the application master or the names of parts allow. */
export function refuseTooManyTasks(files: readonly InputFile[], sizing: Sizing): void {
  const problem = tasksProblem(files, sizing);
  if (problem !== null) throw new Failure(EXIT.usage, problem);
}
