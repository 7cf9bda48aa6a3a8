import { JsonLines } from '../../../job/format/json-lines';
import { type RecordOptions, resolveSpec } from '../../support/record-options';

const jsonLines = (options: Partial<RecordOptions>) => new JsonLines(resolveSpec({ format: 'json', ...options }));
const OPTIONS = { key: 'user.id,ü', orderBy: 'at:int,word:text' };
const EMPTY = { missingColumns: 'empty', emptyOrder: 'oldest' };

it('tells the kernel the names as bytes, in the order of the columns', () => {
  expect(jsonLines({ key: 'ü.a\\.b,user', orderBy: 'at' }).kernel).toMatchObject({
    paths: [[['user']], [['\xc3\xbc', 'a.b']], [['at']]],
    keyColumns: [0, 1],
    columns: 3,
    comment: null,
    fillsShort: false,
  });
  expect(jsonLines({ ...OPTIONS, ...EMPTY }).kernel).toMatchObject({ fillsShort: true, emptyOrder: 'oldest' });
});

it('has the first value of alternatives that is neither missing nor null', () => {
  const lines = jsonLines({ key: 'after.id|before.id,x|y', orderBy: 'y|ts:text' });
  expect(lines.kernel.paths).toEqual([
    [
      ['after', 'id'],
      ['before', 'id'],
    ],
    [['x'], ['y']],
    [['y'], ['ts']],
  ]);
  expect(lines.fieldsOf('{"after":{"id":1},"before":{"id":2},"y":"b","ts":"c"}')).toEqual(['1', 'b', 'b']);
  expect(lines.fieldsOf('{"after":null,"before":{"id":2},"x":"a","y":null,"ts":"c"}')).toEqual(['2', 'a', 'c']);
  const faultIn = (line: string) => lines.faultOf(line);
  expect(faultIn('{"after":{"id":[]},"before":{"id":2},"y":"b"}')).toBe('key');
  expect(faultIn('{"after":{"id":1},"after":{},"before":{"x":2},"y":"b"}')).toBe('key');
  expect(faultIn('{"after":{"id":1},"after":{},"before":{"id":null},"y":"b"}')).toBeNull();
  expect(faultIn('{"after":{"id":1},"x":1,"y":null}')).toBe('order');
});

it('has the values of the columns as text', () => {
  const fieldsOf = (line: string) => jsonLines(OPTIONS).fieldsOf(line);
  expect(fieldsOf('{"at":-1.50,"user":{"id":"\\u0061"},"\xc3\xbc":{},"word":true}')).toEqual([
    'a',
    '{...}',
    '-1.50',
    'true',
  ]);
  expect(fieldsOf('{"user":{"id":null},"\xc3\xbc":[1]}')).toEqual(['', '[...]', '', '']);
  expect(fieldsOf('{"user":')).toEqual([]);
});

it.each<[string, string | null, string | null]>([
  ['{"user":{"id":1},"\\u00fc":null,"at":"5","word":""}', null, null],
  ['{"user":{"id":1},"\xc3\xbc":false,"at":5,"word":"x"', 'json', 'json'],
  ['{"at":"soon","word":"x"}', 'order', 'order'],
  ['{"at":9223372036854775808,"word":"x"}', 'order-range', 'order-range'],
  ['{"at":1,"word":7}', 'order', 'order'],
  ['{"at":[],"word":"x"}', 'order', 'order'],
  ['{"at":1,"word":"x"}', 'key', null],
  ['{"at":1,"word":null,"user":{"id":1},"\xc3\xbc":1}', 'order', null],
  ['{"user":{"id":1},"\xc3\xbc":1}', 'order', null],
  ['{"at":1,"word":"x","user":{"id":[]},"\xc3\xbc":1}', 'key', 'key'],
  ['{"at":1,"word":"x","user":{"id":1e99999999999999999999},"\xc3\xbc":1}', 'key', 'key'],
  ['{"at":1,"word":"x","user":7,"\xc3\xbc":1}', 'key', null],
])('judges %s, also where names may be missing and values empty', (line, refused, allowed) => {
  expect(jsonLines(OPTIONS).faultOf(line)).toBe(refused);
  expect(jsonLines({ ...OPTIONS, ...EMPTY }).faultOf(line)).toBe(allowed);
});

it('describes the bad value that is judged first', () => {
  const told = (line: string) =>
    jsonLines(OPTIONS).describe({ offset: 0, reason: 'json', line: Buffer.from(line), lineBytes: line.length });
  expect(told('{"at":"soon"}')).toBe("order name 'at' is 'soon', expected an integer");
  expect(told('{"at":1,"word":"x","user":{"id":1}}')).toMatch(/^key name 'ü' is missing, /);
  expect(told('{"at":1')).toBe("the line ends after 7 bytes, expected ',' or '}'");
  const long = { offset: 0, reason: 'length' as const, line: Buffer.from('{'), lineBytes: 1048577 };
  expect(jsonLines(OPTIONS).describe(long)).toBe('1048577 bytes in a line, expected at most 1048576');
});
