/** The check of `dedup verify` without a process for each: for tests that look at many outputs. */

import { openPublished } from '../../job/place/open-output';
import { type Problem, verify } from '../../job/verify/verify';

/** What is wrong with an output, which has to be there and finished. */
export async function problemsOf(output: string): Promise<readonly Problem[]> {
  return (await verify(openPublished(output))).problems;
}
