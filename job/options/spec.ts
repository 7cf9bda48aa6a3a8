/** The spec: what a record is, and which of two records is the latest. These options decide the bytes of the output. */

import { MAX_COLUMNS } from '../shared/limits';
import type { SummarySpec } from '../summary/summary';
import { usage } from './parsing/usage';
import { type Given, resolveTable } from './table/option-table';
import { RECORD_OPTIONS } from './table/record';

export type OrderType = 'int' | 'text';

/** How records are written in files: see the table of formats. */
export type FormatName = 'delimited';

export interface Spec {
  readonly format: FormatName;
  readonly columns: readonly string[];
  /** The numbers of the key's columns, ascending: it does not matter in which order `--key` names them. */
  readonly keyColumns: readonly number[];
  readonly orderColumn: number;
  readonly orderType: OrderType;
  /** A byte. */
  readonly delimiter: number;
}

/** Checks the options against each other. Throws with exit code 64 where they make no spec. */
export function resolveSpec(options: Given<typeof RECORD_OPTIONS>): Spec {
  const { columns, key, orderBy, delimiter } = resolveTable(RECORD_OPTIONS, options);
  if (columns.length > MAX_COLUMNS) {
    throw usage(`--columns names ${columns.length} columns, at most ${MAX_COLUMNS} are possible`);
  }
  const keyColumns = key.map((name) => columnNumber('--key', name, columns));
  const [orderName, orderType] = parseOrder(orderBy, columns);
  return {
    format: 'delimited',
    columns,
    keyColumns: keyColumns.sort((a, b) => a - b),
    orderColumn: columnNumber('--order-by', orderName, columns),
    orderType,
    delimiter,
  };
}

/** The spec as a summary states it; two outputs can be merged where these are equal. */
export function summarySpec(spec: Spec, header: string | null): SummarySpec {
  const name = (column: number): string => spec.columns[column] as string;
  return {
    columns: spec.columns,
    key: spec.keyColumns.map(name),
    orderBy: { column: name(spec.orderColumn), type: spec.orderType },
    delimiter: String.fromCharCode(spec.delimiter),
    header,
  };
}

/** The spec that a summary states. A summary names no format: there is one. */
export function specOfSummary({ columns, key, orderBy, delimiter }: SummarySpec): Spec {
  return {
    format: 'delimited',
    columns,
    keyColumns: key.map((name) => columns.indexOf(name)),
    orderColumn: columns.indexOf(orderBy.column),
    orderType: orderBy.type,
    delimiter: delimiter.charCodeAt(0),
  };
}

function columnNumber(option: string, name: string, columns: readonly string[]): number {
  const column = columns.indexOf(name);
  if (column >= 0) return column;
  const single = option === '--order-by' && name.includes(',') ? ' (it takes one)' : '';
  throw usage(
    `${option} names '${name}', which is not a column${single}; the columns are ${columns.join(', ')}: give others ` +
      'with --columns',
  );
}

/** `timestamp`, `timestamp:int` or `day:text`; a column's own name may hold a colon. */
function parseOrder(text: string, columns: readonly string[]): [string, OrderType] {
  if (columns.includes(text)) return [text, 'int'];
  const colon = text.lastIndexOf(':');
  if (colon < 0) return [text, 'int'];
  const type = text.slice(colon + 1);
  if (type !== 'int' && type !== 'text')
    throw usage(`--order-by '${text}' asks for type '${type}', expected int or text`);
  return [text.slice(0, colon), type];
}
