/** Sizes of a run on a cluster: its containers, and whether the application master can hold all of its tasks. Pure. */

import { type AskedSizing, isAuto } from '../options/yarn';
import { chooseSizing, leastShape } from '../runner/yarn/auto';
import { masterProblem, planYarn, type Shape, shapeOf } from '../runner/yarn/plan';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { FileSize } from '../store/file-block';

/** The containers that a run has at a time; the fewest that it may have where their number is chosen. */
export function containersOf(sizing: AskedSizing): Shape {
  if (!isAuto(sizing)) return shapeOf(sizing);
  const { containers, slots } = leastShape(sizing);
  return shapeOf({ ...sizing, parallelism: containers * slots, slots });
}

/** Throws with exit code 64 where there are more tasks than the application master or the names of parts allow. */
export function refuseTooManyTasks(files: Iterable<FileSize>, asked: AskedSizing): void {
  const sizing = isAuto(asked) ? chooseSizing(files, asked, null).sizing : asked;
  const problem = masterProblem(planYarn(files, sizing));
  if (problem !== null) throw new Failure(EXIT.usage, problem);
}
