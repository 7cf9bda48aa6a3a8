/** Causes in order values that are not of their type, by the kind of value that they are instead. Pure. */

import { orderFault } from '../format/order-values';
import { orderByText } from '../options/order-by';
import { firstOrder, type OrderBy, type OrderType, type Spec } from '../options/spec';
import { printable } from '../shared/printable';
import { headerHint } from './first-lines';
import { HAS_FORM, isOfAnyKind, type Kind, kindsOf, NAMES } from './order-kinds';
import { type Evidence, isNoneGood, type SampleLine } from './sample';

/** A share of the lines. Where fewer lines have a kind of value, they count as single ones. */
const FEW = 0.05;

/** The cause in the order values; null where only a single record is bad, and its value is not one that is missing. */
export function orderValues(evidence: Evidence): string | null {
  const { bad, sample, spec } = evidence;
  if (bad.problem !== 'order' && bad.problem !== 'order-range') return null;
  const order = faultyOrder(evidence);
  const orderValue = (line: SampleLine) => valueIn(evidence, line, order);
  const complete = sample.lines.filter(({ problem }) => problem === null || problem.startsWith('order'));
  const [first, ...rest] = complete;
  // a first line that seems to be a header has a name there, which tells nothing of the values below
  const isNamed = hint(evidence) !== '' && rest.length > 0 && !isOfAnyKind(orderValue(first as SampleLine));
  const also = isNamed ? hint(evidence) : '';
  const lines = isNamed ? rest : complete;
  const shown = isNamed && bad.offset === first?.offset ? lines.find(({ problem }) => problem !== null) : bad;
  if (shown === undefined) return null;
  // of a record behind the head of the file only its start may be known
  if (evidence.format.fieldsOf(shown.text).length <= order.column) return null;
  const alikeOf = (each: Kind) => lines.filter((line) => line.problem !== null && each.is(orderValue(line)));
  const kinds = kindsOf(orderValue(shown), order.type, shown.problem === 'order-range', spec.format);
  // of the kinds that the value may have, the one that most others have too
  const [kind] = [...kinds].sort((a, b) => alikeOf(b).length - alikeOf(a).length);
  if (kind === undefined) return otherValues(evidence, order, lines, also);
  const alike = alikeOf(kind);
  const isSingle = (alike.length <= 1 && lines.length > alike.length) || alike.length < lines.length * FEW;
  if (isSingle && !kind.isOfSingle) return null;
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
