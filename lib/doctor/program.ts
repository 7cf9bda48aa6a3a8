/**
 * `dedup doctor` with the SDK clients that it needs: its own bundle (dist/doctor.txt), which only that command loads.
 */

import { shippedNode } from '../artifacts/node-release';
import { doctorCommand } from './command';

/**
 * Checks the deployment that a folder's `cdk.json` describes, with the overrides of `-c key=value`. Returns the exit
 * code.
 */
export function examine(folder: string, assignments: readonly string[], now: Date, say: (line: string) => void) {
  const today = now.toISOString().slice(0, 10);
  return doctorCommand(folder, assignments, (settings) => ({ node: shippedNode(settings), account: null, today }), say);
}
