/** Lines of JSON that follow a template: the text of an earlier line around its values. */

import { keepLatestOf } from '../../../support/in-process';
import { JsonKernel } from '../../../support/json-kernel';
import { sortedLines } from '../../../support/oracle';
import { Random } from '../../../support/random';
import { resolveSpec } from '../../../support/record-options';
import { WAYS_TO_COMPARE } from '../../../support/ways-to-compare';

const OPTIONS = { key: 'k', orderBy: 'n' };
const DIALECT = resolveSpec({ format: 'json', ...OPTIONS });

/** The lines that are left of good ones, each with a string `k`, which are sorted. The greater line is the later one where `n` is equal. */
function latestOf(lines: readonly string[]): string[] {
  const latest = new Map<string, { n: number; line: string }>();
  for (const line of lines) {
    const { k, n } = JSON.parse(line) as { k: string; n: number };
    const present = latest.get(k);
    const isLater =
      present === undefined ||
      n > present.n ||
      (n === present.n && Buffer.compare(Buffer.from(line), Buffer.from(present.line)) > 0);
    if (isLater) latest.set(k, { n, line });
  }
  return [...latest.values()].map(({ line }) => line).sort();
}

async function keptOf(lines: readonly string[], ending = '\n') {
  const { records, rejects } = await keepLatestOf([Buffer.from(lines.map((line) => line + ending).join(''))], {
    dialect: DIALECT,
  });
  expect(rejects).toEqual([]);
  return records.toString().split('\n').slice(0, -1).sort();
}

describe('lines of many forms (seed 5)', () => {
  const random = new Random(5);
  const TEXTS = [
    '',
    'a',
    'é',
    'x'.repeat(14),
    'x'.repeat(15),
    'y'.repeat(16),
    'z'.repeat(47),
    '"',
    '\\',
    'n\n',
    '}',
    ',"k":"',
  ];
  const scalar = () => random.pick([0, -1, 1.5, 1e21, 123456789012345680000, true, false, null, ...TEXTS]);
  const value = (depth: number): unknown => {
    const kind = random.int(0, depth > 2 ? 1 : 8);
    if (kind === 6) return Array.from({ length: random.int(0, 4) }, () => value(depth + 1));
    if (kind === 7)
      return Object.fromEntries(['a', 'k', 'n'].slice(0, random.int(0, 4)).map((name) => [name, value(depth + 1)]));
    return scalar();
  };
  const forms = Array.from({ length: 60 }, () => {
    const names = ['k', 'n', ...['v', 'w', 'a name of more than sixteen bytes', 'ü'].filter(() => random.chance(0.5))];
    return {
      names: names.sort(() => random.next() - 0.5),
      blank: random.pick(['', '', '', ' ', '\t']),
      end: random.pick(['', '', ' ']),
    };
  });
  const lineOf = () => {
    const { names, blank, end } = random.pick(random.chance(0.7) ? forms.slice(0, 4) : forms);
    const members = names.map((name) => {
      const own =
        name === 'k'
          ? random.pick(['a', 'b', 'c', 'd'.repeat(20), 'é']) + random.int(0, 40)
          : name === 'n'
            ? random.int(0, 9)
            : value(0);
      return `${JSON.stringify(name)}:${blank}${JSON.stringify(own)}`;
    });
    return `{${members.join(`,${blank}`)}}${end}`;
  };
  const lines = Array.from({ length: 2000 }, lineOf);
  const halves = [lines.slice(0, 1000), lines.slice(1000)] as const;

  it.each(WAYS_TO_COMPARE)('are kept by their keys and orders, of keys %s', async (_title, how) => {
    const bytesOf = (some: readonly string[]) => Buffer.from(`${some.join('\n')}\n`);
    const first = how.own
      ? (await keepLatestOf([bytesOf(halves[0])], { dialect: DIALECT })).records
      : bytesOf(halves[0]);
    const { records, rejects } = await keepLatestOf([first, bytesOf(halves[1])], { dialect: DIALECT, ...how });
    expect(rejects).toEqual([]);
    expect(sortedLines(records)).toEqual(sortedLines(bytesOf(latestOf(lines))));
  });
});

