/** Finds the column that looks like the one by which the latest record is told. Pure. */

import { orderFault } from '../format/order-values';
import type { OrderType } from '../options/spec';
import { counted, grouped } from '../shared/figures';
import { isGivable } from './givable';
import { operationRanks, orderName } from './names';
import { type Doubt, doubt } from './sample';
import { type Column, decoded, type Table } from './table';
import { KINDS } from './value-kinds';

/** Times since 1970 in seconds, milliseconds, microseconds and nanoseconds, from 1990 to 2100. */
const EPOCHS = [1, 1e3, 1e6, 1e9].map((unit) => ({ from: 631_152_000 * unit, to: 4_102_444_800 * unit }));
/** Fewer values in ascending order are so by chance. */
const LEAST_ASCENDING = 10;
/** So many different values of a column are looked at, to see whether it tells of insertions and deletions. */
const FEW_VALUES = 4;

export interface OrderColumn {
  readonly column: string;
  readonly type: OrderType;
}

export interface OrderFinding {
  /** Null where no column looks like one. */
  readonly order: OrderColumn | null;
  /** Further columns that look like one. */
  readonly others: readonly OrderColumn[];
  /** Whether some records have no value there. */
  readonly hasEmpty: boolean;
  /** How many records have a value that is not of the type. */
  readonly bad: number;
  readonly doubts: readonly Doubt[];
}

interface Candidate {
  readonly column: Column;
  readonly type: OrderType;
  /** The greatest is the likeliest. */
  readonly score: number;
  /** Whether both its name and its values speak for it. */
  readonly isPlain: boolean;
  readonly isTime: boolean;
}

export function orderOf(table: Table): OrderFinding {
  const all = table.columns.filter(({ name }) => isGivable(name));
  const candidates = all.flatMap((column) => candidateOf(column, table)).sort((a, b) => b.score - a.score);
  const [best, ...rest] = candidates;
  const also = [...unreadable(all), ...operations(all)];
  if (best === undefined) return { ...guessed(all, table), doubts: [...guessed(all, table).doubts, ...also] };
  const { column, type } = best;
  const { empty, odd, words } = column.kind;
  const others = rest.map((each) => ({ column: each.column.name, type: each.type }));
  return {
    order: { column: column.name, type },
    others,
    hasEmpty: empty > 0,
    bad: odd,
    doubts: [...doubtsAbout(best, rest), ...valueDoubts(column, type, empty, odd, words, table.records), ...also],
  };
}

/** Nothing where neither the name nor the values of the column say that it tells the order. */
function candidateOf(column: Column, table: Table): Candidate[] {
  const type = orderTypeOf(column);
  const name = orderName(column.name);
  if (type === null || column.kind.empty * 2 > table.records) return [];
  const isTime = type === 'timestamp' || isEpoch(column);
  if (name === null && !(isTime && !isOtherTime(column))) return [];
  const rank = name === null ? 4 : name.rank;
  const score = 10 * (5 - rank) + (isTime ? 12 : 0) + (name?.isPlain ? 15 : 0) + (isAscending(column, table) ? 3 : 0);
  return [{ column, type, score, isPlain: name?.isPlain === true, isTime }];
}

/** Times whose name tells of another time, such as a date of birth. */
function isOtherTime({ name }: Column): boolean {
  return /birth|born|dob|due|expir|valid/i.test(name);
}

/** Null where no type orders the values of the column rightly. */
function orderTypeOf({ kind, values }: Column): OrderType | null {
  const type: OrderType | null = KINDS[kind.kind].orderType;
  if (type === null || type === 'text') return null;
  const int = { type: 'int', isLeast: false, ranks: [] } as const;
  const isBeyond =
    type === 'int' && values.some((value) => value !== null && orderFault(value, int, 'oldest') === 'order-range');
  return isBeyond ? 'decimal' : type;
}

function isEpoch({ kind, values }: Column): boolean {
  if (kind.kind !== 'int' && kind.kind !== 'decimal') return false;
  const numbers = values.filter((value) => value !== null && value !== '').map(Number);
  return numbers.length > 0 && EPOCHS.some(({ from, to }) => numbers.every((number) => number >= from && number < to));
}

/** Whether the values never fall within a file, and are not all equal. */
function isAscending({ values, distinct }: Column, { starts, records }: Table): boolean {
  if (records < LEAST_ASCENDING || distinct < LEAST_ASCENDING) return false;
  const isNumber = values.every((value) => value !== null && /^[+-]?\d/.test(value) && Number.isFinite(Number(value)));
  const isLess = (a: string, b: string) => (isNumber ? Number(a) < Number(b) : a < b);
  return values.every((value, i) => i === 0 || starts.includes(i) || !isLess(value as string, values[i - 1] as string));
}

