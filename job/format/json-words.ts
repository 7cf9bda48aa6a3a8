/** Says in words why a line of JSON is bad. Pure. */

import type { OrderBy } from '../options/spec';
import { counted } from '../shared/figures';
import { printable } from '../shared/printable';
import { shownOf } from '../shared/shown-bytes';
import type { JsonValue } from './json/members';
import { characterAt, type JsonFault } from './json/text';
import { BYTE_ORDER_MARK } from './lines';
import { expectedInstead, type OrderFault, otherTypeWords } from './order-values';

/** How many letters of a word a message shows. */
const SHOWN_LETTERS = 20;

/** The byte at which a line stops to be a JSON object, counted from 0, and what was expected there. */
export function describeJson(line: string, { at, expected }: JsonFault): string {
  if (at === line.length) return `the line ends after ${counted(at, 'byte')}, expected ${expected}`;
  if (line.startsWith(BYTE_ORDER_MARK, at))
    return `byte ${at} of the line begins a byte order mark, expected ${expected}`;
  const [word = ''] = /^[A-Za-z]+/.exec(line.slice(at, at + SHOWN_LETTERS)) || [];
  const found = word.length > 1 ? `begins '${word}'` : `is '${shownByte(characterAt(line, at))}'`;
  return `byte ${at} of the line ${found}, expected ${expected}`;
}

/** @param path the path of the order column whose value is bad */
export function describeOrder(
  path: string,
  value: JsonValue | null,
  { order, reason }: { readonly order: OrderBy; readonly reason: OrderFault },
): string {
  const found = `order name '${printable(path)}' is ${shownValue(value)}`;
  const kind = value === null ? 'null' : value.kind;
  if (order.type === 'text' && kind !== 'string') return `${found}, expected a string`;
  const expected = expectedInstead(reason, order);
  const isNoInteger = order.type === 'int' && kind === 'number' && reason === 'order';
  const other = value === null || (kind !== 'number' && kind !== 'string') ? '' : otherTypeWords(value.text, order);
  return `${found}, ${expected}${isNoInteger ? ' of digits alone' : ''}${other}`;
}

/** @param path the path of the key column whose value is bad */
export function describeKey(path: string, value: JsonValue | null): string {
  const found = `key name '${printable(path)}' is ${shownValue(value)}`;
  if (value?.kind === 'number') return `${found}, whose exponent is beyond 64 bits`;
  return `${found}, expected a string, a number, true, false or null`;
}

function shownValue(value: JsonValue | null): string {
  if (value === null) return 'missing';
  if (value.kind === 'object') return 'an object';
  if (value.kind === 'array') return 'an array';
  const text = shownOf(Buffer.from(value.text, 'latin1'));
  return value.kind === 'string' || value.kind === 'number' ? `'${text}'` : text;
}

/** A character as text; a byte that is no character of UTF-8 as `\xHH`. */
function shownByte(character: string): string {
  const bytes = Buffer.from(character, 'latin1');
  return character.length === 1 && character >= '\x80' ? `\\x${bytes.toString('hex')}` : shownOf(bytes);
}
