/** Which members of an object are the values of a name. */

import { JsonKernel } from '../../../support/json-kernel';

const numbered = (key: string) => new JsonKernel({ key, orderBy: 'n' });

/** Whether the line's key is this text. */
const isKey = (key: string, line: string, text: string) => numbered(key).hasKey(line, Buffer.from(text));

describe('the value of a name', () => {
  it.each<[key: string, line: string, value: string]>([
    ['k', '{"n":1,"k":"x"}', 'x'],
    ['k', '{"a":{"k":"no"},"b":[{"k":"no"}],"k":"x","n":1,"kk":"no","":"no","K":"no"}', 'x'],
    ['k', '{"k":"x","n":1,"a":{"k":"no"}}', 'x'],
    ['user.id', '{"n":1,"user":{"id":"x"}}', 'x'],
    ['user.id', '{"n":1,"id":"no","user":{"a":{"id":"no"},"id":"x","b":[{"id":"no"}]},"x":{"id":"no"}}', 'x'],
    ['user\\.id', '{"n":1,"user":{"id":"no"},"user.id":"x"}', 'x'],
    ['a\\\\b', '{"n":1,"a\\\\b":"x"}', 'x'],
    ['a.b.c', '{"n":1,"a":{"b":{"c":"x"}}}', 'x'],
    ['é€𝄞', '{"n":1,"é€𝄞":"x"}', 'x'],
    ['é', '{"n":1,"\\u00e9":"x"}', 'x'],
    ['𝄞', '{"n":1,"\\ud834\\udd1e":"x"}', 'x'],
    ['k', '{"n":1,"\\u006b":"x"}', 'x'],
    ['user.id', '{"\\u006e":1,"u\\u0073er":{"i\\u0064":"x"}}', 'x'],
    ['longer-than-eight', '{"n":1,"longer-than-nine!":"no","longer-than-eight":"x","longer-than-eigh":"no"}', 'x'],
    ['exactly8', '{"n":1,"exactly8":"x","exactly80":"no","exactly":"no"}', 'x'],
  ])('%s in %s is %s', (key, line, value) => {
    expect(isKey(key, line, value)).toBe(true);
  });

  it.each<[key: string, line: string, value: string]>([
    ['k', '{"n":1,"k":"no","k":"x"}', 'x'],
    ['k', '{"n":1,"k":{"a":1},"k":"x"}', 'x'],
    ['k', '{"n":1,"k":"no","\\u006b":"x"}', 'x'],
    ['user.id', '{"n":1,"user":{"id":"no"},"user":{"id":"x"}}', 'x'],
    ['user.id', '{"n":1,"user":1,"user":{"id":"no","id":"x"}}', 'x'],
    ['user.id', '{"n":1,"user":{"id":"no"},"user":{"a":{"id":"no"}},"user":{"id":"x"}}', 'x'],
  ])('%s is that of the last member: %s', (key, line, value) => {
    expect(isKey(key, line, value)).toBe(true);
  });

  it.each<[key: string, line: string]>([
    ['k', '{"n":1}'],
    ['k', '{"n":1,"a":{"k":1}}'],
    ['k', '{"n":1,"a":[{"k":1}]}'],
    ['k', '{"n":1,"k\\u0000":1}'],
    ['k', '{"n":1,"k":[]}'],
    ['k', '{"n":1,"k":{}}'],
    ['k', '{"n":1,"k":"x","k":["x"]}'],
    ['user.id', '{"n":1,"user":"id"}'],
    ['user.id', '{"n":1,"user":[{"id":1}]}'],
    ['user.id', '{"n":1,"user.id":1}'],
    ['user.id', '{"n":1,"user":{"id":1},"user":{"x":2}}'],
    ['user.id', '{"n":1,"user":{"id":1},"user":null}'],
    ['user.id', '{"n":1,"user":{"id":1},"user":[]}'],
    ['user.id', '{"n":1,"user":{"id":1},"user":"x"}'],
    ['a.b.c', '{"n":1,"a":{"b":{"c":1}},"a":{"b":{}}}'],
    ['a.b.c', '{"n":1,"a":{"b":{"c":1},"b":2}}'],
  ])('%s is missing or no value in %s', (key, line) => {
    expect(numbered(key).judgeOne(line)).toBe('key');
  });
});

