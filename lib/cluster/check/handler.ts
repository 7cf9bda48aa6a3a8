/** The Lambda function that looks each night whether the output lacks a file of the inputs. It changes nothing. */

import { whyLacking } from '../../../job/remote/why-lacking';
import { printable } from '../../../job/shared/printable';
import { NOTHING_NEW } from './answer';

export interface CheckRequest {
  /** The places of the deployment, `s3://bucket/prefix/`. */
  readonly inputs: readonly string[];
  readonly output: string;
  /** Whether the setting `deleteWhen` has conditions. */
  readonly hasDeletes: boolean;
}

/** Step Functions ends an execution whose data is too long, and no state could then start a cluster. */
const MOST_CHARS = 1000;

/** Returns why a run is needed, or that nothing is new. Whatever it throws starts a cluster too. */
export async function handler({ inputs, output, hasDeletes }: CheckRequest): Promise<string> {
  const why = await whyLacking(output, inputs, hasDeletes);
  const answer = why === null ? NOTHING_NEW : printable(`needs a run: ${why}`).slice(0, MOST_CHARS);
  console.log(answer);
  return answer;
}
