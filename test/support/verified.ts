/** The check of `dedup verify` without a process, for tests that verify many outputs. */

import { openPublished } from '../../job/place/open-output';
import type { Problem } from '../../job/verify/problem';
import { verify } from '../../job/verify/verify';

/** The problems of an output, which has to exist and be published. */
export async function problemsOf(output: string): Promise<readonly Problem[]> {
  return (await verify(openPublished(output))).problems;
}
