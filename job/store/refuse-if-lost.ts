import { LostOutput } from './lost';
import type { Lease } from './store';

/**
 * Throws LostOutput where another run has taken the output over. That explains whatever went wrong, so the caller's own
 * error is not reported then. Where the lease cannot be checked, nothing is thrown: the caller's error says more.
 */
export async function refuseIfLost(lease: Lease): Promise<void> {
  await lease.check().catch((error) => {
    if (error instanceof LostOutput) throw error;
  });
}
