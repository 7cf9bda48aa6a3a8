/** By which values lines are ordered, and which are bad. */

import { keepLatestOf } from '../../../support/in-process';
import { JsonKernel } from '../../../support/json-kernel';
import type { RecordOptions } from '../../../support/record-options';
import { resolveSpec } from '../../../support/record-options';

type Options = Partial<RecordOptions>;

/** The number of the value whose line is kept, of lines of one key with these order values, in any order. */
async function latestOf(orderBy: string, values: readonly string[], options: Options = {}): Promise<number> {
  const dialect = resolveSpec({ format: 'json', key: 'k', orderBy, ...options });
  const lines = values.map((value, i) => `{"k":"x","i":${i}${value === '' ? '' : `,"o":${value}`}}\n`);
  const kept: number[] = [];
  // one after the other, since all use the same memory
  for (const each of [lines, lines.toReversed()]) {
    const { records, rejects } = await keepLatestOf([Buffer.from(each.join(''))], { dialect });
    expect(rejects).toEqual([]);
    kept.push((JSON.parse(records.toString()) as { i: number }).i);
  }
  expect(kept[0]).toBe(kept[1]);
  return kept[0] as number;
}

describe('the latest line', () => {
  it.each<[orderBy: string, values: readonly string[], options: Options]>([
    ['o', ['-5', '7', '10'], {}],
    ['o', ['"9"', '10', '"+11"'], {}],
    ['o', ['9223372036854775806', '9223372036854775807'], {}],
    ['o', ['2147483647', '"2147483648"'], {}],
    ['o:text', ['"10"', '"9"', '"\\u0061"', '"b"'], {}],
    ['o:text', ['""', '"\\u0000"'], {}],
    ['o:text', ['"\\ud7ff"', '"\\ue000"', '"𝄞"'], {}],
    ['o:decimal', ['-1e3', '0', '1e-5', '"0.5"', '2.50', '1e1'], {}],
    ['o:timestamp', ['"2020-01-01T00:00:00Z"', '"2020-01-01T00:00:01Z"', '"2020-01-01T00:00:00-01:00"'], {}],
    ['o:rank(low<7<true<high)', ['"low"', '7', 'true', '"high"'], {}],
    ['o:least', ['7', '5'], {}],
    ['o:text:least', ['"b"', '"\\u0061"'], {}],
    ['o', ['null', '-5', '7'], { emptyOrder: 'oldest' }],
    ['o', ['', '-5'], { emptyOrder: 'oldest' }],
    ['o', ['""', '-5'], { emptyOrder: 'oldest' }],
    ['o:text', ['null', '"a"'], { emptyOrder: 'oldest' }],
    ['o:least', ['null', '9'], { emptyOrder: 'oldest' }],
    ['p:text:least,o', ['1', '2'], { emptyOrder: 'oldest' }],
  ])('by %s is the last of %j', async (orderBy, values, options) => {
    expect(await latestOf(orderBy, values, options)).toBe(values.length - 1);
  });

  it('of several order values is the one by the first of them that differs', async () => {
    const dialect = resolveSpec({ format: 'json', key: 'k', orderBy: 'a.t:text,b' });
    const lines = [
      '{"k":1,"a":{"t":"\\u0061"},"b":9}',
      '{"b":2,"a":{"t":"ab"},"k":1.0}',
      '{"k":10e-1,"b":3,"a":{"t":"ab"}}',
    ];
    for (const each of [lines, lines.toReversed()]) {
      const { records } = await keepLatestOf([Buffer.from(`${each.join('\n')}\n`)], { dialect });
      expect(records.toString()).toBe(`${lines[2]}\n`);
    }
  });
});

describe.each<[orderBy: string, options: Options, bad: readonly string[]]>([
  ['o', {}, ['', 'null', '{}', '[]', 'true', 'false', '""', '"x"', '1.0', '1e3', '-', '"1 "', '{"o":1}']],
  ['o:text', {}, ['', 'null', '{}', '[]', 'true', '1']],
  ['o:decimal', {}, ['', 'null', '{}', '[1]', 'true', '""', '"x"']],
  ['o:timestamp', {}, ['', 'null', '{}', '"now"', 'false']],
  ['o:text:least', {}, ['', 'null', '1', 'false', '""']],
  ['o:text,p', {}, ['', 'null', '1', 'false']],
  ['o', { emptyOrder: 'oldest' }, ['{}', '[]', '"x"', 'true']],
  ['o:text', { emptyOrder: 'oldest' }, ['{}', '[]', '1', 'true']],
])('by %s, with %j', (orderBy, options, bad) => {
  const json = new JsonKernel({ key: 'k', orderBy, ...options });

  it.each(bad)('%j is bad', (value) => {
    const isNumber = value !== '-';
    const member = value === '' ? '' : `,"o":${value}`;
    expect(json.judgeOne(`{"k":"x","p":1${member}}`)).toBe(isNumber ? 'order' : 'json');
  });
});

it('an integer beyond 64 bits is out of range', () => {
  const json = new JsonKernel({ key: 'k', orderBy: 'o' });
  const values = ['9223372036854775808', '"-9223372036854775809"', '1'.repeat(1000)];
  expect(json.judge(values.map((value) => `{"k":"x","o":${value}}`))).toEqual(Array(3).fill('order-range'));
});

it('the order is judged before the key, and JSON before both', () => {
  const json = new JsonKernel({ key: 'k', orderBy: 'o' });
  expect(json.judge(['{}', '{"k":[]}', '{"o":1}', '{"o":"x","k":1}}'])).toEqual(['order', 'order', 'key', 'json']);
});

it('order values as long as their line have room', () => {
  const text = 'b'.repeat(1024 * 1024 - 60);
  for (const orderBy of ['o:text', 'o:text:least', 'o:text,p', 'p,o:text']) {
    const json = new JsonKernel({ key: 'k', orderBy });
    expect(json.judge([text, `\\n${text}`].map((o) => `{"k":"x","p":1,"o":"${o}"}`))).toEqual([null, null]);
  }
  const decimal = new JsonKernel({ key: 'k', orderBy: 'o:decimal' });
  expect(decimal.judgeOne(`{"k":"x","o":-0.${'7'.repeat(1024 * 1024 - 60)}}`)).toBeNull();
});

it('texts that are no value are counted', () => {
  const json = new JsonKernel({ key: 'k', orderBy: 'o:text' });
  json.judge(['"NA"', '""', '"\\u004eULL"', '"2020"', '"north"'].map((o) => `{"k":"x","o":${o}}`));
  expect(json.kernel.oddities['no-order'].count).toBe(3);
  expect(json.kernel.oddities['no-order'].firstAt).toBe(json.kernel.layout.read);
});

it('texts that are no value are counted among several order values, unless they are the oldest', () => {
  const lines = ['"NA"', '"2020"'].map((o) => `{"k":"x","p":1,"o":${o}}`);
  const json = new JsonKernel({ key: 'k', orderBy: 'p,o:text' });
  json.judge(lines);
  expect(json.kernel.oddities['no-order'].count).toBe(1);
  const oldest = new JsonKernel({ key: 'k', orderBy: 'p,o:text', emptyOrder: 'oldest' });
  oldest.judge(lines);
  expect(oldest.kernel.oddities['no-order'].count).toBe(0);
});
