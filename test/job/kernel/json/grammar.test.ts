/** What the kernel takes for a JSON object, and what not. */

import { MAX_JSON_DEPTH } from '../../../../job/shared/limits';
import { JsonKernel } from '../../../support/json-kernel';
import { isStrictObject } from '../../../support/strict-json';

const json = new JsonKernel({ key: 'k', orderBy: 'n' });
const VECTOR_BYTES = 16;
const BLOCK_BYTES = 64;

/** A line whose key and order are good, with another member in front of them and behind them. */
const around = (member: string): string[] => [`{${member},"k":"x","n":1}`, `{"k":"x","n":1,${member}}`];
const withValue = (value: string): string[] => around(`"v":${value}`);

describe.each<[title: string, lines: readonly string[]]>([
  ['nothing but an object', ['{"k":"x","n":1}', ' \t{ "k" : "x" , "n" : 1 } \t\r']],
  [
    'objects and arrays in it',
    ['{}', '[]', '[1,[2],{}]', '{"a":{"b":[{}]}}', '[ ]', '{ }', '[[[]]]'].flatMap(withValue),
  ],
  ['literals', ['true', 'false', 'null', '[true,false,null]'].flatMap(withValue)],
  [
    'numbers',
    [
      '0',
      '-0',
      '7',
      '-12',
      '10',
      '0.0',
      '1.50',
      '1e5',
      '1E5',
      '1e+5',
      '1e-5',
      '0e0',
      '-0.1e-00',
      '1'.repeat(99),
    ].flatMap(withValue),
  ],
  [
    'strings',
    ['""', '"a"', '"\\""', '"\\\\"', '"\\/\\b\\f\\n\\r\\t"', '"\\u0000\\uABCD\\uabcd"', '"\x7f"', '"é€𝄞"'].flatMap(
      withValue,
    ),
  ],
  ['surrogate pairs', ['"\\ud834\\udd1e"', '"\\uDBFF\\uDFFF"', '"\\ud7ff\\ue000"'].flatMap(withValue)],
  ['empty names and names that stand twice', ['"":1', '"a":1,"a":2', '"\\u0061":1'].flatMap(around)],
])('%s', (_, lines) => {
  it.each(lines)('is good: %s', (line) => {
    expect([json.judgeOne(line), isStrictObject(Buffer.from(line))]).toEqual([null, true]);
  });
});

describe.each<[title: string, lines: readonly string[]]>([
  ['no object', ['1', '"a"', 'null', '[]', '[{"k":"x","n":1}]', '{', '}', 'x', '\ufeff{"k":"x","n":1}']],
  ['something behind the object', ['{"k":"x","n":1}x', '{"k":"x","n":1}{}', '{"k":"x","n":1},', '{"k":"x","n":1}}']],
  ['other blanks', ['\v{"k":"x","n":1}', '{"k":"x",\f"n":1}', '{"k":"x","n":1}\0', '{"k":\u00a0"x","n":1}']],
  ['commas', ['{"k":"x","n":1,}', '{,"k":"x","n":1}', '{"k":"x",,"n":1}', '{"k":"x" "n":1}', '{"k":"x";"n":1}', '{,}']],
  ['commas in arrays', ['[1,]', '[,1]', '[,]', '[1 2]', '[1,,2]'].flatMap(withValue)],
  ['colons', ['"v"', '"v" 1', '"v"::1', '"v":', '"v"=1', ':1'].flatMap(around)],
  ['names', ["'v':1", 'v:1', '1:1', 'null:1', '"v:1', '{}:1'].flatMap(around)],
  [
    'brackets',
    ['[', ']', '{', '[}', '{]', '[1}', '{"a":1]', '[{"a":1]}', '{"a":[1}]', '[[1]', '(1)'].flatMap(withValue),
  ],
  [
    'numbers',
    [
      ...['+1', '01', '-01', '00', '.5', '-.5', '5.', '1.e5', '-', '--1', '1e', '1e+', '1e5.0', '1.2.3', '0x1', '1_0'],
      ...['NaN', 'Infinity', '-Infinity', '1f', '1 2', '1a', '0 1', '٣', '1e ', 'e5', '1e+-5'],
    ].flatMap(withValue),
  ],
  [
    'literals',
    ['True', 'nul', 'nulll', 'tru', 'fals', 'falsee', 'falsy', 'undefined', 'truefalse', 't'].flatMap(withValue),
  ],
  ['strings', ["'a'", '"a', 'a"', '"a""b"', '"\t"', '"\0"', '"\x1f"', '"a\rb"', '`a`'].flatMap(withValue)],
  ['escapes', ['\\x41', '\\a', '\\', "\\'", '\\U0041', '\\0', '\\\t'].flatMap((inside) => withValue(`"${inside}"`))],
  [
    'units',
    ['\\u', '\\u1', '\\u12', '\\u123', '\\u123g', '\\u 123', '\\u+123', '\\u00 4'].flatMap((unit) =>
      withValue(`"${unit}"`),
    ),
  ],
  [
    'half surrogate pairs',
    [
      ...['\\ud800', '\\udbff', '\\udc00', '\\udfff', '\\ud800x', '\\ud800\\n', '\\ud800\\ud800', '\\ud800\\u0041'],
      ...['\\udc00\\ud800', '\\ud834\\udd1e\\udd1e', '\\ud800\\\\udc00', '\\ud800\\ue000', '\\ud800\\udbff'],
    ].flatMap((half) => withValue(`"${half}"`)),
  ],
  ['comments', ['{/**/"k":"x","n":1}', '{"k":"x","n":1}//', '#{"k":"x","n":1}', '{"k":"x",//\r"n":1}']],
])('of bad %s', (_, lines) => {
  it.each(lines)('is refused: %j', (line) => {
    expect([json.judgeOne(line), isStrictObject(Buffer.from(line))]).toEqual(['json', false]);
  });
});

