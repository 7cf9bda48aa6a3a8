import { isBlankLine, type JsonVisitor, walkJson } from '../../../../job/format/json/walk';
import { MAX_JSON_DEPTH } from '../../../../job/shared/limits';

const NOTHING: JsonVisitor = { name: () => {}, scalar: () => {}, open: () => {}, close: () => {} };
const faultIn = (line: string) => walkJson(line, NOTHING);

it('tells the members and values in their order', () => {
  const told: unknown[] = [];
  const visitor: JsonVisitor = {
    name: (name) => told.push(name),
    scalar: (...scalar) => told.push(scalar),
    open: (kind) => told.push(kind),
    close: () => told.push('close'),
  };
  const line = ' \t{ "a" : [ 1 , "\\u0062" , [ ] , { } ] , "c\\n" : { "d" : true , "e" : null } , "f":false}\r ';
  expect(walkJson(line, visitor)).toBeNull();
  expect(told).toEqual([
    ...['object', 'a', 'array', ['number', '1'], ['string', 'b'], 'array', 'close', 'object', 'close', 'close'],
    ...['c\n', 'object', 'd', ['true', 'true'], 'e', ['null', 'null'], 'close', 'f', ['false', 'false'], 'close'],
  ]);
});

it.each<[string, number, string]>([
  ['', 0, "'{', which begins an object"],
  ['[1]', 0, "'{', which begins an object"],
  ['"a"', 0, "'{', which begins an object"],
  [' null', 1, "'{', which begins an object"],
  ['\xef\xbb\xbf{}', 0, "'{', which begins an object"],
  ['{', 1, "a name in double quotes, or '}'"],
  ["{'a':1}", 1, "a name in double quotes, or '}'"],
  ['{a:1}', 1, "a name in double quotes, or '}'"],
  ['{"a":1,}', 7, 'a name in double quotes'],
  ['{"a" 1}', 5, "':'"],
  ['{"a"}', 4, "':'"],
  ['{"a":}', 5, 'a value'],
  ['{"a":nul}', 5, 'a value'],
  ['{"a":NaN}', 5, 'a value'],
  ['{"a":-Infinity}', 6, 'a digit'],
  ['{"a":+1}', 5, 'a value'],
  ['{"a":.5}', 5, 'a value'],
  ['{"a":[,1]}', 6, "a value, or ']'"],
  ['{"a":[1,]}', 8, 'a value'],
  ['{"a":[1}', 7, "',' or ']'"],
  ['{"a":1]', 6, "',' or '}'"],
  ['{"a":1 "b":2}', 7, "',' or '}'"],
  ['{"a":nullx}', 9, "',' or '}'"],
  ['{"a":1', 6, "',' or '}'"],
  ['{"a":1}}', 7, 'the end of the line behind the object'],
  ['{"a":1} {"a":2}', 8, 'the end of the line behind the object'],
  ['{"a":1} // one', 8, 'the end of the line behind the object'],
  ['{/**/}', 1, "a name in double quotes, or '}'"],
  ['{"a":1\x0c}', 6, "',' or '}'"],
  ['{"a":1\xa0}', 6, "',' or '}'"],
  ['\x00', 0, "'{', which begins an object"],
])('says where %j is wrong', (line, at, expected) => {
  expect(faultIn(line)).toEqual({ at, expected });
});

it.each(['[', '{"a":'])('reads %s at most 1024 levels deep, and never overflows', (open) => {
  const close = open === '[' ? ']' : '}';
  const deep = (levels: number) =>
    `{"a":${open.repeat(levels - 1)}${open === '[' ? '' : '1'}${close.repeat(levels - 1)}}`;
  expect(faultIn(deep(MAX_JSON_DEPTH))).toBeNull();
  const at = 5 + (MAX_JSON_DEPTH - 1) * open.length;
  const expected = { at, expected: 'at most 1024 levels of nesting' };
  expect(faultIn(deep(MAX_JSON_DEPTH + 1))).toEqual(expected);
  expect(faultIn(deep(500_000))).toEqual(expected);
  expect(faultIn(`{"a":${open.repeat(1 << 20)}`)).toEqual(expected);
});

it('closes levels before it opens others', () => {
  expect(faultIn(`{"a":[${'[[[]]],'.repeat(5000)}1]}`)).toBeNull();
});

it.each([
  ['', true],
  [' \t\r', true],
  ['\x0b', false],
  ['\xa0', false],
  ['{}', false],
])('says whether %j is blank', (line, isBlank) => {
  expect(isBlankLine(line)).toBe(isBlank);
});
