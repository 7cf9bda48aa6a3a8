/** `dedup doctor` with all that it asks AWS by: a bundle of its own (dist/doctor.txt), which only that command loads. */

import { shippedNode } from '../artifacts/node-release';
import { doctorCommand } from './command';

/** Of the deployment that `cdk.json` in a folder describes, with `-c key=value` on top; returns the exit code. */
export function examine(folder: string, assignments: readonly string[], now: Date, say: (line: string) => void) {
  const today = now.toISOString().slice(0, 10);
  return doctorCommand(folder, assignments, (settings) => ({ node: shippedNode(settings), today }), say);
}
