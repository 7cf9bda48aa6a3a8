/** Finds times, dates and numbers that are ordered as text, and that bytes do not put in order. Pure. */

import { isWithoutValue, orderFault } from '../format/order-values';
import type { OrderBy, OrderType } from '../options/spec';
import { printable } from '../shared/printable';
import { isDateOfNoOrder, isDecimal, isInteger, isLooseDate, isTimestamp } from './value-forms';

const TIME = /^\d{4}-\d\d-\d\d(?:([Tt ])\d\d:\d\d(:\d\d(?:[.,]\d+)?)?( ?(?:z|utc|gmt|[+-]\d\d(?::?\d\d)?))?)?$/i;
/** `2026/01/31`, which bytes put in order. */
const YEAR_FIRST = /^\d{4}[/.-]\d\d[/.-]\d\d/;

/** A way in which values are out of order. */
interface Disorder {
  is(values: readonly string[]): boolean;
  /** The end of a warning about the order column `name`. */
  tell(name: string, example: string): string;
}

const NOT_BY_BYTES = ', which bytes do not put in order';
const numbersOf = (type: OrderType) => (name: string) =>
  `numbers in the order column '${name}' are not all of one length${NOT_BY_BYTES}; give ${name}:${type}`;

const DISORDERS: readonly Disorder[] = [
  {
    is: areMixedTimes,
    tell: (name) =>
      `times in the order column '${name}' are written in several ways${NOT_BY_BYTES}; give ${name}:timestamp`,
  },
  {
    is: (values) => values.every(isInt64) && areOfSeveralLengths(values),
    tell: numbersOf('int'),
  },
  {
    is: (values) => values.every(isDecimal) && areOfSeveralLengths(values.map(wholePart)),
    tell: numbersOf('decimal'),
  },
  {
    is: (values) => values.every((value) => isDateOfNoOrder(value) && !YEAR_FIRST.test(value)),
    tell: (name, example) =>
      `dates in the order column '${name}', such as '${example}', are not put in order by bytes: write them as 2026-01-31, and give ${name}:timestamp`,
  },
  {
    is: haveNumbersOfSeveralLengths,
    tell: (name, example) =>
      `numbers within the order column '${name}', as in '${example}', are not all of one length${NOT_BY_BYTES}: write zeros before the shorter ones`,
  },
];

/** A warning about the columns of an order by text; null where the bytes of all values may be in the order that is meant. */
export function disorderedText(
  orderBy: readonly OrderBy[],
  columns: readonly string[],
  seen: readonly ReadonlySet<string>[],
): string | null {
  for (const [i, { type, column }] of orderBy.entries()) {
    const values = [...(seen[i] as ReadonlySet<string>)].filter((value) => !isWithoutValue(value));
    if (type !== 'text' || values.length < 2) continue;
    const found = DISORDERS.find(({ is }) => is(values));
    if (found === undefined) continue;
    const example = Buffer.from(values[0] as string, 'latin1').toString();
    return found.tell(printable(columns[column] as string), printable(example));
  }
  return null;
}

/** Whether all values are times, and text compares some of them otherwise than as instants. */
function areMixedTimes(values: readonly string[]): boolean {
  if (!values.every(isTimestamp)) return false;
  const parts = values.map((value) => TIME.exec(value) as RegExpExecArray);
  const marks = new Set(parts.flatMap(([, mark]) => mark ?? []));
  const offsets = new Set(parts.map(([, , , offset = '']) => offset));
  const lengths = new Set(parts.map(([, , seconds = '']) => seconds.length));
  // without offsets a shorter time is before a longer one that begins alike, which is right
  return marks.size > 1 || offsets.size > 1 || (lengths.size > 1 && !offsets.has(''));
}

function isInt64(value: string): boolean {
  return isInteger(value) && orderFault(value, { type: 'int', isLeast: false, ranks: [] }, 'refuse') === null;
}

/** The part of a decimal before its point. */
function wholePart(value: string): string {
  return value.replace(/[.e].*$/i, '');
}

/** Whether integers are not all of one length, or some are negative. */
function areOfSeveralLengths(values: readonly string[]): boolean {
  return new Set(values.map(({ length }) => length)).size > 1 || values.some((value) => value.startsWith('-'));
}

/** Whether numbers differ in length, in values that are alike else (`1.9.0` and `1.10.0`), or at their start (`9-a`, `10-b`). */
function haveNumbersOfSeveralLengths(values: readonly string[]): boolean {
  if (values.every((value) => isTimestamp(value) || isLooseDate(value))) return false;
  // a decimal is in order where its whole part is, whatever follows the point
  if (values.every(isDecimal)) return false;
  const alike = new Set(values.map((value) => value.replace(/\d+/g, '0')));
  const lengths = new Set(values.map((value) => value.replace(/\d/g, '0')));
  const firsts = new Set(values.map((value) => /^\d+(?![\dA-Za-z])/.exec(value)?.[0].length));
  return (alike.size === 1 && lengths.size > 1) || (firsts.size > 1 && !firsts.has(undefined));
}
