/** Opens the output of a run for a command that only looks at it. */

import { resolveLocation } from '../options/parsing/location';
import { openPublished } from '../place/open-output';
import { UnreadableSummary } from '../publication/previous-output';
import { settleLeft } from '../publication/settle-left';
import { endDeadDriver } from '../runner/yarn/dead-driver';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { newRunId } from '../shared/run-id';
import type { OutputStore } from '../store/store';
import { warn } from './complain';

/**
 * Works with the output at a location. A run that was interrupted while it published is finished or undone before
 * anything is looked at. An unreadable summary is bad data then, with exit code 65: a run that finds one cannot write
 * there, but for a look at the output it is damage.
 */
export async function withPublished<T>(location: string, work: (store: OutputStore) => Promise<T>): Promise<T> {
  const output = resolveLocation('output', location);
  const store = openPublished(output);
  try {
    await settleLeft(store, {
      takeLease: () => store.takeLease({ run: newRunId(new Date()) }),
      endDead: endDeadDriver(output, process.env),
      warn,
    });
    return await work(store);
  } catch (error) {
    throw error instanceof UnreadableSummary ? damaged(error) : error;
  }
}

function damaged(error: UnreadableSummary): Failure {
  const { file, reason } = error;
  return new Failure(
    EXIT.badData,
    `${file} is not a summary that this program can read (${reason}), so nothing else there can be checked: bring it ` +
      'back from a copy, or run again into another folder',
    { cause: error },
  );
}
