import { EXIT } from '../shared/exit';
import { told } from '../shared/standard-error';
import { complain } from './complain';
import { printed } from './output';
import { tellFailure } from './tell-failure';

/**
 * Ends the process once the system has taken all that was written. Where Node is left to end by itself, it first frees
 * the memory of all threads, which takes some 15 ms, and tries a request again for a minute that a signal has cut short.
 */
export async function end(exitCode: number): Promise<never> {
  const ending = await printed().then(
    () => exitCode,
    (error) => (hasAnswered(exitCode) ? tellFailure(error, complain) : exitCode),
  );
  await told();
  process.exit(ending);
}

/** Whether a command did its work, so that an answer which could not be written is its only failure. */
function hasAnswered(exitCode: number): boolean {
  return exitCode === EXIT.done || exitCode === EXIT.no;
}