it('a name on the way to another one may be a name too', () => {
  const json = new JsonKernel({ key: 'a.b', orderBy: 'a:text', missingColumns: 'empty' });
  expect(json.judge(['{"a":{"b":1}}', '{"a":"x"}', '{"a":{"b":1},"a":"x"}'])).toEqual(['order', null, null]);
});

it('a line does not take values from the line before', () => {
  const json = numbered('k');
  expect(json.judge(['{"n":1,"k":"x"}', '{"n":1}', '{"k":"x"}', '{"n":1,"k":"x"}'])).toEqual([
    null,
    'key',
    'order',
    null,
  ]);
});

it('names that fall into one place of the table are told apart', () => {
  const names = Array.from(
    { length: 1500 },
    (_, i) => `a name with the number ${String(i).padStart(4, '0')} in its midst`,
  );
  const json = new JsonKernel({ key: names.join(','), orderBy: 'n' });
  const values = (missing: number) =>
    names.flatMap((name, i) => (i === missing ? [] : [`${JSON.stringify(name)}:${i}`])).toReversed();
  const line = (missing: number) => `{"n":1,${values(missing).join()}}`;
  expect(json.judge([-1, 0, 7, 1499].map(line))).toEqual([null, 'key', 'key', 'key']);
});

it('as many names as there may be, each in an object of its own', () => {
  const names = Array.from({ length: 3998 }, (_, i) => `o${i}.k`);
  const json = new JsonKernel({ key: names.join(','), orderBy: 'n' });
  const line = `{"n":1,${names.map((_, i) => `"o${i}":{"x":0,"k":${i}}`).join()}}`;
  expect(json.judge([line, line.replace('"k":3997', '"k":[]')])).toEqual([null, 'key']);
  expect(json.haveSameKey(line, line.replaceAll('"x":0', '"x":1'))).toBe(true);
  expect(json.haveSameKey(line, line.replace('"k":3997', '"k":3998'))).toBe(false);
});

describe('a name with escapes', () => {
  it('is none that matters if it is as long as a line may be', () => {
    const json = numbered('k');
    const long = '\\u006b'.repeat(170_000);
    expect(json.judgeOne(`{"n":1,"k":"x","${long}":1}`)).toBeNull();
    expect(json.judgeOne(`{"n":1,"k":"x","${long}${long}":1}`)).toBe('length');
  });
});

describe('a line after others', () => {
  const json = new JsonKernel({ key: 'a.k,k', orderBy: 'n' });
  const first = '{"n":1,"k":"x","a":{"k":1,"v":2},"v":3}';

  it.each<[line: string, reason: string | null]>([
    [first, null],
    ['{"n":1,"k":"x","a":{"k":"","v":""},"v":""}', null],
    ['{"n" :1,"k": "x","a":{"k":1 , "v":2}}', null],
    ['{"n":1,"k":"x","a":{},"k":1,"v":2}', 'key'],
    ['{"n":1,"k":"x","a":[{"k":1,"v":2}]}', 'key'],
    ['{"n":1,"k":"x","b":{"k":1,"v":2}}', 'key'],
    ['{"k":"x","n":1,"a":{"v":1,"k":2}}', null],
    ['{"m":1,"k":"x","a":{"k":1,"v":2}}', 'order'],
    ['{"n":1,"k":"x","a":{"k":1,"v"2}}', 'json'],
    ['{"n":1,"k":"x","a":{"k":1,"v:2}}', 'json'],
    ['{"n":1,"k":"x","a":{"k":1,v":2}}', 'json'],
    ['{"n":1,"k":', 'json'],
  ])('is read for itself: %s', (line, reason) => {
    expect(json.judge([first, line, line, first])).toEqual([null, reason, reason, null]);
  });

  it('may have more names than are remembered, and longer ones', () => {
    const member = (i: number) => `"name-${'x'.repeat(i % 14)}${i}":{"k":${i}}`;
    const members = Array.from({ length: 200 }, (_, i) => member(i));
    const good = `{${members.join()},"n":1,"k":"x","a":{"k":1}}`;
    const bad = `{${members.join()},"n":1,"k":"x","b":{"k":1}}`;
    expect(json.judge([good, bad, good, good.replace('"k":150', '"k"150'), good])).toEqual([
      null,
      'key',
      null,
      'json',
      null,
    ]);
  });
});
