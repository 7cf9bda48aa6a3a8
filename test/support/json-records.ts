/** Random files of JSON Lines by seed, and the right answer for them by Python's json module. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Spec } from '../../job/options/spec';
import { flagOf } from '../../job/options/table/option-table';
import { alternativesOf, namesOfPath, pathsOfColumn } from '../../job/shared/json-path';
import { PYTHON } from './python';
import type { Random } from './random';
import { resolveSpec } from './record-options';

export interface JsonCase {
  readonly spec: Spec;
  /** The options of the command line that make this spec. */
  readonly args: readonly string[];
  readonly files: readonly Buffer[];
}

export interface JsonAnswer {
  /** The latest records, in the order of their bytes, with one character for each byte. */
  readonly kept: readonly string[];
  readonly rejects: readonly (readonly [file: number, offset: number, reason: string])[];
  readonly lines: number;
  readonly blank: number;
}

const KEYS = ['k', 'user.id', 'user.x\\.y', 'ü', 'a\\\\b', 'd.e.f.g', '__proto__', 'q"t', 'x y', 'b\\|c'];
const ORDERS = ['at', 'ev.time', 'ev.seq', 'user.rank', 'N:1'];
/** Alternatives, of which one is an object where the other one is there. */
const NESTED = 'p.q|p';
const TYPES = ['int', 'int', 'text', 'decimal', 'timestamp', 'rank(low<mid<high<true<7)'];

/** Spellings of equal values stand in one list. */
const KEY_VALUES: readonly (readonly string[])[] = [
  ['"a"', '"\\u0061"', '"a"'],
  ['"1"', '"\\u0031"'],
  ['1', '1.0', '1e0', '10e-1', '0.1E+1', '100e-2', '1.000'],
  ['0', '-0', '0.0', '-0e7', '0E-9'],
  ['9007199254740992', '9007199254740992.0'],
  ['9007199254740993', '9.007199254740993e15', '9007199254740993.00'],
  ['-1.5', '-15e-1'],
  ['1e400', '10e399'],
  ['123456789012345678901234567890.123456789', '1.23456789012345678901234567890123456789e29'],
  ['0.1e9223372036854775807', '0.01e9223372036854775807'],
  ['true'],
  ['"true"', '"tr\\u0075e"'],
  ['false'],
  ['null'],
  ['"null"'],
  ['""'],
  ['"\\ud83d\\ude00"', '"\xf0\x9f\x98\x80"', '"\\uD83D\\uDE00"'],
  ['"\\u00e4\\n\\t\\"\\\\\\/"', '"\xc3\xa4\\u000a\\u0009\\u0022\\u005c/"'],
  ['"a\\u0000"', '"a\\u0000"'],
  ['"\x7f,:{}[]"'],
];
const BAD_KEYS = [
  '{}',
  '[]',
  '{"id":1}',
  '["a"]',
  '1e9223372036854775807',
  '1e99999999999999999999',
  '-1e-9223372036854775810',
];
const ORDER_VALUES = ['1', '2', '-3', '"2"', '"+1"', '"007"', '1.0', '2e0', '"1.5"', '-1e-3', '9223372036854775807'];
const TIMES = [
  '"2026-01-31"',
  '"2026-01-31T00:00:00Z"',
  '"2026-01-31T01:00:00+02:00"',
  '"2026-02-31"',
  '"2025-12-31T23:59:59"',
];
const WORDS = [
  '"low"',
  '"mid"',
  '"\\u0068igh"',
  'true',
  '7',
  '"7"',
  '"\xc3\xa4"',
  '"b"',
  '"\\ud83d\\ude00"',
  '"NA"',
  'false',
];
const BAD_ORDERS = ['""', 'null', '{}', '[1]', '"soon"', '9223372036854775808', '1e99999999999999999999', '" 1"'];

/** @param mostLines the most lines of each file */
export function randomJsonCase(random: Random, mostLines = 40): JsonCase {
  const hasAlternatives = random.chance(0.4);
  const key = hasAlternatives ? columnsOf(random, [...KEYS, NESTED], 3) : some(random, KEYS, 3);
  // a name may be an alternative of a key column and of an order column
  const orderPaths = hasAlternatives ? columnsOf(random, [...ORDERS, 'k', 'b\\|c'], 2) : some(random, ORDERS, 2);
  const orders = orderPaths.map((path) => `${path}:${random.pick(TYPES)}${random.chance(0.3) ? ':least' : ''}`);
  const options = {
    format: 'json',
    key: key.join(','),
    orderBy: orders.join(','),
    missingColumns: random.chance(0.5) ? 'empty' : 'refuse',
    emptyOrder: random.chance(0.3) ? 'oldest' : 'refuse',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [flagOf(name), value]);
  const spec = resolveSpec(options);
  const many = Array.from({ length: mostLines }, (_, i) => [`${i}`, `${i}.0`, `${i}00e-2`]);
  const keyValues = random.chance(0.5) ? some(random, KEY_VALUES, 8) : [...KEY_VALUES, ...many];
  const lines = () => Array.from({ length: random.int(0, mostLines) }, () => randomLine(random, spec, keyValues));
  return { spec, args, files: Array.from({ length: random.int(1, 4) }, () => fileOf(random, lines())) };
}

