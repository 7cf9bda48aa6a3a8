/** Describes oddities: data that a run accepts, although it may be a mistake. */

import { counted } from '../shared/figures';
import type { Oddity } from './summary';

/** `column` is the name of the order column. */
export function oddityWords({ kind, count, file, offset, line }: Oddity, column: string): string {
  const first = `the first in '${file}' at byte ${offset}: '${line}'`;
  if (kind === 'byte-order-mark') {
    return `${counted(count, 'line')} inside of files ${count === 1 ? 'begins' : 'begin'} with a byte order mark, which is data there, ${first}`;
  }
  return (
    `${counted(count, 'record')} ${count === 1 ? 'has' : 'have'} no value in the order column '${column}' ` +
    `(nothing, NA, null, None, \\N …), and a word is later than any digit; --empty-order oldest has these before all others, ${first}`
  );
}
