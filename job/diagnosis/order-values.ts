/** Causes in order values that are not of their type, by the kind of value that they are instead. Pure. */

import { orderFault } from '../format/order-values';
import { orderByText } from '../options/order-by';
import { firstOrder, type OrderBy, type OrderType, type Spec } from '../options/spec';
import { printable } from '../shared/printable';
import { headerHint } from './first-lines';
import { type Evidence, isNoneGood, isNoValue, type SampleLine } from './sample';

/** A share of the lines. Where fewer lines have a kind of value, they count as single ones. */
const FEW = 0.05;

/** A kind of values that a column has instead of those of its type. */
interface Kind {
  is(value: string): boolean;
  /**
   * The text that follows the order column of the file in the message. `as` is the advice to order by the column as
   * another type, and `type` is the type that was asked for.
   */
  tell(as: (type: OrderType, ranks?: readonly string[]) => string, type: OrderType): string;
}

const matches = (pattern: RegExp) => (value: string) => pattern.test(value);
const isInteger = matches(/^[+-]?\d+$/);
const isDecimal = matches(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i);
const isTimestamp = matches(/^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?([Zz]|[+-]\d\d(:?\d\d)?)?)?$/);

/** Whether a value has the form of a type; a rank is not judged here. */
const HAS_FORM: Readonly<Record<OrderType, (value: string) => boolean>> = {
  int: isInteger,
  text: () => true,
  decimal: isDecimal,
  timestamp: isTimestamp,
  rank: () => true,
};

/** Kinds that a value of any type may have. */
const OF_ALL_TYPES: readonly Kind[] = [
  {
    is: (value) => value === '',
    tell: () => 'is empty in some records: give --empty-order oldest to have these before all others',
  },
  {
    is: isNoValue,
    tell: () =>
      'has no value in some records: leave the word out there and give --empty-order oldest, as --bad-records drop ' +
      'would leave these records out',
  },
  {
    is: matches(/^[+-]?\d+\r+$/),
    tell: () => 'ends in a carriage return that is no part of a line end: take it out, as by tr -d "\\r"',
  },
  { is: matches(/^(\s+\S.*|.*\S\s+)$/), tell: () => 'has blanks around its values: give --trim' },
];

/** The same in JSON Lines, whose strings have no blanks that do not count. */
const OF_ALL_TYPES_IN_JSON: readonly Kind[] = [
  {
    is: (value) => value === '',
    tell: () => 'is empty or null in some records: give --empty-order oldest to have these before all others',
  },
  {
    is: isNoValue,
    tell: () =>
      'has no value in some records: write null there and give --empty-order oldest, as --bad-records drop would leave ' +
      'these records out',
  },
  {
    is: matches(/^(true|false)$/),
    tell: (as, type) => `is true or false, and no ${NAMES[type]}: ${as('rank', ['false', 'true'])}`,
  },
  { is: matches(/^(\s+\S.*|.*\S\s+)$/), tell: () => 'has blanks around its values: take them out' },
];

