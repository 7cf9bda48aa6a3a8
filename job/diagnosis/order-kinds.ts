/** Kinds of order values, and the advice for a column whose values are of another kind than its type. Pure. */

import { isWithoutValue } from '../format/order-values';
import type { FormatName, OrderType } from '../options/spec';
import { matches } from '../shared/matches';
import { isNoValue } from './sample';
import {
  isCommaDecimal,
  isDateOfNoOrder,
  isDecimal,
  isGrouped,
  isInteger,
  isLooseDate,
  isTimeOfDay,
  isTimestamp,
} from './value-forms';

/** A kind of values that a column has instead of those of its type. */
export interface Kind {
  is(value: string): boolean;
  /** Whether it is the cause also where a single record has such a value: dropping the record would lose it. */
  readonly isOfSingle?: true;
  /**
   * The text that follows the order column of the file in the message. `as` is the advice to order by the column as
   * another type, and `type` is the type that was asked for.
   */
  tell(as: (type: OrderType, ranks?: readonly string[]) => string, type: OrderType): string;
}

/** Whether a value has the form of a type; a rank is not judged here. */
export const HAS_FORM: Readonly<Record<OrderType, (value: string) => boolean>> = {
  int: isInteger,
  text: () => true,
  decimal: isDecimal,
  timestamp: isTimestamp,
  rank: () => true,
};

/** Spaces and tabs, which are blanks. */
const hasBlanks = matches(/^([ \t]+[^ \t].*|.*[^ \t][ \t]+)$/);

/** Kinds that a value of any type may have. */
const OF_ALL_TYPES: readonly Kind[] = [
  {
    is: (value) => value === '',
    isOfSingle: true,
    tell: () => 'is empty in some records: give --empty-order oldest to have these before all others',
  },
  {
    is: isWithoutValue,
    isOfSingle: true,
    tell: () => 'has a word for no value in some records: give --empty-order oldest to have these before all others',
  },
  {
    is: isNoValue,
    isOfSingle: true,
    tell: () =>
      'has no value in some records: leave the word out there and give --empty-order oldest, as --bad-records drop ' +
      'would leave these records out',
  },
  {
    is: matches(/^[+-]?\d+\r+$/),
    tell: () => 'ends in a carriage return that is no part of a line end: take it out, as by tr -d "\\r"',
  },
  {
    is: hasBlanks,
    tell: () => 'has blanks around its values: give --trim, which takes away those that are not within quotes',
  },
];

/** The same in JSON Lines, whose strings have no blanks that do not count. */
const OF_ALL_TYPES_IN_JSON: readonly Kind[] = [
  {
    is: (value) => value === '',
    isOfSingle: true,
    tell: () => 'is empty or null in some records: give --empty-order oldest to have these before all others',
  },
  {
    is: isWithoutValue,
    isOfSingle: true,
    tell: () => 'has a word for no value in some records: give --empty-order oldest to have these before all others',
  },
  {
    is: isNoValue,
    isOfSingle: true,
    tell: () =>
      'has no value in some records: write null there and give --empty-order oldest, as --bad-records drop would leave ' +
      'these records out',
  },
  {
    is: matches(/^(true|false)$/),
    tell: (as, type) => `is true or false, and no ${NAMES[type]}: ${as('rank', ['false', 'true'])}`,
  },
  { is: hasBlanks, tell: () => 'has blanks around its values: take them out' },
];

const KINDS: readonly Kind[] = [
  { is: isInteger, tell: (as, type) => `holds integers, and no ${NAMES[type]}: ${as('int')}` },
  { is: isTimestamp, tell: (as, type) => `holds dates, and no ${NAMES[type]}: ${as('timestamp')}` },
  { is: isDecimal, tell: (as, type) => `holds decimals, and no ${NAMES[type]}: ${as('decimal')}` },
  {
    is: isLooseDate,
    tell: (as) =>
      `holds dates that are not written as timestamps: ${as('text')}, which is right where all have one form and one time zone`,
  },
  {
    is: isDateOfNoOrder,
    tell: (as) =>
      `holds dates that neither integers nor bytes have in order: convert them to ISO-8601, and ${as('timestamp')}`,
  },
  {
    is: isTimeOfDay,
    tell: (as, type) => `holds times of day, and no ${NAMES[type]}: convert them, or ${as('text')}`,
  },
  {
    is: isCommaDecimal,
    tell: (as) => `holds decimals with a comma in them: write a point there, and ${as('decimal')}`,
  },
  {
    is: isGrouped,
    tell: () => 'holds numbers with their digits in groups: write the digits alone',
  },
];

const TOO_LARGE: Kind = {
  is: isInteger,
  tell: (as) => `holds integers beyond 64 bits: ${as('decimal')}`,
};

/** The types in the plural, as messages call them. */
export const NAMES: Readonly<Record<OrderType, string>> = {
  int: 'integers',
  text: 'text',
  decimal: 'decimals',
  timestamp: 'timestamps',
  rank: 'ranks',
};

/** The kinds of a value that is bad for this type. `isRange` says that it is a number beyond the type's range. */
export function kindsOf(value: string, type: OrderType, isRange: boolean, format: FormatName): readonly Kind[] {
  if (isRange) return type === 'int' ? [TOO_LARGE] : [];
  const ofAllTypes = format === 'json' ? OF_ALL_TYPES_IN_JSON : OF_ALL_TYPES;
  // a value of the right form is bad for what it says: there is no 31st of June; in JSON a number is no text
  const hasForm = HAS_FORM[type](value) && !(format === 'json' && type === 'text');
  const kinds = hasForm ? ofAllTypes : [...ofAllTypes, ...KINDS];
  return kinds.filter(({ is }) => is(value));
}

/** Whether a value of delimited text is of any kind, so that it is no name in a header. */
export function isOfAnyKind(value: string): boolean {
  return [...OF_ALL_TYPES, ...KINDS].some(({ is }) => is(value));
}
