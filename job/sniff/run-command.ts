/** The command line of `dedup run` that reads files by the findings about them. Pure. */

import { orderByText } from '../options/order-by';
import { textOfBytes } from '../options/parsing/byte-text';
import type { Findings } from './findings';
import type { TextFindings } from './table';

/** What stands where the findings have no name; a run refuses each of these. */
const NO_INPUTS = '<inputs>';
const NO_ORDER = '<column:type>';
const NO_KEY = '<names>';

export interface Places {
  /** The inputs of the run; null where a person has to name them. */
  readonly inputs: readonly string[] | null;
  readonly output: string;
}

export interface RunCommand {
  /** The program's name first. */
  readonly words: readonly string[];
  /** Whether it runs as it is, and not only once a person has filled something in. */
  readonly isComplete: boolean;
}

export function runCommand(findings: Findings, { inputs, output }: Places): RunCommand {
  const { table, order, keys } = findings;
  const { text, columns } = table;
  const key = keys.guess === null ? NO_KEY : keys.guess.columns.join(',');
  const orderBy = order.order === null ? NO_ORDER : orderByText([{ ...order.order, isLeast: false, ranks: [] }]);
  const isFilled = isMissingFilled(findings);
  const isBad = table.bad > 0 || order.bad > 0 || (table.shortest !== null && !isFilled);
  const words = [
    'dedup',
    'run',
    ...(inputs === null ? [NO_INPUTS] : inputs),
    '--output',
    output,
    ...(text === null ? ['--format', 'json'] : dialectWords(text)),
    ...(table.skipLines > 0 ? ['--skip-lines', String(table.skipLines)] : []),
    ...(table.lineEnd === 'cr' ? ['--line-end', 'cr'] : []),
    ...(text?.hasHeader ? ['--header'] : []),
    ...(text?.isIgnoringNames ? ['--header-names', 'ignore'] : []),
    ...(text?.isNaming ? ['--columns', columns.map(({ name }) => name).join(',')] : []),
    '--key',
    key,
    '--order-by',
    orderBy,
    ...(isFilled ? ['--missing-columns', 'empty'] : []),
    ...(order.hasEmpty ? ['--empty-order', 'oldest'] : []),
    ...(isBad ? ['--bad-records', 'keep'] : []),
  ];
  return { words, isComplete: inputs !== null && keys.guess !== null && order.order !== null };
}

/** The name of the format, and the options that say how fields are written. */
function dialectWords({ dialect, format, comment }: TextFindings): string[] {
  const { delimiter, quote, escape: escaping } = dialect;
  return [
    ...(format === 'delimited' ? ['--delimiter', textOfBytes(delimiter)] : ['--format', format]),
    ...(quote !== null && format !== 'csv' ? ['--quote', quote] : []),
    ...(escaping !== null && escaping !== quote ? ['--escape', escaping] : []),
    ...(dialect.isTrimmed ? ['--trim'] : []),
    ...(dialect.hasTrailingDelimiter ? ['--trailing-delimiter'] : []),
    ...(comment === null ? [] : ['--comment', comment]),
  ];
}

/** Whether columns that records lack can be empty, which columns of the key and of the order cannot. */
function isMissingFilled({ table, order, keys }: Findings): boolean {
  const { shortest, columns, isUnion } = table;
  if (shortest === null) return isUnion;
  const needed = [...(keys.guess?.columns ?? []), ...(order.order === null ? [] : [order.order.column])];
  return needed.every((name) => columns.findIndex((column) => column.name === name) < shortest);
}
