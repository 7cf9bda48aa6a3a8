/** Tells the kind of the values of a column: which order type they have, or which other form. Pure. */

import { isNoValue } from '../diagnosis/sample';
import {
  isCommaDecimal,
  isDateOfNoOrder,
  isDecimal,
  isGrouped,
  isInteger,
  isLooseDate,
  isTimeOfDay,
  isTimestamp,
} from '../diagnosis/value-forms';
import { isWithoutValue, orderFault } from '../format/order-values';
import type { OrderType } from '../options/spec';
import { matches } from '../shared/matches';

export type KindName = keyof typeof KINDS;

interface Kind {
  is(value: string): boolean;
  /** The kind as a table shows it. */
  readonly shown: string;
  /** The type of order values by which the kind is ordered rightly; null where no type does it. */
  readonly orderType: OrderType | null;
}

/** The kinds of values, the strictest first. Each but the last one is a form that names of columns do not have. */
export const KINDS = {
  int: { is: good('int', isInteger), shown: 'int', orderType: 'int' },
  decimal: { is: good('decimal', isDecimal), shown: 'decimal', orderType: 'decimal' },
  timestamp: { is: good('timestamp', isTimestamp), shown: 'timestamp', orderType: 'timestamp' },
  address: { is: matches(/^([0-9a-f]{2}(:[0-9a-f]{2}){5}|\d+(\.\d+){3})$/i), shown: 'address', orderType: null },
  looseDate: { is: isLooseDate, shown: 'date', orderType: null },
  date: { is: isDateOfNoOrder, shown: 'date', orderType: null },
  time: { is: isTimeOfDay, shown: 'time of day', orderType: null },
  commaDecimal: { is: isCommaDecimal, shown: 'decimal with a comma', orderType: null },
  grouped: { is: isGrouped, shown: 'grouped digits', orderType: null },
  uuid: { is: matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i), shown: 'uuid', orderType: null },
  url: { is: matches(/^[a-z][a-z0-9+.-]*:\/\/\S+$/i), shown: 'url', orderType: null },
  email: { is: matches(/^[^\s@,;|]+@[^\s@,;|]+\.[a-z]+$/i), shown: 'email', orderType: null },
  boolean: { is: matches(/^(true|false)$/i), shown: 'boolean', orderType: null },
  nested: { is: matches(/^(\{.*\}|\[.*\])$/s), shown: 'nested', orderType: null },
  text: { is: () => true, shown: 'text', orderType: 'text' },
} as const satisfies Readonly<Record<string, Kind>>;

/** The form as the diagnosis tells it, and good as the run judges it: there is no 31st of June. */
function good(type: OrderType, hasForm: (value: string) => boolean) {
  const order = { type, isLeast: false, ranks: [] };
  return (value: string) => hasForm(value) && orderFault(value, order, 'refuse') === null;
}

const NAMES = Object.keys(KINDS) as KindName[];
/** The share of values that may have another form than all others, as single bad values do. */
const MOST_ODD = 0.05;

export interface KindOfValues {
  readonly kind: KindName;
  /** How many values are empty or missing. */
  readonly empty: number;
  /** Words for a missing value, such as `NA`, each once. */
  readonly words: readonly string[];
  /** How many values are words that `--empty-order oldest` takes for empty values. */
  readonly emptyWords: number;
  /** How many values are other words for a missing value, or of another form than the kind. */
  readonly odd: number;
}

/**
 * The kind of most of these values. Empty values, and words for a missing value, tell nothing. Null stands for a value
 * that is missing.
 */
export function kindOf(values: readonly (string | null)[]): KindOfValues {
  const given = values.filter((value) => value !== null && value !== '') as string[];
  const real = given.filter((value) => !isNoValue(value));
  const allWords = given.filter(isNoValue);
  const emptyWords = allWords.filter(isWithoutValue).length;
  const found = { empty: values.length - given.length, words: [...new Set(allWords)], emptyWords };
  if (real.length === 0) return { kind: 'text', ...found, odd: 0 };
  // text takes any value, so some kind is found
  const kind = NAMES.find((name) => countOthers(real, name) <= MOST_ODD * real.length) as KindName;
  const odd = kind === 'text' ? 0 : countOthers(real, kind) + allWords.length - emptyWords;
  return { kind, ...found, odd };
}

function countOthers(values: readonly string[], kind: KindName): number {
  const { is } = KINDS[kind];
  const most = MOST_ODD * values.length;
  let others = 0;
  for (const value of values) if (!is(value) && ++others > most) break;
  return others;
}

/** Whether a kind is a form of its own, which most texts do not have. */
export function isTyped(kind: KindName): boolean {
  return kind !== 'text';
}