function doubtsAbout(best: Candidate, rest: readonly Candidate[]): Doubt[] {
  const name = best.column.name;
  if (rest.length > 0) {
    const others = rest.slice(0, 3).map(({ column, type }) => `${column.name}:${type}`);
    return [doubt('order', `${others.join(' and ')} may tell the order too, in place of ${name} or behind it`)];
  }
  if (best.isPlain) return [];
  return [
    doubt(
      'order',
      `${name} holds ${best.isTime ? 'times' : 'numbers'}, but its name does not say that they tell which record is the latest`,
    ),
  ];
}

function valueDoubts(
  { name, values }: Column,
  type: OrderType,
  empty: number,
  odd: number,
  words: readonly string[],
  records: number,
): Doubt[] {
  const found: Doubt[] = [];
  const shown = name;
  if (empty > 0) {
    found.push(
      doubt(
        'order',
        `${grouped(empty)} of ${counted(records, 'record')} have nothing in ${shown}: --empty-order oldest makes them older than all others`,
      ),
    );
  }
  if (odd > 0) {
    const kind = words[0] === undefined ? `values that are no ${type}` : `words such as '${decoded(words[0])}'`;
    found.push(
      doubt(
        'order',
        `${grouped(odd)} of ${counted(records, 'record')} have ${kind} in ${shown}: --bad-records keep sets these records aside`,
      ),
    );
  }
  const times = type === 'timestamp' ? (values.filter((value) => value !== null && value !== '') as string[]) : [];
  const withOffset = times.filter((value) => /([Zz]|[+-]\d\d(:?\d\d)?)$/.test(value.slice(10)));
  if (withOffset.length > 0 && withOffset.length < times.length) {
    found.push(
      doubt('order', `some times in ${shown} name no offset, and are taken as UTC: --time-zone says otherwise`),
    );
  }
  const digits = new Set(times.length > 0 || type !== 'int' ? [] : values.map((value) => (value ?? '').length));
  if (digits.has(10) && digits.has(13)) {
    found.push(doubt('order', `${shown} seems to hold both seconds and milliseconds`));
  }
  return found;
}

/** Columns that tell of an order by their names, but whose values no type orders. */
function unreadable(columns: readonly Column[]): Doubt[] {
  return columns.flatMap((column) => {
    const { kind, name, values } = column;
    if (orderName(name) === null || orderTypeOf(column) !== null) return [];
    const example = values.find((value) => value !== null && value !== '');
    if (example == null) return [];
    const shown = `${name} holds '${decoded(example)}' and the like`;
    const remedy =
      kind.kind === 'looseDate'
        ? `which are no timestamps: ${name}:text orders by their bytes, which is right where all are written alike`
        : kind.kind === 'text' || kind.kind === 'nested'
          ? 'which no type of order value but text understands'
          : 'which no type of order value understands: write them as 2026-01-31, or as numbers with a point';
    return [doubt('order', `${shown}, ${remedy}`)];
  });
}

/** Columns that tell whether a record was inserted, updated or deleted. */
function operations(columns: readonly Column[]): Doubt[] {
  return columns.flatMap(({ name, values, distinct }) => {
    if (distinct > FEW_VALUES) return [];
    const ranks = operationRanks(name, [...new Set(values.map((value) => (value === null ? '' : value)))]);
    if (ranks === null) return [];
    return [
      doubt(
        'order',
        `${name} seems to tell of insertions, updates and deletions: a deletion stays in the output as a record, and ` +
          `${name}:rank(${ranks.join('<')}) as a further order column puts it last among equal values`,
      ),
    ];
  });
}

/** A guess where nothing speaks for a column: in files without names, the last column of numbers that are not all equal. */
function guessed(columns: readonly Column[], table: Table): OrderFinding {
  const none = { order: null, others: [], hasEmpty: false, bad: 0 };
  const isUnnamed = table.text !== null && !table.text.hasHeader && columns.length > 1;
  const last = columns.slice(1).findLast((column) => {
    const type = orderTypeOf(column);
    return (type === 'int' || type === 'decimal') && column.kind.odd === 0;
  });
  if (!isUnnamed || last === undefined) {
    const why =
      'no column looks like the order: give --order-by the column whose greatest value is the latest, and its type';
    return { ...none, doubts: [doubt('order', why)] };
  }
  const type = orderTypeOf(last) as OrderType;
  const why = `nothing says which column tells the latest record: ${last.name} is a guess, as the last one that holds numbers`;
  const { empty, odd, words } = last.kind;
  return {
    order: { column: last.name, type },
    others: [],
    hasEmpty: empty > 0,
    bad: odd,
    doubts: [doubt('order', why), ...valueDoubts(last, type, empty, odd, words, table.records)],
  };
}
