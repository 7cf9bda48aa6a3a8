/**
 * A cron expression of EventBridge Scheduler: minutes, hours, day of month, month, day of week, year. Pure. Source: Amazon
 * EventBridge Scheduler's user guide, "Schedule types".
 */

import type { Kind } from './kind';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  readonly least: number;
  readonly most: number;
  /** Names of the field's values, beginning with the value 1. */
  readonly names: readonly string[];
  /** Forms that the field takes in place of a list of values. */
  readonly special: RegExp | null;
}

const FIELDS: readonly Field[] = [
  { least: 0, most: 59, names: [], special: null },
  { least: 0, most: 23, names: [], special: null },
  { least: 1, most: 31, names: [], special: /^(\?|L|([1-9]|[12]\d|3[01])W)$/ },
  { least: 1, most: 12, names: MONTHS, special: null },
  { least: 1, most: 7, names: DAYS, special: /^(\?|L|[1-7]L|[1-7]#[1-5])$/ },
  { least: 1970, most: 2199, names: [], special: null },
];
const [DAY_OF_MONTH, DAY_OF_WEEK] = [2, 4];

export const cron: Kind<string> = {
  allowed: 'cron(minutes hours day-of-month month day-of-week year), one of the two days ?, such as cron(0 3 * * ? *)',
  parse: (given) => (typeof given === 'string' && isCron(given) ? given : undefined),
};

function isCron(text: string): boolean {
  const values = /^cron\((.*)\)$/.exec(text)?.[1]?.split(' ') ?? [];
  const isOpen = [DAY_OF_MONTH, DAY_OF_WEEK].filter((field) => values[field] === '?');
  return (
    values.length === FIELDS.length &&
    isOpen.length === 1 &&
    values.every((value, i) => fits(value, FIELDS[i] as Field))
  );
}

function fits(value: string, field: Field): boolean {
  return field.special?.test(value) || value.split(',').every((item) => fitsOne(item, field));
}

/** An item is `*`, `5` or `MON-FRI`, with or without a step: `0/15`, `10-20/5`. */
function fitsOne(item: string, field: Field): boolean {
  const [, range = '', step] = /^([^/]*)(?:\/(\d+))?$/.exec(item) ?? [];
  if (step !== undefined && (Number(step) < 1 || Number(step) > field.most)) return false;
  if (range === '*') return true;
  const ends = range.split('-');
  const [first = Number.NaN, last = first] = ends.map((end) => numberOf(end, field));
  return ends.length <= 2 && field.least <= first && first <= last && last <= field.most;
}

function numberOf(text: string, { names }: Field): number {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + 1;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
