/**
 * Random change logs by seed: inserts, updates and deletes of a few keys, with ties, in any order. Each change knows its
 * key, its order and whether it is a delete from how it was drawn, so that the oracle has nothing to parse.
 */

import type { Random } from './random';
import type { RecordOptions } from './record-options';

export interface Change {
  /** Equal for equal keys, however they are written. */
  readonly key: string;
  /** The value of each order column: the greater one is the later one. */
  readonly order: readonly bigint[];
  readonly isDelete: boolean;
  /** The record without its line end, with one character for each byte. */
  readonly line: string;
}

export interface ChangeLog {
  /** The options that describe the records, as the command line gives them. */
  readonly options: Partial<RecordOptions> & { readonly deleteWhen: readonly string[] };
  readonly changes: readonly Change[];
  /** A value of the first order column, as an option gives it, and as a change has it. */
  readonly middle: { readonly text: string; readonly value: bigint };
}

/** How the records of a log are written. Envelopes have a row in `after`, or where it is deleted in `before`. */
export const WRITINGS = ['delimited', 'quoted', 'json', 'envelopes'] as const;
export type Writing = (typeof WRITINGS)[number];

interface OrderColumn {
  readonly name: string;
  readonly type: string;
  readonly isLeast: boolean;
}

/** Met by the value, or with `!=` by any other value, of which no value is none. */
type Condition = readonly [name: string, sign: '=' | '!=', value: string];

interface Shape {
  readonly writing: Writing;
  readonly keys: readonly string[];
  readonly orders: readonly OrderColumn[];
  readonly conditions: readonly Condition[];
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly isTrimmed: boolean;
}

const OPERATIONS = ['I', 'U', 'D'];
/** Values that are no operations of a rank, but near to them. */
const ODD_OPERATIONS = ['', 'd', 'DD', 'D ', 'ID', '\xc4'];
const FLAGS = ['true', 'false', 'true', '1', 'null', 'tru'];
/** Texts that are no value, and values: times of deletes, and values that may be taken for none. */
const NO_TIMES = ['', '\\N', 'NULL', 'None', 'nan', '0000-00-00 00:00:00'];
const DELETE_TIMES = ['2026-03-01', '2026-03-01T00:00:00.123456789Z', '0', 'false', 'x', 'N', '0000-00', 'nulls'];
/** As many different times as this, so that many changes tie. */
const TIMES = 12;

export function randomChangeLog(random: Random, writing: Writing, mostChanges = 120): ChangeLog {
  const shape = randomShape(random, writing);
  const keys = random.int(1, 25);
  const changes = Array.from({ length: random.int(1, mostChanges) }, () => randomChange(random, shape, keys));
  const time = random.int(0, TIMES);
  const [first] = shape.orders as [OrderColumn];
  return {
    options: optionsOf(shape),
    changes,
    middle: { text: spellings(first, time)[0] as string, value: orderValue(first, time) },
  };
}

function randomShape(random: Random, writing: Writing): Shape {
  const isRanked = random.chance(0.4);
  const names = random.pick([['at'], ['at', 'seq'], ['seq', 'at']]);
  const orders = names.map((name) => ({
    name,
    type: name === 'at' ? random.pick(['int', 'timestamp', 'decimal']) : 'int',
    isLeast: random.chance(0.1),
  }));
  const rank = { name: 'op', type: 'rank(I<U<D)', isLeast: random.chance(0.1) };
  const conditions: Condition[] = random.chance(0.7) ? [['op', '=', 'D']] : [['until', '!=', '']];
  if (random.chance(0.3)) conditions.push(['gone', '=', 'true']);
  if (!isRanked && random.chance(0.2)) conditions.push(['op', '=', '']);
  if (random.chance(0.1)) conditions.push(['k', '=', 'k3']);
  if (random.chance(0.2)) conditions.push(['until', '!=', random.pick(['', 'x', 'false'])]);
  if (random.chance(0.1)) conditions.push(['op', '!=', 'U']);
  const keys = random.pick([['k'], ['k', 'l']]);
  const columns = [...keys, ...names, 'op', 'gone', 'until', 'text'];
  return {
    writing,
    keys,
    orders: isRanked ? [...orders, rank] : orders,
    conditions,
    columns: shuffled(random, columns),
    delimiter: isJson(writing) ? '' : random.pick(['^', ',', '::']),
    isTrimmed: !isJson(writing) && random.chance(0.2),
  };
}

