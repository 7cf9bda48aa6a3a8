import { told } from '../shared/standard-error';
import { printed } from './output';

/**
 * Ends the process once the system has taken all that was written. Where Node is left to end by itself, it first frees
 * the memory of all threads, which takes some 15 ms, and tries a request again for a minute that a signal has cut short.
 */
export async function end(exitCode: number): Promise<never> {
  await printed().catch(() => false);
  await told();
  process.exit(exitCode);
}
