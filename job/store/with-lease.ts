import { messageOf } from '../shared/failure';
import type { Lease } from './store';

/**
 * Works under a lease, and gives it up when that has ended, however it did. A lease that cannot be given up is told, and is
 * no failure: what was done is done, and what went wrong before says more.
 */
export async function withLease<T>(
  lease: Lease,
  warn: (message: string) => void,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  try {
    return await work(lease);
  } finally {
    await lease
      .release()
      .catch((error) =>
        warn(
          `the output could not be given free (${messageOf(error)}): the next dedup command on it takes it over, on ` +
            'another machine after five minutes',
        ),
      );
  }
}
