/** The spec: what a record is, and which of two records is the latest. It decides the bytes of the output. Pure. */

import type { OrderType, SummarySpec } from '../summary/summary';

export type { OrderType } from '../summary/summary';

/** One of the columns that decide which record is the latest. */
export interface OrderBy {
  readonly column: number;
  readonly type: OrderType;
  /** Whether the least value is the latest one, and not the greatest. */
  readonly isLeast: boolean;
  /** The values of a rank, the least first, one character for each byte; empty for other types. */
  readonly ranks: readonly string[];
}

/** A record is a delete where a column has this value, or where it has another one. */
export interface DeleteWhen {
  readonly column: number;
  /** As fields are compared, without quotes and escapes. One character for each byte. */
  readonly value: string;
  /**
   * Whether any other value makes a delete, and not this one. No value is none of these: an empty one, a word for no value,
   * in JSON null and a missing name.
   */
  readonly isOther: boolean;
}

/** How records are written in files: see the table of formats. */
export type FormatName = 'delimited' | 'json';

/** How fields are written in a line. Strings have one character for each byte. */
export interface Dialect {
  /** 1 to 8 bytes; '' in JSON Lines. */
  readonly delimiter: string;
  /** One byte; null where no field is quoted. */
  readonly quote: string | null;
  /**
   * The byte that makes the byte behind it data within quotes. It is the quote itself where a quote is doubled. Where no
   * field is quoted, it does so anywhere in a record (format/escaped-text.ts), and null is for no escapes.
   */
  readonly escape: string | null;
  /** Whether blanks around a field do not count where it is compared. */
  readonly isTrimmed: boolean;
  /** Whether a line may end with a delimiter, behind which no column begins. */
  readonly hasTrailingDelimiter: boolean;
}

/** Whether an escape makes the byte behind it data anywhere in a record. Then no field is quoted. */
export function isEscapedText({ quote, escape: escaping }: Pick<Dialect, 'quote' | 'escape'>): boolean {
  return quote === null && escaping !== null;
}

/** How the files of a user differ from the parts that are made of them. */
export interface Reading {
  /** Lines of a user's files that begin with this text are comments; null for none. One character for each byte. */
  readonly comment: string | null;
  /** How many lines at the start of each file are skipped. */
  readonly skipLines: number;
  readonly lineEnd: 'lf' | 'cr';
  readonly missingColumns: 'refuse' | 'empty';
  readonly extraColumns: 'refuse' | 'drop';
}

export interface Spec extends Dialect {
  readonly format: FormatName;
  /**
   * The names of all columns of delimited text. In JSON Lines these are the names that `--key`, `--order-by` and
   * `--delete-when` have, with dots for nesting, first those of the key.
   */
  readonly columns: readonly string[];
  /** The numbers of the key's columns, ascending: it does not matter in which order `--key` names them. */
  readonly keyColumns: readonly number[];
  /** The first of these columns in which two records differ decides which one is later. */
  readonly orderBy: readonly OrderBy[];
  /** Whether an empty order value is a bad record, or older than all others. */
  readonly emptyOrder: 'refuse' | 'oldest';
  /** The zone of timestamps that name none: the name of a zone, or an offset such as `+02:00`. */
  readonly timeZone: string;
  /** A record that meets any of these conditions is a delete. They are sorted, each once. */
  readonly deleteWhen: readonly DeleteWhen[];
  /**
   * Deletes whose first order value is older than this one are not written; null where all are. One character for each
   * byte. It changes no record that is not a delete, so that it does not keep outputs from being merged.
   */
  readonly forgetDeletedBefore: string | null;
  readonly reading: Reading;
}

/** How this kit reads the files that it wrote itself. */
export const PLAIN_READING: Reading = {
  comment: null,
  skipLines: 0,
  lineEnd: 'lf',
  missingColumns: 'refuse',
  extraColumns: 'refuse',
};

/** The spec of the files that a run with this spec has written. */
export function ownSpec(spec: Spec): Spec {
  return { ...spec, reading: PLAIN_READING };
}

/** The column that decides first. */
export function firstOrder({ orderBy }: Spec): OrderBy {
  return orderBy[0] as OrderBy;
}

/** The spec as a summary states it; two outputs can be merged where these are equal. */
export function summarySpec(spec: Spec, header: string | null): SummarySpec {
  const { keyColumns, orderBy, deleteWhen, forgetDeletedBefore: _, reading: __, ...stated } = spec;
  const { columns } = spec;
  const name = (column: number): string => columns[column] as string;
  return {
    ...stated,
    key: keyColumns.map(name),
    orderBy: orderBy.map((each) => ({ ...each, column: name(each.column) })),
    deleteWhen: deleteWhen.map(({ column, value, isOther }) => ({
      ...{ column: name(column), value },
      ...(isOther ? { isOther } : {}),
    })),
    header,
  };
}

/** The spec that a summary states. It is that of files that this kit wrote. */
export function specOfSummary({ key, orderBy, deleteWhen, header: _, ...stated }: SummarySpec): Spec {
  const number = (name: string) => stated.columns.indexOf(name);
  return {
    ...stated,
    keyColumns: key.map(number),
    orderBy: orderBy.map((each) => ({ ...each, column: number(each.column) })),
    deleteWhen: deleteWhen.map(({ column, value, isOther }) => ({
      column: number(column),
      value,
      isOther: isOther === true,
    })),
    forgetDeletedBefore: null,
    reading: PLAIN_READING,
  };
}
