import { randomHex } from './random';
import { matching } from './schema';

/** `20261122t152504z-3f9a1c`: the time to the second, and six random digits. Later runs sort behind earlier ones. */
export function newRunId(now: Date): string {
  const when = now
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')
    .toLowerCase();
  return `${when}-${randomHex(3)}`;
}

/**
 * The form of run ids, of those that `newRunId` makes and of those that a user gives. A run id stands in names of files
 * and in YARN's tags, which have no capital letters. It also tells which folders of `_temporary/` are this kit's. Other
 * programs stage there too (Hadoop's committer at `_temporary/0`), and their files must not be removed.
 */
export const RUN_ID = /^\d{8}t\d{6}z-[0-9a-z]{1,40}$/;

/** The schema of a run id that was read back. */
export const RUN = matching(RUN_ID, 'the id of a run');
