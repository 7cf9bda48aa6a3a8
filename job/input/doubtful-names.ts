/** Tells of files whose names say that they are no input: copies of editors, and transfers that are not complete. Pure. */

import { counted } from '../shared/figures';
import { endTest } from './end-test';

/** Files that are read although their names are doubtful. */
export interface DoubtfulNames {
  readonly count: number;
  /** The first of their paths in the order of bytes; empty where there is none. */
  readonly first: string;
}

const ENDS = ['~', '.bak', '.tmp', '.part', '.partial', '.filepart', '.crdownload', '._COPYING_'];
const mayBeDoubtful = endTest([...ENDS, '#']);
const DOUBTFUL = new RegExp(`(?:${ENDS.join('|').replaceAll('.', '\\.')})$|(?:^|/)#[^/]*#$`, 'i');

export function isDoubtful(path: string): boolean {
  return mayBeDoubtful(path) && DOUBTFUL.test(path);
}

/** Null where none of the files that a run reads has such a name, or all have one. */
export function doubtfulWarning({ count, first }: DoubtfulNames, files: number): string | null {
  if (count === 0 || count === files) return null;
  return count === 1
    ? `1 file has a name of a copy or of a transfer that is not complete, and is read: '${first}'; take it out if it is no input`
    : `${counted(count, 'file')} have names of copies or of transfers that are not complete, and are read: '${first}' and others; ` +
        'take them out if they are no input';
}
