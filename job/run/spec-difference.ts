/** Tells in words in which options an output differs from a run that is to be merged into it. Pure. */

import { isDeepStrictEqual } from 'node:util';
import { deleteWhenText, type NamedDelete } from '../options/delete-when';
import { orderByText } from '../options/order-by';
import { textOfBytes } from '../options/parsing/byte-text';
import { isEscapedText } from '../options/spec';
import { printable } from '../shared/printable';
import type { SummaryDelete, SummarySpec } from '../summary/summary';

/** The fields in the order in which they are told. Where the formats differ, they alone are told. */
const FIELDS = [
  'format',
  'columns',
  'key',
  'orderBy',
  'emptyOrder',
  'timeZone',
  'deleteWhen',
  'delimiter',
  'quote',
  'escape',
  'isTrimmed',
  'hasTrailingDelimiter',
  'header',
] as const;
type Field = (typeof FIELDS)[number];

/** Each field as a user would give it. */
const WORDS: { readonly [F in Field]: (spec: SummarySpec) => string } = {
  format: ({ format }) => (format === 'json' ? '--format json' : 'delimited text'),
  columns: ({ columns }) => `--columns ${inQuotes(columns.join(','))}`,
  key: ({ key }) => `--key ${inQuotes(key.join(','))}`,
  orderBy: ({ orderBy }) => `--order-by ${inQuotes(orderByText(orderBy))}`,
  emptyOrder: ({ emptyOrder }) => `--empty-order ${emptyOrder}`,
  deleteWhen: ({ deleteWhen }) =>
    deleteWhen.length === 0
      ? 'no --delete-when'
      : deleteWhen.map((each) => `--delete-when ${inQuotes(deleteWhenText(namedDelete(each)))}`).join(' '),
  timeZone: ({ timeZone }) => `--time-zone ${inQuotes(timeZone)}`,
  delimiter: ({ delimiter }) => `--delimiter ${inQuotes(textOfBytes(delimiter))}`,
  quote: ({ quote }) => (quote === null ? 'no --quote' : `--quote ${inQuotes(textOfBytes(quote))}`),
  escape: ({ escape: byte, quote }) =>
    byte === null || byte === quote ? 'no --escape' : `--escape ${inQuotes(textOfBytes(byte))}`,
  isTrimmed: ({ isTrimmed }) => (isTrimmed ? '--trim' : 'no --trim'),
  hasTrailingDelimiter: ({ hasTrailingDelimiter: has }) => (has ? '--trailing-delimiter' : 'no --trailing-delimiter'),
  header: ({ header }) => (header === null ? 'no header' : `header ${inQuotes(textOfBytes(header))}`),
};

/** Advice that is more than the option of the output. */
const ADVICE: { readonly [F in Field]?: (spec: SummarySpec) => string } = {
  format: ({ format }) =>
    format === 'json'
      ? 'give --format json for inputs that are JSON Lines'
      : 'read inputs that are delimited text, and without --format json',
  columns: (spec) => `give ${WORDS.columns(spec)} for inputs that have these`,
  delimiter: (spec) => `give ${WORDS.delimiter(spec)} for inputs that have it`,
  header: ({ header }) =>
    header === null
      ? 'read inputs without a header, and without --header'
      : 'read inputs with that header, and with --header',
};

/**
 * How the output was made, how the run would make it, and how the run can be made alike; null where there is no
 * difference. `hasRecords` says whether the output has records: one without any may state no header.
 */
export function specDifference(former: SummarySpec, now: SummarySpec, hasRecords: boolean): string | null {
  const isOpen = { header: former.header === null && !hasRecords, deletes: isWithoutDeletes(former) };
  const told = differing(former, now, isOpen);
  if (told.length === 0) return null;
  const words = wordsFor(told);
  const advice = told.map((field) => {
    const special = ADVICE[field];
    return special === undefined ? `give ${WORDS[field](former)}` : special(former);
  });
  return `it was made with ${words(former)}, and this run has ${words(now)}; ${advice.join(', and ')}`;
}

/**
 * How two outputs were made that differ in their specs; null where they do not. `hasRecords` says which of them have
 * records.
 */
export function differingWords(
  former: SummarySpec,
  now: SummarySpec,
  hasRecords: { readonly former: boolean; readonly now: boolean },
): { readonly former: string; readonly now: string } | null {
  const header = (former.header === null && !hasRecords.former) || (now.header === null && !hasRecords.now);
  const told = differing(former, now, { header, deletes: isWithoutDeletes(former) || isWithoutDeletes(now) });
  const words = wordsFor(told);
  return told.length === 0 ? null : { former: words(former), now: words(now) };
}

/** An output without conditions has all latest records in its parts, so that any conditions can begin to hold. */
function isWithoutDeletes({ deleteWhen }: SummarySpec): boolean {
  return deleteWhen.length === 0;
}

/** The fields to tell of. `open` says whether one of both states no header, or no deletes, and might have any. */
function differing(
  former: SummarySpec,
  now: SummarySpec,
  open: { readonly header: boolean; readonly deletes: boolean },
): readonly Field[] {
  const isOpen = (field: Field) =>
    (field === 'header' && open.header) ||
    (field === 'deleteWhen' && open.deletes) ||
    (field !== 'format' && former.format !== now.format) ||
    // the columns of JSON are the names of the key and of the order
    (field === 'columns' && now.format === 'json');
  const found = FIELDS.filter((field) => !isOpen(field) && !isDeepStrictEqual(former[field], now[field]));
  // an escape tells nothing new beside a quote that only one of them has, unless it counts without quotes
  const isNew = (former.quote === null) === (now.quote === null) || isEscapedText(former) || isEscapedText(now);
  return found.filter((field) => field !== 'escape' || isNew);
}

function wordsFor(fields: readonly Field[]): (spec: SummarySpec) => string {
  return (spec) => fields.map((field) => WORDS[field](spec)).join(' and ');
}

function namedDelete({ column, value, isOther }: SummaryDelete): NamedDelete {
  return { name: column, value, isOther: isOther === true };
}

function inQuotes(text: string): string {
  return printable(text.includes("'") ? `"${text}"` : `'${text}'`);
}
