/** Parses `--order-by`: the columns that decide which record is the latest, each with its type and direction. Pure. */

import { MAX_RANKS } from '../shared/limits';
import type { SummaryOrder } from '../summary/summary';
import { usage } from './parsing/usage';
import type { OrderBy } from './spec';

/** One column of `--order-by`, by its name. */
export interface NamedOrder extends Omit<OrderBy, 'column'> {
  readonly name: string;
}

/** The text that is parsed as these columns. */
export function orderByText(orders: readonly SummaryOrder[]): string {
  return orders.map((order) => `${order.column}:${typeText(order)}`).join(',');
}

/** `int`, `decimal:least` or `rank(I<U<D)`. */
export function typeText({ type, isLeast, ranks }: Omit<SummaryOrder, 'column'>): string {
  const values = ranks.map((rank) => Buffer.from(rank, 'latin1').toString());
  return `${type}${type === 'rank' ? `(${values.join('<')})` : ''}${isLeast ? LEAST : ''}`;
}

/** The items of a list with commas between them; a comma within `rank(…)` is part of its item. */
const ITEM = /(?:^|,)((?:[^,]*:rank\(.*?\)(?::least)?(?=,|$))|[^,]*)/gs;
const TYPED = /^(.*):(?:(int|text|decimal|timestamp)|rank\((.*)\))$/s;
const LEAST = ':least';
const TYPES = 'int, text, decimal, timestamp or rank(first<second<third)';

/**
 * The list in its order. `columns` are the names of the columns, null where they are not known yet. They matter to a
 * column whose own name holds a colon. Throws with exit code 64.
 */
export function parseOrderBy(flag: string, list: string, columns: readonly string[] | null): readonly NamedOrder[] {
  const items = Array.from(list.matchAll(ITEM), ([, item = '']) => item.trim());
  if (items.includes('')) {
    throw usage(`${flag} '${list}' has an empty name, expected names with commas between them`);
  }
  const orders = items.map((item) => parseItem(flag, item, columns));
  const twice = orders.find(({ name }, i) => orders.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined) throw usage(`${flag} names '${twice.name}' twice`);
  return orders;
}

/** `timestamp`, `day:text`, `amount:decimal:least` or `op:rank(I<U<D)`. */
function parseItem(flag: string, item: string, columns: readonly string[] | null): NamedOrder {
  const isColumn = (text: string) => columns?.includes(text);
  if (isColumn(item)) return { name: item, type: 'int', isLeast: false, ranks: [] };
  const isLeast = item.endsWith(LEAST);
  const typed = isLeast ? item.slice(0, -LEAST.length) : item;
  if (isColumn(typed)) return { name: typed, type: 'int', isLeast, ranks: [] };
  const [, name, type, ranks] = TYPED.exec(typed) ?? [];
  if (name !== undefined && ranks !== undefined) {
    return { name, type: 'rank', isLeast, ranks: parseRanks(flag, item, ranks) };
  }
  if (name !== undefined) return { name, type: type as OrderBy['type'], isLeast, ranks: [] };
  const colon = typed.lastIndexOf(':');
  if (colon < 0) return { name: typed, type: 'int', isLeast, ranks: [] };
  throw usage(
    `${flag} '${item}' asks for type '${typed.slice(colon + 1)}', expected ${TYPES}; '${LEAST}' behind the type makes ` +
      'the least value the latest',
  );
}

function parseRanks(flag: string, item: string, text: string): readonly string[] {
  const ranks = text.split('<').map((rank) => Buffer.from(rank.trim()).toString('latin1'));
  if (ranks.length < 2 || ranks.includes('')) {
    throw usage(
      `${flag} '${item}' has no values in order, expected two or more with '<' between them, as in rank(I<U<D)`,
    );
  }
  if (ranks.length > MAX_RANKS) {
    throw usage(`${flag} has ${ranks.length} values in a rank, at most ${MAX_RANKS} are possible`);
  }
  const twice = ranks.find((rank, i) => ranks.indexOf(rank) !== i);
  if (twice === undefined) return ranks;
  throw usage(`${flag} '${item}' ranks '${Buffer.from(twice, 'latin1')}' twice`);
}