export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, draw: random.next() }))
    .sort((a, b) => a.draw - b.draw)
    .map(({ item }) => item);
}

function isJson(writing: Writing): boolean {
  return writing === 'json' || writing === 'envelopes';
}

function optionsOf(shape: Shape): ChangeLog['options'] {
  const path = (name: string) => (isJson(shape.writing) ? pathOf(name, shape.writing) : name);
  const orderBy = shape.orders.map(({ name, type, isLeast }) => `${path(name)}:${type}${isLeast ? ':least' : ''}`);
  const options = {
    key: shape.keys.map(path).join(','),
    orderBy: orderBy.join(','),
    deleteWhen: shape.conditions.map(([name, sign, value]) => `${path(name)}${sign}${value}`),
  };
  if (isJson(shape.writing)) return { ...options, format: 'json' };
  const text = { columns: shape.columns.join(','), delimiter: shape.delimiter, trim: shape.isTrimmed };
  return shape.writing === 'quoted' ? { ...options, ...text, quote: '"' } : { ...options, ...text };
}

/** In JSON Lines, some columns are members of an object in the record. */
function pathOf(name: string, writing: Writing): string {
  if (!isInRow(name)) return name;
  return writing === 'envelopes' ? `after.${name}|before.${name}` : `after.${name}`;
}

function isInRow(name: string): boolean {
  return name === 'k' || name === 'l' || name === 'gone' || name === 'until';
}

function randomChange(random: Random, shape: Shape, keys: number): Change {
  const time = random.int(0, TIMES);
  const sequence = random.int(0, 4);
  const isRanked = shape.orders.some(({ name }) => name === 'op');
  // blanks within quotes count, also with --trim
  const odd = ODD_OPERATIONS.filter((each) => !shape.isTrimmed || each.trim() === each);
  const operation = isRanked || random.chance(0.9) ? random.pick(OPERATIONS) : random.pick(odd);
  const numbers = new Map(shape.orders.map(({ name }) => [name, name === 'at' ? time : sequence]));
  numbers.set('op', OPERATIONS.indexOf(operation));
  const values = new Map<string, string>([
    ['k', `k${random.int(0, keys)}`],
    ['l', random.pick(['', 'b', 'b', 'k3'])],
    ['op', operation],
    ['gone', random.pick(FLAGS)],
    ['until', random.pick(random.chance(0.7) ? NO_TIMES : DELETE_TIMES)],
    ['text', random.pick(['', 'x', 'D', 'true', 'yy', '\xe4'])],
  ]);
  for (const order of shape.orders) {
    if (order.name !== 'op') values.set(order.name, random.pick(spellings(order, numbers.get(order.name) as number)));
  }
  return {
    key: JSON.stringify(shape.keys.map((name) => values.get(name))),
    order: shape.orders.map((order) => orderValue(order, numbers.get(order.name) as number)),
    isDelete: shape.conditions.some((condition) => isMet(condition, values)),
    line: written(random, shape, values),
  };
}

function isMet([name, sign, value]: Condition, values: ReadonlyMap<string, string>): boolean {
  const found = values.get(name) as string;
  if (sign === '=') return found === value;
  return found !== value && !NO_TIMES.includes(found);
}

function orderValue({ isLeast }: OrderColumn, number: number): bigint {
  return BigInt(isLeast ? -number : number);
}

/** The ways to write one value of an order column. */
function spellings({ type }: OrderColumn, number: number): string[] {
  const digits = String(number).padStart(2, '0');
  if (type === 'timestamp') {
    const later = String(number + 2).padStart(2, '0');
    return [`2026-03-01T${digits}:00:00Z`, `2026-03-01 ${digits}:00:00.000000`, `2026-03-01T${later}:00+02:00`];
  }
  return type === 'decimal' ? [`${number}`, `${number}.0`, `${number * 100}e-2`] : [`${number}`];
}

