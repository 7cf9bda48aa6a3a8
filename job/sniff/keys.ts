/** Lists columns that may make the key, with how unique they are in the sample. Pure. */

import { isGivable } from './givable';
import { isIdOfRecord, keyNameRank, operationRanks, orderName } from './names';
import type { OrderFinding } from './order-column';
import type { Column, Table } from './table';

/** The most candidates that are listed. */
const MOST_LISTED = 8;
/** The most single columns that are counted. */
const MOST_SINGLE = 12;
/** The most columns that are paired with each other. */
const MOST_PAIRED = 4;
/** The most columns of a key that is put together from names such as `user_id` and `movie_id`. */
const MOST_NAMED = 3;
/** With fewer records nothing is said about columns that have one value only, or few ones. */
const LEAST_RECORDS = 20;
/** A key has this share of different values at least, as a guess: others would leave few records. */
const LEAST_SHARE = 0.25;
/** The most values that a column of operations has. */
const MOST_OPERATIONS = 5;
/** Longer values are texts. */
const MOST_BYTES = 64;

export interface KeyCandidate {
  readonly columns: readonly string[];
  /** How many different values the key has in the sample. */
  readonly distinct: number;
  readonly records: number;
}

export interface KeyFinding {
  /** The likeliest first, or else by their size. */
  readonly candidates: readonly KeyCandidate[];
  /** The guess; null where no column can be a key. */
  readonly guess: KeyCandidate | null;
}

export function keysOf(table: Table, order: OrderFinding): KeyFinding {
  const isChangeLog = table.columns.some(isOfOperations);
  const possible = table.columns.filter(
    (column) => !isIdOfRecord(column.name, isChangeLog) && isPossible(column, table, order),
  );
  const rank = Math.max(0, ...possible.map(({ name }) => keyNameRank(name)));
  const named = rank === 0 ? [] : possible.filter(({ name }) => keyNameRank(name) === rank);
  const sets = setsOf(possible, named);
  const candidates = sets.map((columns) => candidateOf(columns, table));
  const guess = guessOf(candidates, possible, named, table);
  const rest = candidates.filter((candidate) => candidate !== guess);
  const listed = [...(guess === null ? [] : [guess]), ...rest].slice(0, MOST_LISTED);
  return { candidates: listed, guess };
}

/** Whether a column may be one of the key. Times, decimals, operations and long texts are none. */
function isPossible(column: Column, { records }: Table, { order, others }: OrderFinding): boolean {
  const { name, values, kind, distinct } = column;
  if (!isGivable(name) || name === order?.column || kind.kind === 'nested') return false;
  // integers beyond 64 bits are decimals, and so are identifiers such as 1234.5678
  const isNumbered = keyNameRank(name) > 0 && values.every((value) => value !== null && /^\d+(\.\d+)?$/.test(value));
  if (kind.kind === 'decimal' && !isNumbered) return false;
  if (['commaDecimal', 'grouped', 'timestamp', 'looseDate', 'date', 'time', 'boolean'].includes(kind.kind))
    return false;
  if (others.some(({ column }) => column === name) && keyNameRank(name) === 0) return false;
  if (orderName(name)?.isPlain && keyNameRank(name) === 0) return false;
  if (values.some((value) => value === null) || kind.empty > 0) return false;
  if (records >= LEAST_RECORDS && distinct === 1 && keyNameRank(name) === 0) return false;
  if (isOfOperations(column)) return false;
  return values.every((value) => (value as string).length <= MOST_BYTES);
}

/** Whether a column tells of inserts, updates and deletes, as in a change log. */
function isOfOperations({ name, values, distinct }: Column): boolean {
  if (distinct > MOST_OPERATIONS) return false;
  return operationRanks(name, [...new Set(values.map((value) => value ?? ''))]) !== null;
}

/** Single columns, pairs, and all columns whose names are those of keys. */
function setsOf(possible: readonly Column[], named: readonly Column[]): Column[][] {
  const first = [...named, ...possible.filter((column) => !named.includes(column))];
  const paired = inOrder(first.slice(0, MOST_PAIRED), possible);
  const pairs = paired.flatMap((a, i) => paired.slice(i + 1).map((b) => [a, b]));
  const isNamed = (pair: readonly Column[]) => pair.every((column) => named.includes(column));
  const all = named.length > 2 && named.length <= MOST_NAMED ? [[...named]] : [];
  const triple = all.length === 0 && named.length < 2 && paired.length > 2 ? [paired.slice(0, 3)] : [];
  return [
    ...first.slice(0, MOST_SINGLE).map((column) => [column]),
    ...pairs.filter(isNamed),
    ...all,
    ...pairs.filter((pair) => !isNamed(pair)),
    ...triple,
  ];
}

function inOrder(columns: readonly Column[], all: readonly Column[]): Column[] {
  return all.filter((column) => columns.includes(column));
}

function candidateOf(columns: readonly Column[], { records }: Table): KeyCandidate {
  const [only] = columns;
  const distinct = columns.length === 1 && only !== undefined ? only.distinct : distinctOf(columns, records);
  return { columns: columns.map(({ name }) => name), distinct, records };
}

function distinctOf(columns: readonly Column[], records: number): number {
  const keys = new Set<string>();
  // a newline stands in few values, and the length of the first one keeps two keys apart in any case
  for (let i = 0; i < records; i++)
    keys.add(columns.map(({ values }) => `${values[i]?.length}\n${values[i]}`).join('\n'));
  return keys.size;
}

/**
 * A column that is called `id`, or the only one that is called like a key. Else those that are called like keys
 * together, as more columns lose no record; else the first set that would leave enough records.
 */
function guessOf(
  candidates: readonly KeyCandidate[],
  possible: readonly Column[],
  named: readonly Column[],
  { records }: Table,
): KeyCandidate | null {
  const find = (columns: readonly Column[]) =>
    candidates.find((each) => each.columns.join('\n') === columns.map(({ name }) => name).join('\n'));
  const isEnough = ({ distinct }: { readonly distinct: number }) => distinct >= LEAST_SHARE * records;
  const [first] = named;
  const isSingle = named.length === 1 || (first !== undefined && records >= LEAST_RECORDS && isEnough(first));
  const byName = find(
    isSingle || keyNameRank(first?.name ?? '') === 3 ? named.slice(0, 1) : named.slice(0, MOST_NAMED),
  );
  if (byName !== undefined) return byName;
  const bySize = [...candidates].sort((a, b) => a.columns.length - b.columns.length);
  const enough = bySize.find(isEnough);
  if (enough !== undefined) return enough;
  return possible.length === 0 ? null : (bySize.sort((a, b) => b.distinct - a.distinct)[0] as KeyCandidate);
}
