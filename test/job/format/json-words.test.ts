import type { JsonValue } from '../../../job/format/json/members';
import { describeJson, describeKey, describeOrder } from '../../../job/format/json-words';
import type { OrderBy } from '../../../job/options/spec';

const bytes = (text: string) => Buffer.from(text).toString('latin1');

it.each([
  ['{"a":1 x', 7, "',' or '}'", "byte 7 of the line is 'x', expected ',' or '}'"],
  ['{"a":NaN}', 5, 'a value', "byte 5 of the line begins 'NaN', expected a value"],
  ['{"a"', 4, "':'", "the line ends after 4 bytes, expected ':'"],
  ['', 0, "'{'", "the line ends after 0 bytes, expected '{'"],
  ['{"\x01"}', 2, 'an escape', "byte 2 of the line is '\\x01', expected an escape"],
  ['{"\xff"}', 2, 'UTF-8', "byte 2 of the line is '\\xff', expected UTF-8"],
  [bytes('{“a”:1}'), 1, 'a name', "byte 1 of the line is '“', expected a name"],
  [bytes('\ufeff{}'), 0, "'{'", "byte 0 of the line begins a byte order mark, expected '{'"],
  [`${'x'.repeat(50)}`, 0, "'{'", `byte 0 of the line begins '${'x'.repeat(20)}', expected '{'`],
])('says where %j is wrong', (line, at, expected, words) => {
  expect(describeJson(line, { at, expected })).toBe(words);
});

const order = (type: OrderBy['type']): OrderBy => ({ column: 0, type, isLeast: false, ranks: ['I', 'D'] });
const NUMBER: JsonValue = { kind: 'number', text: '1.5' };
const STRING: JsonValue = { kind: 'string', text: 'soon' };
const NULL: JsonValue = { kind: 'null', text: 'null' };

it.each<[JsonValue | null, OrderBy['type'], string]>([
  [null, 'int', "order name 'at.ms' is missing, expected an integer"],
  [NULL, 'timestamp', "order name 'at.ms' is null, expected a time such as 2026-01-31T23:59:59Z"],
  [NULL, 'text', "order name 'at.ms' is null, expected a string"],
  [NUMBER, 'text', "order name 'at.ms' is '1.5', expected a string"],
  [NUMBER, 'int', "order name 'at.ms' is '1.5', expected an integer of digits alone; the type 'decimal' takes it"],
  [STRING, 'int', "order name 'at.ms' is 'soon', expected an integer"],
  [STRING, 'rank', "order name 'at.ms' is 'soon', expected one of I, D"],
  [{ kind: 'object', text: '' }, 'decimal', "order name 'at.ms' is an object, expected a decimal number"],
  [{ kind: 'array', text: '' }, 'text', "order name 'at.ms' is an array, expected a string"],
  [{ kind: 'true', text: 'true' }, 'int', "order name 'at.ms' is true, expected an integer"],
  [{ kind: 'string', text: '' }, 'int', "order name 'at.ms' is '', expected an integer"],
])('says why %j is no value of the type %s', (value, type, words) => {
  expect(describeOrder('at.ms', value, { order: order(type), reason: 'order' })).toBe(words);
});

it('says that an integer is beyond 64 bits', () => {
  const value: JsonValue = { kind: 'number', text: '9223372036854775808' };
  expect(describeOrder('at', value, { order: order('int'), reason: 'order-range' })).toBe(
    "order name 'at' is '9223372036854775808', beyond 64 bits; the type 'decimal' takes it",
  );
});

it.each<[JsonValue | null, string]>([
  [null, "key name 'user.id' is missing, expected a string, a number, true, false or null"],
  [{ kind: 'array', text: '' }, "key name 'user.id' is an array, expected a string, a number, true, false or null"],
  [
    { kind: 'number', text: '1e99999999999999999999' },
    "key name 'user.id' is '1e99999999999999999999', whose exponent is beyond 64 bits",
  ],
])('says why %j is no key', (value, words) => {
  expect(describeKey('user.id', value)).toBe(words);
});
