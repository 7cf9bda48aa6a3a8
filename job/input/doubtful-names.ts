/** Tells of files whose names say that they are no input: copies of editors, and transfers that are not complete. Pure. */

import { counted } from '../shared/figures';
import type { InputFiles } from '../store/input-files';

const DOUBTFUL = /(?:~|\.(?:bak|tmp|part|partial|filepart|crdownload)|\._COPYING_)$|(?:^|\/)#[^/]*#$/i;

/** Null where no file has such a name, or all have one. */
export function doubtfulNames(files: InputFiles): string | null {
  let count = 0;
  let first = '';
  for (const { path, own } of files) {
    if (own || !DOUBTFUL.test(path)) continue;
    if (count === 0) first = path;
    count++;
  }
  if (count === 0 || count === files.length) return null;
  return count === 1
    ? `1 file has a name of a copy or of a transfer that is not complete, and is read: '${first}'; take it out if it is no input`
    : `${counted(count, 'file')} have names of copies or of transfers that are not complete, and are read: '${first}' and others; ` +
        'take them out if they are no input';
}