function some<T>(random: Random, items: readonly T[], most: number): T[] {
  const left = [...items];
  return Array.from({ length: random.int(1, most + 1) }, () => left.splice(random.int(0, left.length), 1)[0] as T);
}

/** Columns with one to three alternatives each, of which none is in two columns. */
function columnsOf(random: Random, paths: readonly string[], most: number): string[] {
  const left = some(random, paths, 3 * most).filter((path) => path !== NESTED || random.chance(0.5));
  const columns: string[] = [];
  while (columns.length < most && left.length > 0) columns.push(left.splice(0, random.int(1, 4)).join('|'));
  return columns.length > 0 ? columns : [paths[0] as string];
}

function fileOf(random: Random, lines: readonly string[]): Buffer {
  const ending = random.pick(['\n', '\n', '\r\n']);
  const start = random.chance(0.1) ? '\xef\xbb\xbf' : '';
  const text = lines.map((line) => line + ending).join('');
  return Buffer.from(start + (random.chance(0.3) ? text.slice(0, -ending.length) : text), 'latin1');
}

function randomLine(random: Random, spec: Spec, keyValues: readonly (readonly string[])[]): string {
  if (random.chance(0.03)) return random.pick(['', ' ', '\t', '\r', ' \t\r']);
  const line = blanks(random) + randomObject(random, spec, keyValues) + blanks(random);
  return random.chance(0.08) ? broken(random, line) : line;
}

type Tree = Map<string, Tree | string>;

function randomObject(random: Random, spec: Spec, keyValues: readonly (readonly string[])[]): string {
  const tree: Tree = new Map();
  for (const name of spec.columns) {
    const paths = alternativesOf(name);
    for (const path of paths) {
      if (random.chance(paths.length === 1 ? 0.03 : 0.3)) continue;
      const isNull = paths.length > 1 && random.chance(0.3);
      const type = orderType(spec, path);
      const value = type === undefined ? keyValue(random, keyValues) : orderValue(random, type);
      set(tree, namesOfPath(path), isNull ? 'null' : value);
    }
  }
  if (random.chance(0.3))
    tree.set(random.pick(['x', 'y\xc3\xa4', '']), random.pick(['{"id":7}', '[[],{"k":[1]}]', '-0.5e+7', '"}\\\\"']));
  return written(random, tree);
}

/** The type of the order column that has the path; undefined where none has it. */
function orderType({ columns, orderBy }: Spec, path: string): string | undefined {
  return orderBy.find(({ column }) => alternativesOf(columns[column] as string).includes(path))?.type;
}

function keyValue(random: Random, values: readonly (readonly string[])[]): string {
  return random.chance(0.03) ? random.pick(BAD_KEYS) : random.pick(random.pick(values));
}

function orderValue(random: Random, type: string): string {
  if (random.chance(0.05)) return random.pick(BAD_ORDERS);
  if (type === 'timestamp') return random.pick(TIMES);
  return random.pick(type === 'rank' || type === 'text' ? WORDS : ORDER_VALUES);
}

function set(tree: Tree, [name, ...rest]: readonly string[], value: string): void {
  const bytes = Buffer.from(name as string).toString('latin1');
  if (rest.length === 0) {
    tree.set(bytes, value);
    return;
  }
  const found = tree.get(bytes);
  const below: Tree = found instanceof Map ? found : new Map();
  tree.set(bytes, below);
  set(below, rest, value);
}

/** An object with its members in any order, some of them twice, with blanks anywhere and escapes in names. */
function written(random: Random, tree: Tree): string {
  const members = [...tree].map(
    ([name, value]) => [name, typeof value === 'string' ? value : written(random, value)] as const,
  );
  const again = members
    .filter(() => random.chance(0.05))
    .map(([name]) => [name, random.pick(['1', '{}', '"a"', 'null'])] as const);
  const all = [...members, ...again].sort(() => random.next() - 0.5);
  const texts = all.map(([name, value]) =>
    [blanks(random), nameOf(random, name), blanks(random), ':', blanks(random), value, blanks(random)].join(''),
  );
  return `{${texts.length === 0 ? blanks(random) : texts.join(',')}}`;
}

function nameOf(random: Random, name: string): string {
  const escaped = [...name].map((byte) => {
    if (byte === '"' || byte === '\\') return `\\${byte}`;
    return byte < '\x80' && random.chance(0.1) ? `\\u${byte.charCodeAt(0).toString(16).padStart(4, '0')}` : byte;
  });
  return `"${escaped.join('')}"`;
}

function blanks(random: Random): string {
  return random.chance(0.8) ? '' : random.pick([' ', '\t', '  \t', '\r', ' '.repeat(70)]);
}

