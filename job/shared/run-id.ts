import { randomBytes } from 'node:crypto';
import { matching } from './schema';

/** `20261122t152504z-3f9a1c`: when, to the second, and six random digits; later runs sort behind earlier ones. */
export function newRunId(now: Date): string {
  const when = now
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')
    .toLowerCase();
  return `${when}-${randomBytes(3).toString('hex')}`;
}

/**
 * A run's name as `newRunId` makes it, or one like it that was given. It stands in names of files and in YARN's tags
 * (which have no capitals), and says what in `_temporary/` is a run's: other programs stage there too (Hadoop's committer at
 * `_temporary/0`), and theirs is not ours to remove.
 */
export const RUN_ID = /^\d{8}t\d{6}z-[0-9a-z]{1,40}$/;

/** A run's name that was read back. */
export const RUN = matching(RUN_ID, 'the id of a run');