function written(random: Random, shape: Shape, values: ReadonlyMap<string, string>): string {
  if (isJson(shape.writing)) return asJson(random, values, shape.writing);
  const fields = shape.columns.map((name) => {
    const field = values.get(name) as string;
    const isQuoted = shape.writing === 'quoted' && random.chance(0.4);
    const around = shape.isTrimmed && random.chance(0.3) ? ' ' : '';
    return around + (isQuoted ? quoted(random, field, name) : field) + around;
  });
  return fields.join(shape.delimiter);
}

/** The free text may have anything in its quotes. */
function quoted(random: Random, value: string, name: string): string {
  const inside = name === 'text' && random.chance(0.5) ? random.pick([',D,', '\n', '""', '"",""D""', '^D^\n']) : '';
  return `"${value}${inside}"`;
}

/** The members come in any order, with escapes and blanks, and some stand twice, where the last one counts. */
function asJson(random: Random, values: ReadonlyMap<string, string>, writing: Writing): string {
  const member = (name: string, value: string) =>
    `${random.chance(0.1) ? escaped(name) : `"${name}"`}${random.pick([':', ':', ' : '])}${value}`;
  const isEnvelope = writing === 'envelopes';
  const inside: string[] = [];
  const outside: string[] = [];
  for (const name of shuffled(random, [...values.keys()])) {
    // no time may be null, or be missing
    if (name === 'until' && values.get(name) === '' && random.chance(0.6)) {
      if (random.chance(0.5)) inside.push(member(name, 'null'));
      continue;
    }
    const value = jsonValue(random, name, values.get(name) as string);
    // null in `after` would make the value in `before` count
    const isNull = isEnvelope && value === 'null';
    (isInRow(name) ? inside : outside).push(member(name, isNull ? '"null"' : value));
  }
  const row = `{${inside.join(',')}}`;
  const isDelete = values.get('op') === 'D';
  const rows = isEnvelope ? envelopeRows(random, row, isDelete) : [`"after":${row}`];
  const all = shuffled(random, [...outside, ...rows]);
  // of a name that stands twice the first member does not count, with all that it has
  if (isEnvelope && isDelete && rows.length > 1 && random.chance(0.2)) all.unshift(`"after":${OTHER_ROW}`);
  if (random.chance(0.1)) all.unshift(member('op', random.pick(['"D"', 'null', '{"op":"D"}'])));
  if (!isEnvelope && random.chance(0.1)) all.push(`"before":${OTHER_ROW}`);
  return `{${all.join(random.pick([',', ', ']))}}`;
}

const OTHER_ROW = '{"op":"D","gone":true,"k":"k3","l":"b"}';

/** A row is in `after` with any other one in `before`, or in `before` with none in `after`, which may be left out. */
function envelopeRows(random: Random, row: string, isDelete: boolean): string[] {
  if (isDelete) {
    const none = random.pick(['null', 'null', '', '{}', '{"k":null,"l":null,"gone":null,"until":null}']);
    return [`"before":${row}`, ...(none === '' ? [] : [`"after":${none}`])];
  }
  const before = random.pick(['null', '', row, OTHER_ROW]);
  return [...(before === '' ? [] : [`"before":${before}`]), `"after":${row}`];
}

function jsonValue(random: Random, name: string, value: string): string {
  const isLiteral = /^(true|false|null|-?\d+(\.\d+)?(e-?\d+)?)$/.test(value);
  if (isLiteral && name !== 'text' && random.chance(0.5)) return value;
  const utf8 = Buffer.from(value).toString('latin1');
  return random.chance(0.15) && !/[\x80-\xff]/.test(utf8) ? escaped(utf8) : `"${utf8.replaceAll('\\', '\\\\')}"`;
}

/** A string of JSON with an escape for each character. */
function escaped(text: string): string {
  return `"${[...text].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
}
