/** Finds the column that looks like the one by which the latest record is told. Pure. */

import type { OrderType } from '../options/spec';
import { isGivable } from './givable';
import { isDeletedTimeName, orderName } from './names';
import { emptyCount, operationDoubts, orderTypeOf, unreadableDoubts, valueDoubts } from './order-doubts';
import { type Doubt, doubt } from './sample';
import type { Column, Table } from './table';

/** Times since 1970 in seconds, milliseconds, microseconds and nanoseconds, from 1990 to 2100. */
const EPOCHS = [1, 1e3, 1e6, 1e9].map((unit) => ({ from: 631_152_000 * unit, to: 4_102_444_800 * unit }));
/** Fewer values in ascending order are so by chance. */
const LEAST_ASCENDING = 10;

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
  // a value that many records share tells of none of them, as the version of a log's format
  const varied = candidates.filter(({ column }) => column.distinct > 1 || table.records < LEAST_ASCENDING);
  const [best, ...rest] = varied.length > 0 ? varied : candidates;
  const also = [...unreadableDoubts(all), ...operationDoubts(all)];
  if (best === undefined) return { ...guessed(all, table), doubts: [...guessed(all, table).doubts, ...also] };
  const { column, type } = best;
  const { odd } = column.kind;
  const others = rest.map((each) => ({ column: each.column.name, type: each.type }));
  return {
    order: { column: column.name, type },
    others,
    hasEmpty: emptyCount(column) > 0,
    bad: odd,
    doubts: [...doubtsAbout(best, rest), ...valueDoubts(column, type, table.records), ...also],
  };
}

/** Nothing where neither the name nor the values of the column say that it tells the order. */
function candidateOf(column: Column, table: Table): Candidate[] {
  const type = orderTypeOf(column);
  const name = orderName(column.name);
  if (type === null || emptyCount(column) * 2 > table.records) return [];
  const isTime = type === 'timestamp' || isEpoch(column);
  if (name === null && !(isTime && !isOtherTime(column))) return [];
  const isNeeded = {
    integers: column.values.every((value) => value === null || /^([+-]?\d+)?$/.test(value)),
    times: isTime,
    numbers: true,
  };
  const isPlain = name?.isPlain === true && isNeeded[name.needs];
  const rank = name === null ? 4 : name.rank;
  const score = 10 * (5 - rank) + (isTime ? 12 : 0) + (isPlain ? 15 : 0) + (isAscending(column, table) ? 3 : 0);
  return [{ column, type, score, isPlain, isTime }];
}

/** Times whose name tells of another time, such as a date of birth. */
function isOtherTime({ name }: Column): boolean {
  return /birth|born|dob|due|expir|valid/i.test(name) || isDeletedTimeName(name);
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
  return {
    order: { column: last.name, type },
    others: [],
    hasEmpty: emptyCount(last) > 0,
    bad: last.kind.odd,
    doubts: [doubt('order', why), ...valueDoubts(last, type, table.records)],
  };
}