describe('levels of objects and arrays', () => {
  const nested = (open: string, close: string, levels: number) =>
    `{"k":"x","n":1,"v":${open.repeat(levels)}1${close.repeat(levels)}}`;

  it.each([
    ['[', ']'],
    ['{"k":', '}'],
    ['[{"a":', '}]'],
  ])('are at most %#: %s', (open, close) => {
    const each = open.startsWith('[{') ? 2 : 1;
    const most = Math.floor((MAX_JSON_DEPTH - 1) / each);
    expect(json.judgeOne(nested(open, close, most))).toBeNull();
    expect(json.judgeOne(nested(open, close, most + 1))).toBe('json');
    expect(json.judgeOne(nested(open, '', 100_000))).toBe('json');
  });

  it('may be that many in a name that matters', () => {
    const levels = MAX_JSON_DEPTH - 1;
    const deep = new JsonKernel({ key: Array(levels).fill('a').join('.'), orderBy: 'n' });
    const line = (key: string) => `{"n":1,"a":${'{"a":'.repeat(levels - 1)}${key}${'}'.repeat(levels - 1)}}`;
    expect(deep.judgeOne(line('"x"'))).toBeNull();
    expect(deep.judgeOne(line('{}'))).toBe('key');
    expect(deep.judgeOne(line('{"a":{}}'))).toBe('json');
    expect(deep.haveSameKey(line('1'), line('1.0'))).toBe(true);
  });
});

/** Each has most kinds of tokens once, and a key and an order that are good. */
const DOCUMENTS = [
  '{"k":"x","n":1}',
  '{"k" : "a\\u00e9\\ud834\\udd1e" ,"n":-17,"v":[true,{"a":null},-1.5e+7,"é€𝄞"]}',
  ' {"v":{"k":[]},"n":7 , "k":"\\\\\\"\\/" , "":false}\r',
  '{"long":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","k":"y","n":12345678901234567890e-20}',
].map((text) => Buffer.from(text));

/** Whether each line is a good object. The reasons of the key and of the order are none of the grammar's. */
const isGood = (lines: readonly Buffer[]): boolean[] =>
  json.judge(lines).map((reason) => reason !== 'json' && reason !== 'length');
const BLANK = /^[ \t\r]*$/;
const shouldBeGood = (line: Buffer) => isStrictObject(line) || BLANK.test(line.toString('latin1'));

/** The lines that are judged otherwise than they should be. */
const misjudged = (lines: readonly Buffer[]): string[] => {
  const good = isGood(lines);
  return lines.filter((line, i) => good[i] !== shouldBeGood(line)).map((line) => line.toString('latin1'));
};

describe.each(DOCUMENTS.map((document) => [document.toString(), document] as const))('of %s', (_, document) => {
  it('is refused each part from the start that lacks a byte', () => {
    const end = document.toString('latin1').trimEnd().length;
    const prefixes = Array.from({ length: end }, (_, bytes) => document.subarray(0, bytes));
    expect(
      isGood(prefixes)
        .map((good, bytes) => [bytes, good])
        .filter(([bytes, good]) => good !== shouldBeGood(prefixes[bytes as number] as Buffer)),
    ).toEqual([]);
    expect(json.judge(prefixes).filter((reason) => reason === 'json').length).toBeGreaterThan(end - 3);
  });

  it('is judged as a strict parser does each change of a byte, each byte more, and each byte less', () => {
    const changes: Buffer[] = [];
    for (let at = 0; at < document.length; at++) {
      changes.push(Buffer.concat([document.subarray(0, at), document.subarray(at + 1)]));
      for (let byte = 0; byte < 256; byte++) {
        if (byte === 10) continue;
        const changed = Buffer.from(document);
        changed[at] = byte;
        changes.push(changed, Buffer.concat([document.subarray(0, at), Buffer.from([byte]), document.subarray(at)]));
      }
    }
    expect(misjudged(changes)).toEqual([]);
  });
});

it('judges alike wherever in the vectors a line begins', () => {
  const changes = DOCUMENTS.flatMap((document) =>
    Array.from({ length: document.length }, (_, at) => {
      const changed = Buffer.from(document);
      changed[at] = (changed[at] as number) ^ 0x80;
      return changed;
    }),
  );
  const lines = [...DOCUMENTS, ...changes];
  const expected = json.judge(lines);
  for (let shift = 1; shift <= BLOCK_BYTES; shift++) expect(json.judge(lines, shift)).toEqual(expected);
});

it('counts backslashes before a quote, wherever in the vectors they stand', () => {
  const lines: Buffer[] = [];
  for (let before = 0; before <= BLOCK_BYTES; before++) {
    for (let backslashes = 0; backslashes <= 2 * VECTOR_BYTES + 1; backslashes++) {
      lines.push(Buffer.from(`{"v":"${'a'.repeat(before)}${'\\'.repeat(backslashes)}","k":"x","n":1}`));
    }
  }
  expect(misjudged(lines)).toEqual([]);
  expect(json.judge(lines).filter((reason) => reason === 'json')).toHaveLength((BLOCK_BYTES + 1) * (VECTOR_BYTES + 1));
});
