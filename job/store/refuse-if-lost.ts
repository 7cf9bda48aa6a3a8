import { LostOutput } from './lost';
import type { Lease } from './store';

/**
 * Throws where the output is another run's by now: then that is why something went wrong, and nothing else is to be said.
 * Where that cannot be told, what went wrong says more.
 */
export async function refuseIfLost(lease: Lease): Promise<void> {
  await lease.check().catch((error) => {
    if (error instanceof LostOutput) throw error;
  });
}
