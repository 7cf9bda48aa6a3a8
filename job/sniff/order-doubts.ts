/** Doubts about the order that concern values, and what else may have to do with the order. Pure. */

import { isTimestamp } from '../diagnosis/value-forms';
import { isWithoutValue, orderFault } from '../format/order-values';
import type { OrderType } from '../options/spec';
import { counted, grouped } from '../shared/figures';
import { deletedFlag, isDeletedTimeName, operationRanks, orderName } from './names';
import { type Doubt, doubt } from './sample';
import { type Column, decoded } from './table';
import { KINDS } from './value-kinds';

/** So many different values of a column are looked at, to see whether it tells of inserts and deletes. */
const FEW_VALUES = 5;

/** Null where no type orders the values of the column rightly. */
export function orderTypeOf({ kind, values }: Column): OrderType | null {
  const type: OrderType | null = KINDS[kind.kind].orderType;
  if (type === null || type === 'text') return null;
  const int = { type: 'int', isLeast: false, ranks: [] } as const;
  const isBeyond =
    type === 'int' && values.some((value) => value !== null && orderFault(value, int, 'oldest') === 'order-range');
  return isBeyond ? 'decimal' : type;
}

/** How many records have no value in a column to order by, or a word for that. */
export function emptyCount({ kind: { empty, emptyWords } }: Column): number {
  return empty + emptyWords;
}

/** Doubts about the values of the column that the command orders by. */
export function valueDoubts(column: Column, type: OrderType, records: number): Doubt[] {
  const found: Doubt[] = [];
  const { name, values } = column;
  const { odd, words } = column.kind;
  if (emptyCount(column) > 0) {
    const word = words.find(isWithoutValue);
    const none = word === undefined ? 'nothing' : `nothing, or a word such as '${decoded(word)}',`;
    found.push(
      doubt(
        'order',
        `${grouped(emptyCount(column))} of ${counted(records, 'record')} have ${none} in ${name}: --empty-order oldest makes them older than all others`,
      ),
    );
  }
  if (odd > 0) {
    const word = words.find((each) => !isWithoutValue(each));
    const kind = word === undefined ? `values that are no ${type}` : `words such as '${decoded(word)}'`;
    found.push(
      doubt(
        'order',
        `${grouped(odd)} of ${counted(records, 'record')} have ${kind} in ${name}: --bad-records keep sets these records aside`,
      ),
    );
  }
  const times =
    type === 'timestamp' ? (values.filter((value) => value !== null && isTimestamp(value)) as string[]) : [];
  const withOffset = times.filter((value) => /(z|utc|gmt|[+-]\d\d(:?\d\d)?)$/i.test(value.slice(10)));
  if (withOffset.length > 0 && withOffset.length < times.length) {
    found.push(
      doubt('order', `some times in ${name} name no offset, and are taken as UTC: --time-zone says otherwise`),
    );
  }
  const digits = new Set(
    times.length > 0 || type !== 'int' ? [] : values.map((value) => (value === null ? 0 : value.length)),
  );
  if (digits.has(10) && digits.has(13)) {
    found.push(doubt('order', `${name} seems to hold both seconds and milliseconds`));
  }
  return found;
}

/** Columns that tell of an order by their names, but whose values no type orders. */
export function unreadableDoubts(columns: readonly Column[]): Doubt[] {
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
export function operationDoubts(columns: readonly Column[]): Doubt[] {
  return columns.flatMap((column) => {
    const { name, values, distinct } = column;
    if (tellsDeletedTimes(column)) {
      const what = `${name} seems to tell when records were deleted`;
      return [doubt('order', `${what}: --delete-when '${name}!=' leaves deleted keys out`)];
    }
    if (distinct > FEW_VALUES) return [];
    const all = [...new Set(values.map((value) => (value === null ? '' : value)))];
    const flag = deletedFlag(name, all);
    if (flag !== null) {
      const what = `${name} seems to tell which records are deleted`;
      return [doubt('order', `${what}: --delete-when '${name}=${flag}' leaves deleted keys out`)];
    }
    const ranks = operationRanks(name, all);
    if (ranks === null) return [];
    return [
      doubt(
        'order',
        `${name} seems to tell of inserts, updates and deletes: --delete-when '${name}=${ranks.at(-1)}' leaves deleted ` +
          `keys out, and ${name}:rank(${ranks.join('<')}) as a further order column puts deletes last among equal values`,
      ),
    ];
  });
}

/** Whether a column has times of deletes: some records have one there, and others have no value. A zero is a value. */
function tellsDeletedTimes({ name, values, kind }: Column): boolean {
  if (!isDeletedTimeName(name)) return false;
  const given = values.filter((value) => value !== null && !isWithoutValue(value)) as string[];
  const isTime = ['timestamp', 'looseDate', 'date', 'int', 'decimal'].includes(kind.kind);
  return isTime && given.length > 0 && given.length < values.length && !given.some((value) => Number(value) === 0);
}
