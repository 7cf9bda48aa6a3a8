/** Causes in the order values that are no integers, by the kind of value that they are instead. Pure. */

import { firstOrder } from '../options/spec';
import { printable } from '../shared/printable';
import { headerHint } from './first-lines';
import { type Evidence, isNoneGood, isNoValue, type SampleLine } from './sample';

/** A share of the lines. Where fewer lines have a kind of value, they count as single ones. */
const FEW = 0.05;

/** A kind of values that a column has instead of integers. */
interface Kind {
  is(value: string): boolean;
  /** The text that follows the order column of the file in the message. */
  tell(values: readonly string[], column: string): string;
}

const asText = (column: string) => `--order-by ${column}:text`;
const ISO = /^\d{4}-\d\d(-\d\d)?([T ]\d\d:?\d\d.*)?$/;

const matches = (pattern: RegExp) => (value: string) => pattern.test(value);

const KINDS: readonly Kind[] = [
  {
    is: isNoValue,
    tell: () =>
      'has no value in some records: write an integer there, such as 0 to have them before all others, as ' +
      '--bad-records drop would leave these records out',
  },
  {
    is: matches(/^[+-]?\d+\r+$/),
    tell: () => 'ends in a carriage return that is no part of a line end: take it out, as by tr -d "\\r"',
  },
  { is: matches(/^(\s+[+-]?\d+\s*|[+-]?\d+\s+)$/), tell: () => 'has blanks around its integers: take them out' },
  {
    is: matches(ISO),
    tell: (values, column) =>
      isOfOneForm(values)
        ? `holds dates, not integers: give ${asText(column)}, which is right where all have this form and one time zone`
        : 'holds dates of several forms or time zones, not integers: convert them to integers, or to ISO-8601 of one ' +
          `form and time zone with ${asText(column)}`,
  },
  {
    is: matches(
      /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b|^\d{1,2}[ -](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|^(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ,]/i,
    ),
    tell: (_, column) =>
      `holds dates that neither integers nor bytes have in order: convert them to ISO-8601, for ${asText(column)}, or to integers`,
  },
  {
    is: matches(/^\d{1,2}:\d\d/),
    tell: (_, column) => `holds times of day, not integers: convert them, or give ${asText(column)}`,
  },
  {
    is: matches(/^[+-]?\d+\.0*$/),
    tell: () => 'holds integers with a decimal point behind them: take the point and the zeros out',
  },
  {
    is: matches(/^[+-]?\d*[.,]\d+$/),
    tell: (values, column) =>
      `holds decimals, not integers: cut them or multiply them${
        isOfOneLength(values) ? `, or give ${asText(column)} where all have as many digits before the point` : ''
      }`,
  },
  {
    is: matches(/^[+-]?\d+([.,]\d+)?e[+-]?\d+$/i),
    tell: () => 'holds numbers with an exponent, as spreadsheets shorten them: export all their digits',
  },
  {
    is: matches(/^[+-]?\d{1,3}([ ,.'_]\d{3})+$/),
    tell: () => 'holds numbers with their digits in groups: write the digits alone',
  },
];

const TOO_LARGE: Kind = {
  is: matches(/^[+-]?\d+$/),
  tell: (values, column) =>
    `holds integers beyond 64 bits: ${
      new Set(values.map((value) => value.length)).size === 1 && values.every((value) => /^\d/.test(value))
        ? `give ${asText(column)} where all have as many digits, or `
        : ''
    }write them in a larger unit`,
};

/** The cause in the order values; null where only a single record is bad. */
export function orderValues(evidence: Evidence): string | null {
  const { bad, sample, spec, format } = evidence;
  if (bad.problem !== 'order' && bad.problem !== 'order-range') return null;
  const orderValue = ({ text }: SampleLine) => format.fieldsOf(text)[firstOrder(spec).column] as string;
  const complete = sample.lines.filter(({ problem }) => problem !== 'columns' && problem !== 'length');
  const [first, ...rest] = complete;
  // a first line that seems to be a header has a name there, which tells nothing of the values below
  const isNamed =
    hint(evidence) !== '' && rest.length > 0 && !KINDS.some(({ is }) => is(orderValue(first as SampleLine)));
  const also = isNamed ? hint(evidence) : '';
  const lines = isNamed ? rest : complete;
  const shown = isNamed && bad.offset === first?.offset ? lines.find(({ problem }) => problem !== null) : bad;
  if (shown === undefined) return null;
  const kind = shown.problem === 'order-range' ? TOO_LARGE : KINDS.find(({ is }) => is(orderValue(shown)));
  if (kind === undefined) return otherValues(evidence, lines, also);
  const alike = lines.filter((line) => line.problem !== null && kind.is(orderValue(line)));
  const isSingle = alike.length <= 1 && lines.length > alike.length;
  if (isSingle || alike.length < lines.length * FEW) return null;
  return `${aboutOrderColumn(evidence, kind.tell(alike.map(orderValue), nameOf(evidence)))}${also}`;
}

/** The cause where no record of several has an integer in the order column: another column may be meant. */
function otherValues(evidence: Evidence, lines: readonly SampleLine[], also: string): string | null {
  const { sample, spec, format } = evidence;
  if (lines.length < 2 || !isNoneGood({ ...sample, lines })) return null;
  const isInteger = (column: number) =>
    lines.every(({ text }) => /^[+-]?\d+$/.test(format.fieldsOf(text)[column] as string));
  const integers = spec.columns.filter(
    (_, column) => column !== firstOrder(spec).column && !spec.keyColumns.includes(column) && isInteger(column),
  );
  const asBytes = `give ${asText(nameOf(evidence))} to order by its bytes`;
  const [other] = integers;
  const tale =
    other === undefined
      ? `holds no integer in any record: ${asBytes}, or name another column`
      : `holds no integer in any record, while '${printable(other)}' holds nothing else: look whether --columns has the ` +
        `order of the file, or ${asBytes}`;
  return `${aboutOrderColumn(evidence, tale)}${also}`;
}

function aboutOrderColumn({ file }: Evidence, tale: string): string {
  return `the order column of '${file}' ${tale}`;
}

function nameOf({ spec }: Evidence): string {
  return printable(spec.columns[firstOrder(spec).column] as string);
}

function hint(evidence: Evidence): string {
  return headerHint(evidence, evidence.format.separator);
}

/** Whether all values are alike once each digit is `0`, so that the order of their bytes is that of time. */
function isOfOneForm(values: readonly string[]): boolean {
  // the digits of a time zone count: `+01:00` and `+02:00` have one form, but they are different time zones
  const forms = values.map((value) => value.replace(/[+-]\d\d:?\d\d$/, (zone) => zone.replace(/\d/g, (d) => `z${d}`)));
  return new Set(forms.map((form) => form.replace(/(?<!z)\d/g, '0'))).size === 1;
}

function isOfOneLength(values: readonly string[]): boolean {
  const whole = values.map((value) => value.replace(/[.,].*$/, ''));
  return new Set(whole.map((digits) => digits.length)).size === 1 && whole.every((digits) => /^\d+$/.test(digits));
}