/** The line with a change that makes most lines bad. */
function broken(random: Random, line: string): string {
  const at = random.int(0, line.length + 1);
  const [before, behind] = [line.slice(0, at), line.slice(at)];
  const bytes = '"{}[],:\\0-.eE+tfn\x00\x1f\x7f\x80\xc3\xed\xf4\xff x\'/';
  switch (random.int(0, 6)) {
    case 0:
      return before;
    case 1:
      return before + random.pick([...bytes]) + behind;
    case 2:
      return before + behind.slice(1);
    case 3:
      return before + random.pick([...bytes]) + behind.slice(1);
    case 4:
      return line + random.pick(['x', '{}', ',', ']', '//', ' 1', '\x0b', '\xc2\xa0']);
    default:
      return random.pick(INVALID_JSON);
  }
}

/** Lines that are no JSON objects, at least one for each rule. One character is one byte. */
export const INVALID_JSON: readonly string[] = [
  ...['null', 'true', '1', '"a"', '[]', '[{}]', 'x', '\xef\xbb\xbf{}', '{', '}', '{]', '{}}', '{}{}', '{} {}', '{},'],
  ...['{"a"}', '{"a":}', '{"a":1,}', '{,"a":1}', '{"a":1,,"b":2}', '{"a" 1}', '{"a"::1}', '{"a":1:2}', '{"a":1 "b":2}'],
  ...["{'a':1}", '{a:1}', '{1:1}', '{null:1}', '{"a":[1,]}', '{"a":[,1]}', '{"a":[1 2]}', '{"a":[1}', '{"a":{"b":1]}'],
  ...['{"a":01}', '{"a":-01}', '{"a":00}', '{"a":+1}', '{"a":.5}', '{"a":5.}', '{"a":-}', '{"a":-.5}', '{"a":1e}'],
  ...['{"a":1e+}', '{"a":1.e5}', '{"a":1.5.5}', '{"a":0x10}', '{"a":1_000}', '{"a":NaN}', '{"a":Infinity}'],
  ...[
    '{"a":-Infinity}',
    '{"a":nul}',
    '{"a":True}',
    '{"a":nullx}',
    '{"a":undefined}',
    '{"a":"}',
    '{"a":"b}',
    '{"a":"\\"}',
  ],
  ...['{"a":"\\x41"}', '{"a":"\\\'"}', '{"a":"\\u00g0"}', '{"a":"\\u123"}', '{"a":"\\U0041"}', '{"a":"\\', '{"a":"\\u'],
  ...[
    '{"a":"\t"}',
    '{"a":"\x00"}',
    '{"a":"\x1f"}',
    '{"\x01":1}',
    '{"a":1\x0c}',
    '{"a":1\x0b}',
    '{"a":\xc2\xa01}',
    '\x00{}',
  ],
  ...['{"a":"\\ud800"}', '{"a":"\\udc00"}', '{"a":"\\ud800\\u0041"}', '{"a":"\\ud800\\ud800"}', '{"\\udfff":1}'],
  ...['{"a":"\\ud800x"}', '{"a":"\\udc00\\ud800"}', '{"a":["\\ud800"]}', '{"a":"\\ud800","a":1}', '{"a":"\x80"}'],
  ...[
    '{"a":"\xc0\x80"}',
    '{"a":"\xc1\xbf"}',
    '{"a":"\xc3"}',
    '{"a":"\xc3("}',
    '{"a":"\xe0\x80\x80"}',
    '{"a":"\xe2\x82"}',
  ],
  ...['{"a":"\xed\xa0\x80"}', '{"a":"\xed\xbf\xbf"}', '{"a":"\xf0\x80\x80\x80"}', '{"a":"\xf0\x9f\x98"}', '{"\xff":1}'],
  ...['{"a":"\xf4\x90\x80\x80"}', '{"a":"\xf5\x80\x80\x80"}', '{"a":"\xf8\x88\x80\x80\x80"}', '{"a":1}\xff', '\xff{}'],
  ...['{"a":1} // b', '{/**/}', '# {}', '{"a":1};', '{"a":`b`}', '{"a":(1)}', '{"a":[1,2', '{"a":{"b":{', '{"a":1,'],
];

/** The answers for some cases, by one run of Python. */
export function jsonAnswers(cases: readonly Omit<JsonCase, 'args'>[]): JsonAnswer[] {
  const input = cases.map((each) => `${JSON.stringify(taskOf(each))}\n`).join('');
  const script = join(__dirname, 'json-oracle.py');
  const { stdout, stderr, status } = spawnSync(PYTHON, [script], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function taskOf({ spec, files }: Omit<JsonCase, 'args'>): object {
  const alternatives = (column: number) => pathsOfColumn(spec.columns[column] as string);
  return {
    files: files.map((bytes) => bytes.toString('latin1')),
    key: spec.keyColumns.map(alternatives),
    orderBy: spec.orderBy.map(({ column, ...order }) => ({ ...order, alternatives: alternatives(column) })),
    missing: spec.reading.missingColumns,
    empty: spec.emptyOrder,
  };
}
