/** Which order values are good, as the kernel's order/ judges them, and in words. Values have one character per byte. */

import type { OrderBy, OrderType, Spec } from '../options/spec';
import { shownOf } from '../shared/shown-bytes';

export type OrderFault = 'order' | 'order-range';

const MAX_INT64 = (1n << 63n) - 1n;
const TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?: ?(?:z|utc|gmt|[+-](\d\d)(?::?(\d\d))?))?)?$/i;
const DECIMAL = /^[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;
/** Words for no value, in lower case, as in a pattern: the same as in the kernel's no-value.ts. */
export const NO_VALUE_WORDS = 'na|n/a|nan|nat|nil|null|none|\\\\n|<na>|#n/a|\\(null\\)|<null>';
/** They have double quotes around them or not. MySQL writes a date in the place of one. */
const NO_VALUE = new RegExp(`^("?)(?:|${NO_VALUE_WORDS})\\1$|^0000-00-00`, 'i');
/** More ranks than this are not all named. */
const MOST_NAMED = 8;

/** Why the value of an order column is bad; null if it is good. */
export function orderFault(
  value: string,
  orderBy: Pick<OrderBy, 'type' | 'isLeast' | 'ranks'>,
  emptyOrder: Spec['emptyOrder'],
): OrderFault | null {
  const fault = typeFault(value, orderBy);
  return emptyOrder === 'oldest' && isWithoutValue(value) ? null : fault;
}

/** Whether a value is empty, or a word for no value. `--empty-order oldest` allows it where it is bad otherwise. */
export function isWithoutValue(value: string): boolean {
  return NO_VALUE.test(value);
}

function typeFault(
  value: string,
  { type, isLeast, ranks }: Pick<OrderBy, 'type' | 'isLeast' | 'ranks'>,
): OrderFault | null {
  if (value === '') return type === 'text' && !isLeast ? null : 'order';
  if (type === 'int') return intFault(value);
  if (type === 'decimal') return decimalFault(value);
  if (type === 'timestamp') return isTime(value) ? null : 'order';
  return type === 'text' || ranks.includes(value) ? null : 'order';
}

function intFault(value: string): OrderFault | null {
  if (!/^[+-]?\d+$/.test(value)) return 'order';
  return isInt64(BigInt(value.replace('+', ''))) ? null : 'order-range';
}

/**
 * Two exponents have to fit in 64 bits: the one that is written, and the one of the number in the form 0.d1d2…, where d1 is
 * not zero.
 */
function decimalFault(value: string): OrderFault | null {
  const match = DECIMAL.exec(value);
  if (match === null) return 'order';
  const [, whole = '', behindPoint = '', behindLonePoint = '', exponent = '0'] = match;
  const stated = BigInt(exponent.replace('+', ''));
  if (!isInt64(stated)) return 'order-range';
  const first = `${whole}${behindPoint}${behindLonePoint}`.search(/[1-9]/);
  return first < 0 || isInt64(stated + BigInt(whole.length - first)) ? null : 'order-range';
}

function isTime(value: string): boolean {
  const match = TIME.exec(value);
  if (match === null) return false;
  const [year, month, day, hour, minute, second, offsetHours, offsetMinutes] = match
    .slice(1)
    .map((digits = '0') => Number(digits)) as [number, number, number, number, number, number, number, number];
  const isDate = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
  return isDate && hour < 24 && minute < 60 && second < 60 && offsetHours < 24 && offsetMinutes < 60;
}

function daysOfMonth(year: number, month: number): number {
  // Date takes years below 100 for others; the calendar repeats after 400 years
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function isInt64(number: bigint): boolean {
  return number <= MAX_INT64 && number >= -MAX_INT64 - 1n;
}

const EXPECTED: Readonly<Record<Exclude<OrderType, 'rank'>, string>> = {
  int: 'expected an integer',
  text: 'expected text that is not empty',
  decimal: 'expected a decimal number',
  timestamp: 'expected a time such as 2026-01-31T23:59:59Z',
};

/** Where another type takes a bad integer: words that say so, which follow those for what was expected; else ''. */
export function otherTypeWords(value: string, { type }: Pick<OrderBy, 'type'>): string {
  return type === 'int' && decimalFault(value) === null ? "; the type 'decimal' takes it" : '';
}

/** What was expected in place of a bad value. */
export function expectedInstead(fault: OrderFault, { type, ranks }: Pick<OrderBy, 'type' | 'ranks'>): string {
  if (fault === 'order-range') return type === 'decimal' ? 'its exponent is beyond 64 bits' : 'beyond 64 bits';
  if (type !== 'rank') return EXPECTED[type];
  const named = ranks.slice(0, MOST_NAMED).map((rank) => shownOf(Buffer.from(rank, 'latin1')));
  return `expected one of ${named.join(', ')}${ranks.length > MOST_NAMED ? ' …' : ''}`;
}
