/**
 * Resolves the options that say what a record is. They make a spec once the names of the columns are known, which a
 * header may give. Pure.
 */

import { alternativesOf } from '../shared/json-path';
import { MAX_COLUMNS } from '../shared/limits';
import { type NamedDelete, parseDeleteWhen, refuseImpossibleDelete } from './delete-when';
import { namesInJson, refuseNotInJson } from './json-record';
import { type NamedOrder, parseOrderBy } from './order-by';
import { usage } from './parsing/usage';
import type { Dialect, OrderBy, Spec } from './spec';
import { type Given, type Resolved, resolveTable } from './table/option-table';
import { RECORD_OPTIONS } from './table/record';
import { unknownColumn } from './unknown-column';

/** The columns of files whose columns neither `--columns` nor a header names. */
export const COLUMNS_BY_DEFAULT: readonly string[] = ['movie', 'user', 'rating', 'timestamp'];
const DELETE_WHEN = '--delete-when';

/** All that the options say about records, before the names of the columns are known. */
export interface RecordRequest {
  /** The names of the columns; null where the header of the files names them. */
  readonly columns: readonly string[] | null;
  readonly key: readonly string[];
  /** The text of `--order-by`. */
  readonly orderBy: string;
  /** The texts of `--delete-when`. */
  readonly deleteWhen: readonly string[];
  /** The parts of a spec that do not depend on the names. */
  readonly stated: Omit<Spec, 'columns' | 'keyColumns' | 'orderBy' | 'deleteWhen'>;
}

type RecordOptions = Resolved<typeof RECORD_OPTIONS>;

const FORMATS = {
  delimited: { delimiter: '^', quote: null },
  csv: { delimiter: ',', quote: '"' },
  tsv: { delimiter: '\t', quote: null },
  json: { delimiter: '', quote: null },
} as const satisfies Record<RecordOptions['format'], { readonly delimiter: string; readonly quote: string | null }>;

/**
 * Checks the options against each other. `isNamed` says whether the files have a header whose names mean the columns.
 * Throws with exit code 64.
 */
export function resolveRecord(given: Given<typeof RECORD_OPTIONS>, isNamed: boolean): RecordRequest {
  const options = resolveTable(RECORD_OPTIONS, given);
  if (options.format === 'json') refuseNotInJson(RECORD_OPTIONS, given);
  const columns = columnsBy(options, isNamed);
  const { key, orderBy, deleteWhen } = options;
  const record = { columns, key, orderBy, deleteWhen, stated: statedBy(options) };
  if (options.format !== 'json') {
    for (const each of deletesOf(record)) refuseImpossibleDelete(DELETE_WHEN, each, record.stated);
  }
  refuseNeedless(options, ordersOf(record, columns), isNamed);
  if (columns !== null) specOf(record, columns, null);
  return record;
}

/** The columns that the options name; null where the header of the files does. */
function columnsBy(options: RecordOptions, isNamed: boolean): readonly string[] | null {
  const { format, columns, orderBy } = options;
  if (format === 'json') {
    const orders = parseOrderBy('--order-by', orderBy, null).map(({ name }) => name);
    return namesInJson({ ...options, orders, deletes: deletesOf(options).map(({ name }) => name) });
  }
  return columns === null && !isNamed ? COLUMNS_BY_DEFAULT : columns;
}

/** The columns of the order. Those of JSON are named by the option itself, so that their names cannot explain it. */
function ordersOf(
  { orderBy, stated }: Pick<RecordRequest, 'orderBy' | 'stated'>,
  columns: readonly string[] | null,
): readonly NamedOrder[] {
  return parseOrderBy('--order-by', orderBy, stated.format === 'json' ? null : columns);
}

function deletesOf({ deleteWhen }: Pick<RecordRequest, 'deleteWhen'>): readonly NamedDelete[] {
  return parseDeleteWhen(DELETE_WHEN, deleteWhen);
}

/**
 * The spec of records with these columns. `file` is the file whose header names them; null where `--columns` does, or
 * where they are the columns by default. Throws with exit code 64 where `--key`, `--order-by` or `--delete-when` names another column.
 */
