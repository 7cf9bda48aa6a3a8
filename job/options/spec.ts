/** What a record is and which of two is the latest: the part of the options that decides the output's bytes. */

import type { RecordFormat } from '../kernel/kernel';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { MAX_COLUMNS } from '../shared/limits';
import type { SummarySpec } from '../summary/summary';

export type OrderType = 'int' | 'text';

/** As given on the command line. */
export interface SpecOptions {
  readonly columns: string;
  readonly key: string;
  readonly orderBy: string;
  readonly delimiter: string;
}

export interface Spec {
  readonly columns: readonly string[];
  /** Numbers of the key's columns, ascending: the order they were given in means nothing. */
  readonly keyColumns: readonly number[];
  readonly orderColumn: number;
  readonly orderType: OrderType;
  /** A byte. */
  readonly delimiter: number;
}

export const DEFAULT_SPEC: SpecOptions = {
  columns: 'movie,user,rating,timestamp',
  key: 'movie,user',
  orderBy: 'timestamp:int',
  delimiter: '^',
};

/** Throws with exit code 64 for what cannot be a spec. */
export function resolveSpec(options: SpecOptions): Spec {
  const columns = parseNames('--columns', options.columns);
  if (columns.length > MAX_COLUMNS) {
    throw usage(`--columns names ${columns.length} columns, at most ${MAX_COLUMNS} are possible`);
  }
  const keyColumns = parseNames('--key', options.key).map((name) => columnNumber('--key', name, columns));
  const [orderName, orderType] = parseOrder(options.orderBy, columns);
  return {
    columns,
    keyColumns: keyColumns.sort((a, b) => a - b),
    orderColumn: columnNumber('--order-by', orderName, columns),
    orderType,
    delimiter: parseDelimiter(options.delimiter),
  };
}

export function recordFormat(spec: Spec): RecordFormat {
  return {
    columns: spec.columns.length,
    delimiter: spec.delimiter,
    orderColumn: spec.orderColumn,
    orderIsText: spec.orderType === 'text',
    keyColumns: spec.keyColumns,
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

function parseNames(option: string, list: string): string[] {
  const names = list.split(',').map((name) => name.trim());
  if (names.includes('')) throw usage(`${option} '${list}' has an empty name, expected names with commas between them`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw usage(`${option} names '${twice}' twice`);
  return names;
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

/** One byte: a character below U+0080, `\t`, or `\xHH`. */
function parseDelimiter(text: string): number {
  const hex = /^\\x([0-9a-fA-F]{2})$/.exec(text);
  const bytes = hex ? Buffer.from(hex[1] as string, 'hex') : Buffer.from(text === '\\t' ? '\t' : text);
  const byte = bytes[0];
  if (bytes.length !== 1 || byte === undefined) {
    const advice = bytes.length > 1 ? ', so put one into the files in its place' : '';
    throw usage(`--delimiter '${text}' is ${bytes.length} bytes, expected one (\\t and \\xHH are understood)${advice}`);
  }
  if (byte === 10 || byte === 13) throw usage('--delimiter is a line ending, expected any other byte');
  return byte;
}

function usage(message: string): Failure {
  return new Failure(EXIT.usage, message);
}