describe('a line that begins like a template', () => {
  const LINES = ['{"k":"ab","n":12,"v":[1,"x",null],"w":{"y":true}}', '{ "k" : "ab" , "n" : -0.5e+3 }'];
  const BYTES = [...'"\\{}[],: \t019-.eEaltn\u0001\u007f'];

  it.each(LINES)('is good if all of it is: %j with one byte changed', (line) => {
    const json = new JsonKernel({ key: 'k', orderBy: 'n:decimal' });
    expect(json.judge([line, line])).toEqual([null, null]);
    const variants = [...line].flatMap((_, i) => [
      line.slice(0, i) + line.slice(i + 1),
      ...BYTES.flatMap((byte) => [
        line.slice(0, i) + byte + line.slice(i + 1),
        line.slice(0, i) + byte + line.slice(i),
      ]),
    ]);
    const judged = json.judge(variants);
    variants.forEach((variant, i) => {
      const isObject = isJsonObject(variant);
      expect([variant, judged[i] === 'json']).toEqual([variant, !isObject]);
    });
  });

  it('ends where its newline is', () => {
    const json = new JsonKernel(OPTIONS);
    const [good, cut] = ['{"k":"x","n":1,"v":"y"}', '{"k":"x","n":1,"v":"y"'];
    expect(json.judge([good, cut, `${good}}`, `${good} `, '{"k":"x","n":', good])).toEqual([
      null,
      'json',
      'json',
      null,
      'json',
      null,
    ]);
  });
});

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

describe('a name that stands twice', () => {
  const ONCE = ['{"k":"a","n":1,"x":"b","y":2}', '{"o":{"k":"a"},"k":"c","n":3}'];
  const TWICE = ['{"k":"a","n":1,"k":"b","n":2}', '{"k":"a","n":1,"x":"b","n":5}', '{"n":{},"k":"d","n":4}'];

  it.each([
    ['before', [...TWICE, ...ONCE]],
    ['behind', [...ONCE, ...TWICE]],
  ])('has its last value in lines %s others that have it once', async (_where, lines) => {
    expect(await keptOf(lines)).toEqual(latestOf(lines));
  });
});

it('lines of one order are compared with the text around their values', async () => {
  const lines = [
    '{"k":"a","n":1,"v":123}',
    '{"k":"a","n":1,"v":12}',
    '{"k":"b","n":1,"v":1}',
    '{"k":"b","n":1, "v":1}',
  ];
  expect(await keptOf([...lines, ...lines])).toEqual(['{"k":"a","n":1,"v":12}', '{"k":"b","n":1,"v":1}']);
});

it('a carriage return is part of the ending in lines of a user, and of the line in an output', async () => {
  const line = (k: string, end: string) => `{"k":"${k}","n":1}${end}\n`;
  const files = [line('a', '\r') + line('b', '\r') + line('c', ''), line('d', '\r') + line('e', '\r') + line('f', '')];
  const { records } = await keepLatestOf(
    files.map((file) => Buffer.from(file)),
    { dialect: DIALECT, own: 'first' },
  );
  const expected = [line('a', '\r'), line('b', '\r'), line('c', ''), line('d', ''), line('e', ''), line('f', '')];
  expect(sortedLines(records)).toEqual(sortedLines(Buffer.from(expected.join(''))));
});

describe('lines come out as they came in', () => {
  const numbered = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i));
  it.each([
    ['of more forms than are learned', numbered(400, (i) => `{"k":"${i % 200}","n":${i},"name ${i % 100}":1}`)],
    [
      'with more values than a template has',
      numbered(9, (i) => `{"k":"${i % 3}","n":${i},"v":[${numbered(90, String)}]}`),
    ],
    ['with lists of any length', numbered(300, (i) => `{"k":"${i % 99}","v":[${numbered(i % 50, String)}],"n":${i}}`)],
    ['with long names', numbered(90, (i) => `{"k":"${i % 9}","n":${i},"${'m'.repeat(1000 * (i % 30))}":2}`)],
    ['with long values', numbered(9, (i) => `{"k":"${i % 3}","v":"${'v'.repeat(9000 * i)}","n":${i}}`)],
    [
      'with a long value behind many',
      numbered(9, (i) => `{"k":"${i % 3}","n":${i},"v":["${'v'.repeat(62000 + 300 * i)}",${numbered(50, String)}]}`),
    ],
  ])('%s', async (_title, lines) => {
    expect(await keptOf([...lines, ...lines])).toEqual(latestOf(lines));
    expect(await keptOf(lines, '\r\n')).toEqual(latestOf(lines));
  });
});

it('records take less memory than the lines that they are of', () => {
  const json = new JsonKernel(OPTIONS);
  const lines = Array.from(
    { length: 40_000 },
    (_, i) => `{"a name of many bytes":true,"another such name":null,"k":"${i}","n":1}`,
  );
  expect(json.judge(lines).every((reason) => reason === null)).toBe(true);
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  expect(json.kernel.usedBytes).toBeGreaterThan(0);
  expect(json.kernel.usedBytes).toBeLessThan(bytes * 0.75);
});