export function specOf(record: RecordRequest, columns: readonly string[], file: string | null): Spec {
  const isJson = record.stated.format === 'json';
  const names = isJson ? columns.flatMap(alternativesOf).length : columns.length;
  if (names > MAX_COLUMNS) {
    if (isJson) {
      throw usage(`--key, --order-by and --delete-when have ${names} names, at most ${MAX_COLUMNS} are possible`);
    }
    const source = file === null ? '--columns' : `the header of '${file}'`;
    throw usage(`${source} names ${columns.length} columns, at most ${MAX_COLUMNS} are possible`);
  }
  const keyColumns = record.key.map((name) => columnNumber('--key', name, columns, file));
  const orderBy: readonly OrderBy[] = ordersOf(record, columns).map(({ name, ...order }) => ({
    column: columnNumber('--order-by', name, columns, file),
    ...order,
  }));
  const deleteWhen = deletesOf(record).map(({ name, ...condition }) => ({
    column: columnNumber(DELETE_WHEN, name, columns, file),
    ...condition,
  }));
  return { ...record.stated, columns, keyColumns: keyColumns.sort((a, b) => a - b), orderBy, deleteWhen };
}

function columnNumber(option: string, name: string, columns: readonly string[], file: string | null): number {
  const column = columns.indexOf(name);
  if (column >= 0) return column;
  throw unknownColumn(option, name, columns, file);
}

function statedBy(options: RecordOptions): RecordRequest['stated'] {
  return {
    format: options.format === 'json' ? 'json' : 'delimited',
    ...dialectBy(options),
    emptyOrder: options.emptyOrder,
    timeZone: options.timeZone === null ? 'UTC' : options.timeZone,
    forgetDeletedBefore: bytesOf(options.forgetDeletedBefore),
    reading: {
      comment: options.comment,
      skipLines: options.skipLines,
      lineEnd: options.lineEnd,
      missingColumns: options.missingColumns,
      extraColumns: options.extraColumns,
    },
  };
}

/** A text with one character for each byte of its UTF-8. */
function bytesOf(text: string | null): string | null {
  return text === null ? null : Buffer.from(text).toString('latin1');
}

function dialectBy(options: RecordOptions): Dialect {
  const byFormat = FORMATS[options.format];
  const quote = options.quote === null ? byFormat.quote : options.quote;
  const dialect = {
    delimiter: options.delimiter === null ? byFormat.delimiter : options.delimiter,
    quote,
    escape: options.escape === null ? quote : options.escape,
    isTrimmed: options.trim,
    hasTrailingDelimiter: options.trailingDelimiter,
  };
  if (quote !== null) refuseAlike(dialect, quote, options.comment);
  else if (options.escape !== null) refuseAlikeEscape(dialect, options.escape, options.comment);
  return dialect;
}

/** Refuses what would make an escape, which no quote limits, of two meanings. */
function refuseAlikeEscape({ delimiter, isTrimmed }: Dialect, escaping: string, comment: string | null): void {
  if (escaping === '"')
    throw usage("--escape is a double quote, which has a meaning within quotes: give --quote '\"' too");
  if (delimiter.includes(escaping)) throw usage('--escape is a byte of --delimiter, expected another one');
  if (comment?.startsWith(escaping)) throw usage('--comment begins with --escape, as records may, expected other text');
  if (isTrimmed) {
    throw usage('--trim needs --quote where --escape is given: a blank behind an escape is a part of the value');
  }
  if (/[0bfnrtvZN]/.test(escaping)) {
    throw usage(`--escape is '${escaping}', which has a meaning behind an escape, expected another byte`);
  }
}

/** Refuses bytes that would have two meanings at one place. */
function refuseAlike(dialect: Dialect, quote: string, comment: string | null): void {
  const { delimiter, isTrimmed } = dialect;
  if (delimiter.includes(quote)) throw usage('--quote is a byte of --delimiter, expected another one');
  if (delimiter.includes(dialect.escape as string))
    throw usage('--escape is a byte of --delimiter, expected another one');
  if (comment?.startsWith(quote)) throw usage('--comment begins with --quote, as records may, expected other text');
  if (isTrimmed && /[ \t]/.test(quote))
    throw usage('--quote is a blank, which --trim takes away, expected another byte');
}

/** Refuses options that could not do anything, as they are not understood as they were meant. */
function refuseNeedless(
  { timeZone, extraColumns, deleteWhen, forgetDeletedBefore }: RecordOptions,
  orders: readonly NamedOrder[],
  isNamed: boolean,
): void {
  if (timeZone !== null && !orders.some(({ type }) => type === 'timestamp')) {
    throw usage('--time-zone needs a timestamp in --order-by, as in ts:timestamp');
  }
  if (forgetDeletedBefore !== null && deleteWhen.length === 0) {
    throw usage('--forget-deleted-before needs --delete-when: without it no record is a delete');
  }
  if (extraColumns === 'drop' && !isNamed) {
    throw usage('--extra-columns drop needs --header and --header-names match: a header tells which columns are extra');
  }
}
