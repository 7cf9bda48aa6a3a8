import { messageOf } from '../shared/failure';
import type { Lease } from './store';

/**
 * Does work under a lease, and releases the lease however the work ends. A failed release is a warning and no failure:
 * either the work succeeded, or its own error says more.
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
          `the output could not be released (${messageOf(error)}): the next dedup command on it takes it over, on ` +
            'another machine after five minutes',
        ),
      );
  }
}
