/** Describes the files that were read again without a cut. Pure. */

import { counted } from '../shared/figures';

/** The most files that a message names. */
const MOST_NAMED = 3;

export function uncutWarning(paths: readonly string[]): string {
  const [was, it] = paths.length === 1 ? ['was', 'it'] : ['were', 'they'];
  return `${uncutWords(paths)} ${was} read twice, the second time by one thread: ${it} had been cut within a field`;
}

/** `2 files ('in/a', 'in/b')`. */
export function uncutWords(paths: readonly string[]): string {
  const names = paths.slice(0, MOST_NAMED).map((path) => `'${path}'`);
  const more = paths.length > names.length ? ', …' : '';
  return `${counted(paths.length, 'file')} (${names.join(', ')}${more})`;
}
