import { type JsonValue, MemberReader } from '../../../../job/format/json/members';

const PATHS = [['id'], ['user', 'id'], ['user', 'name'], ['a.b'], ['user']];
const valuesIn = (line: string, paths: readonly (readonly string[])[] = PATHS) => new MemberReader(paths).read(line);
const string = (text: string): JsonValue => ({ kind: 'string', text });
const number = (text: string): JsonValue => ({ kind: 'number', text });
const OBJECT: JsonValue = { kind: 'object', text: '' };
const ARRAY: JsonValue = { kind: 'array', text: '' };

it.each<[string, readonly (JsonValue | null)[]]>([
  ['{}', [null, null, null, null, null]],
  [
    '{"id":1.0,"user":{"id":"x","name":null},"a.b":true}',
    [number('1.0'), string('x'), { kind: 'null', text: 'null' }, { kind: 'true', text: 'true' }, OBJECT],
  ],
  ['{"\\u0069d":"\\u0061"}', [string('a'), null, null, null, null]],
  ['{"a":{"b":1},"id":[{"id":2},3]}', [ARRAY, null, null, null, null]],
  ['{"user":[{"id":1}]}', [null, null, null, null, ARRAY]],
  ['{"user":"x"}', [null, null, null, null, string('x')]],
  ['{"x":{"id":1,"user":{"id":2}}}', [null, null, null, null, null]],
])('finds the values in %s', (line, values) => {
  expect(valuesIn(line)).toEqual(values);
});

it.each<[string, readonly (JsonValue | null)[]]>([
  ['{"id":1,"id":2}', [number('2'), null, null, null, null]],
  ['{"id":1,"i\\u0064":2}', [number('2'), null, null, null, null]],
  ['{"user":{"id":1},"user":{"name":2}}', [null, null, number('2'), null, OBJECT]],
  ['{"user":{"id":1,"id":[]},"id":3}', [number('3'), ARRAY, null, null, OBJECT]],
  ['{"user":{"id":1},"user":7}', [null, null, null, null, number('7')]],
  ['{"user":{"id":1,"name":"x"},"user":null}', [null, null, null, null, { kind: 'null', text: 'null' }]],
])('takes the last of equal names in %s', (line, values) => {
  expect(valuesIn(line)).toEqual(values);
});

it('finds names that every object of JavaScript has', () => {
  expect(valuesIn('{"__proto__":1}', [['__proto__'], ['constructor']])).toEqual([number('1'), null]);
});

it('says where a line is no object', () => {
  expect(valuesIn('{"id":1')).toEqual({ at: 7, expected: "',' or '}'" });
});
