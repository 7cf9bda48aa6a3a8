/** Describes oddities: data that a run accepts, although it may be a mistake. */

import { counted } from '../shared/figures';
import type { Oddity } from './summary';

/** `columns` are the names of the columns that order records by text. */
export function oddityWords({ kind, count, file, offset, line }: Oddity, columns: readonly string[]): string {
  const first = `the first in '${file}' at byte ${offset}: '${line}'`;
  if (kind === 'byte-order-mark') {
    return `${counted(count, 'line')} inside of files ${count === 1 ? 'begins' : 'begin'} with a byte order mark, which is data there, ${first}`;
  }
  const names = columns.map((name) => `'${name}'`).join(', ');
  return (
    `${counted(count, 'record')} ${count === 1 ? 'has' : 'have'} no value in the order column${columns.length > 1 ? 's' : ''} ${names} ` +
    `(nothing, NA, null, None, \\N …), and a word is later than any digit; --empty-order oldest has these before all others, ${first}`
  );
}
