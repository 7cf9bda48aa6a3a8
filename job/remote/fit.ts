/** Whether the tasks of a run fit the cluster that it is for. Pure. */

import type { Sizing } from '../options/yarn';
import { masterProblem, planYarn } from '../runner/yarn/plan';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { InputFile } from '../store/place';

/** Why the application master cannot hold the tasks of these files, and what helps; null where it can. */
export function tasksProblem(files: readonly InputFile[], sizing: Sizing): string | null {
  return masterProblem(planYarn(files, sizing));
}

/** Throws with exit code 64 where there would be more tasks than the application master, or the output, can have. */
export function refuseTooManyTasks(files: readonly InputFile[], sizing: Sizing): void {
  const problem = tasksProblem(files, sizing);
  if (problem !== null) throw new Failure(EXIT.usage, problem);
}