const KINDS: readonly Kind[] = [
  { is: isInteger, tell: (as, type) => `holds integers, and no ${NAMES[type]}: ${as('int')}` },
  { is: isTimestamp, tell: (as, type) => `holds dates, and no ${NAMES[type]}: ${as('timestamp')}` },
  { is: isDecimal, tell: (as, type) => `holds decimals, and no ${NAMES[type]}: ${as('decimal')}` },
  {
    is: matches(/^\d{4}-\d\d(-\d\d)?([T ]\d\d:?\d\d.*)?$/),
    tell: (as) =>
      `holds dates that are not written as timestamps: ${as('text')}, which is right where all have one form and one time zone`,
  },
  {
    is: matches(
      /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b|^\d{1,2}[ -](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|^(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ,]/i,
    ),
    tell: (as) =>
      `holds dates that neither integers nor bytes have in order: convert them to ISO-8601, and ${as('timestamp')}`,
  },
  {
    is: matches(/^\d{1,2}:\d\d/),
    tell: (as, type) => `holds times of day, and no ${NAMES[type]}: convert them, or ${as('text')}`,
  },
  {
    is: matches(/^[+-]?\d*,\d+(e[+-]?\d+)?$/i),
    tell: (as) => `holds decimals with a comma in them: write a point there, and ${as('decimal')}`,
  },
  {
    is: matches(/^[+-]?\d{1,3}([ ,.'_]\d{3})+$/),
    tell: () => 'holds numbers with their digits in groups: write the digits alone',
  },
];

const TOO_LARGE: Kind = {
  is: isInteger,
  tell: (as) => `holds integers beyond 64 bits: ${as('decimal')}`,
};

/** The types in the plural, as messages call them. */
const NAMES: Readonly<Record<OrderType, string>> = {
  int: 'integers',
  text: 'text',
  decimal: 'decimals',
  timestamp: 'timestamps',
  rank: 'ranks',
};

/** The cause in the order values; null where only a single record is bad. */
export function orderValues(evidence: Evidence): string | null {
  const { bad, sample, spec } = evidence;
  if (bad.problem !== 'order' && bad.problem !== 'order-range') return null;
  const order = faultyOrder(evidence);
  const orderValue = (line: SampleLine) => valueIn(evidence, line, order);
  const complete = sample.lines.filter(({ problem }) => problem === null || problem.startsWith('order'));
  const [first, ...rest] = complete;
  // a first line that seems to be a header has a name there, which tells nothing of the values below
  const isNamed =
    hint(evidence) !== '' &&
    rest.length > 0 &&
    ![...OF_ALL_TYPES, ...KINDS].some(({ is }) => is(orderValue(first as SampleLine)));
  const also = isNamed ? hint(evidence) : '';
  const lines = isNamed ? rest : complete;
  const shown = isNamed && bad.offset === first?.offset ? lines.find(({ problem }) => problem !== null) : bad;
  if (shown === undefined) return null;
  // of a record behind the head of the file only its start may be known
  if (evidence.format.fieldsOf(shown.text).length <= order.column) return null;
  const kind = kindOf(evidence, shown, order);
  if (kind === undefined) return otherValues(evidence, order, lines, also);
  const alike = lines.filter((line) => line.problem !== null && kind.is(orderValue(line)));
  const isSingle = alike.length <= 1 && lines.length > alike.length;
  if (isSingle || alike.length < lines.length * FEW) return null;
  const as = (type: OrderType, ranks: readonly string[] = []) => `give ${orderByWith(spec, order, type, ranks)}`;
  return `${aboutOrderColumn(evidence, order, kind.tell(as, order.type))}${also}`;
}

/** The first order column whose value in the bad record is bad; the first one where the record is not whole. */
function faultyOrder({ bad, spec, format }: Evidence): OrderBy {
  const fields = format.fieldsOf(bad.text);
  const found = spec.orderBy.find((order) => {
    const value = fields[order.column];
    return value !== undefined && orderFault(value, order, spec.emptyOrder) !== null;
  });
  return found === undefined ? firstOrder(spec) : found;
}

function valueIn({ format }: Evidence, { text }: SampleLine, { column }: OrderBy): string {
  return format.fieldsOf(text)[column] as string;
}

function kindOf(evidence: Evidence, line: SampleLine, order: OrderBy): Kind | undefined {
  const { type } = order;
  if (line.problem === 'order-range') return type === 'int' ? TOO_LARGE : undefined;
  const value = valueIn(evidence, line, order);
  const isJson = evidence.spec.format === 'json';
  const ofAllTypes = isJson ? OF_ALL_TYPES_IN_JSON : OF_ALL_TYPES;
  // a value of the right form is bad for what it says: there is no 31st of June; in JSON a number is no text
  const hasForm = HAS_FORM[type](value) && !(isJson && type === 'text');
  const kinds = hasForm ? ofAllTypes : [...ofAllTypes, ...KINDS];
  return kinds.find(({ is }) => is(value));
}

/** `--order-by` with another type for one of its columns. */
function orderByWith(
  { columns, orderBy }: Spec,
  other: OrderBy,
  type: OrderType,
  ranks: readonly string[] = [],
): string {
  const orders = orderBy.map((order) => ({
    ...order,
    ...(order === other && { type, ranks }),
    column: columns[order.column] as string,
  }));
  const text = printable(orderByText(orders));
  return `--order-by ${/^[\w.:,-]+$/.test(text) ? text : `'${text}'`}`;
}

/** The cause where no record of several has a value of the type in the order column: another column may be meant. */
function otherValues(evidence: Evidence, order: OrderBy, lines: readonly SampleLine[], also: string): string | null {
  const { sample, spec } = evidence;
  const { type } = order;
  if (lines.length < 2 || type === 'rank' || !isNoneGood({ ...sample, lines })) return null;
  if (lines.some((line) => HAS_FORM[type](valueIn(evidence, line, order)))) return null;
  const holdsNothingElse = (column: number) =>
    lines.every((line) => HAS_FORM[type](valueIn(evidence, line, { ...order, column })));
  const others = spec.columns.filter(
    (_, column) => column !== order.column && !spec.keyColumns.includes(column) && holdsNothingElse(column),
  );
  if (spec.format === 'json')
    return `${aboutOrderColumn(evidence, order, `holds no ${NAMES[type]} in any record: name another value, or a type that it has`)}`;
  const asBytes = `give ${orderByWith(spec, order, 'text')} to order by its bytes`;
  const [other] = others;
  const none = `holds no ${NAMES[type]} in any record`;
  const tale =
    other === undefined
      ? `${none}: ${asBytes}, or name another column`
      : `${none}, while '${printable(other)}' holds nothing else: look whether --columns has the order of the file, or ` +
        asBytes;
  return `${aboutOrderColumn(evidence, order, tale)}${also}`;
}

function aboutOrderColumn({ file, spec }: Evidence, { column }: OrderBy, tale: string): string {
  const name = printable(spec.columns[column] as string);
  if (spec.format === 'json') return `'${name}' of --order-by in '${file}' ${tale}`;
  return `the order column${spec.orderBy.length > 1 ? ` '${name}'` : ''} of '${file}' ${tale}`;
}

function hint(evidence: Evidence): string {
  return headerHint(evidence, evidence.format.separator);
}
