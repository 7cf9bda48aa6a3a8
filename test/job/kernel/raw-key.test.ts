import type { Spec } from '../../../job/options/spec';
import { keepLatestOf } from '../../support/in-process';
import { maskedKernel } from '../../support/kernels';
import type { OracleSpec } from '../../support/oracle';
import { Random } from '../../support/random';
import { WAYS_TO_COMPARE } from '../../support/ways-to-compare';

const RECORDS = 1500;
const SPEC: OracleSpec = { columns: 4, delimiter: ',', keyColumns: [1, 2], orderColumn: 3, orderIsText: false };
const CSV = { quote: '"', escape: '"' } as const;
const BACKSLASH = { quote: '"', escape: '\\' } as const;

type Key = readonly [string, string];

/** The bytes of a key in the format. */
function keyBytes(key: Key, delimiter: string): string {
  return key
    .map((value) => {
      if (!value.startsWith('"') && !value.includes(delimiter.charAt(0))) return value;
      const length = Buffer.alloc(4);
      length.writeUInt32LE(value.length);
      return `"${length.toString('latin1')}${value}`;
    })
    .join(delimiter);
}

/** One of the ways to write a value. */
function written(random: Random, value: string, dialect: Partial<Spec>) {
  const { delimiter = ',', isTrimmed = false } = dialect;
  const isPlain = !value.startsWith('"') && !/[\n\r ]/.test(value) && !value.includes(delimiter);
  const quoted = `"${dialect.escape === '"' ? value.replaceAll('"', '""') : value.replace(/["\\]/g, '\\$&')}"`;
  const blank = isTrimmed ? random.pick(['', ' ', '\t ']) : '';
  return `${blank}${isPlain && random.chance(0.5) ? value : quoted}${blank}`;
}

const WORDS = [
  '',
  'heat',
  'a',
  '"',
  'a"b',
  'x,y',
  'x:y',
  'a::b',
  'l\nm',
  '\\',
  ' in ',
  'q'.repeat(60),
  'r'.repeat(130),
];

function keysOf(random: Random, count: number): Key[] {
  const value = () => `${random.pick(WORDS)}${random.chance(0.8) ? random.int(0, 300) : ''}`;
  return Array.from({ length: count }, () => [value(), value()]);
}

/** A file of records, and the record that each of their keys keeps. */
function randomFile(random: Random, dialect: Partial<Spec>, keys: readonly Key[], first: number) {
  const delimiter = dialect.delimiter ?? ',';
  const records = new Map<string, Key>();
  for (let i = first; i < first + RECORDS; i++) {
    const key = random.pick(keys);
    const fields = [...key.map((value) => written(random, value, dialect)), String(i)];
    records.set([random.pick(['1', '"2"', '3.5']), ...fields].join(delimiter), key);
  }
  const latest = new Map<string, string>();
  for (const [record, key] of records) latest.set(keyBytes(key, delimiter), record);
  return { bytes: Buffer.from([...records.keys()].map((record) => `${record}\n`).join(''), 'latin1'), latest };
}

const DIALECTS: readonly (readonly [title: string, dialect: Partial<Spec>])[] = [
  ['doubled quotes', CSV],
  ['escapes', BACKSLASH],
  ['blanks', { ...CSV, isTrimmed: true }],
  ['a delimiter of two bytes', { ...CSV, delimiter: '::' }],
];

describe.each(DIALECTS)('keys of two columns that are written in several ways, in a dialect with %s', (_, dialect) => {
  const random = new Random(7);
  const keys = keysOf(random, RECORDS / 3);
  const one = randomFile(random, dialect, keys, 0);
  const two = randomFile(random, dialect, keys, RECORDS);
  const latest = new Map([...one.latest, ...two.latest]);
  const spec = { ...SPEC, delimiter: dialect.delimiter ?? ',' };

  it.each(WAYS_TO_COMPARE)('are the same keys %s', async (_title, how) => {
    const files = [one.bytes, two.bytes];
    const first = how.own ? [(await keepLatestOf([one.bytes], { spec, dialect })).records] : [one.bytes];
    const answer = await keepLatestOf([...first, ...files.slice(1)], { spec, dialect, ...how });
    expect(answer.rejects).toEqual([]);
    expect(linesOf(answer.records)).toEqual(linesOf([...latest.values()].map((record) => `${record}\n`).join('')));
    if (how.arenaBytes) expect(answer.spilledBytes).toBeGreaterThan(0);
  });

  it('are in the order of their values where they share their hash', async () => {
    const { records } = await keepLatestOf([one.bytes, two.bytes], { spec, dialect, module: maskedKernel(0) });
    const inOrder = [...latest].sort(([a], [b]) => Buffer.compare(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')));
    expect(records.toString('latin1')).toBe(inOrder.map(([, record]) => `${record}\n`).join(''));
  });
});

/** The lines in any order: records with newlines in them are taken to pieces, which are the same for the same records. */
function linesOf(text: Buffer | string): string[] {
  return (typeof text === 'string' ? text : text.toString('latin1')).split('\n').sort();
}

it.each([2, 3])('keys of %i quoted columns have the hash of their values, of any length', async (columns) => {
  const spec: OracleSpec = {
    ...SPEC,
    columns: columns + 1,
    keyColumns: [...Array(columns).keys()],
    orderColumn: columns,
  };
  const random = new Random(columns);
  const value = () => 'abcdefghijklmnopqrstuvwxyz'.repeat(3).slice(0, random.int(0, random.pick([5, 40, 70])));
  const keys = Array.from({ length: 2000 }, (_, i) => [
    ...Array.from({ length: columns - 1 }, value),
    `${value()}${i}`,
  ]);
  const text = (write: (value: string) => string) =>
    Buffer.from(keys.map((key, i) => `${key.map(write).join(',')},${i}\n`).join(''));
  const plain = await keepLatestOf([text((each) => each)], { spec });
  const quoted = await keepLatestOf([text((each) => `"${each}"`)], { spec, dialect: CSV });
  expect(quoted.records.toString().replaceAll('"', '')).toBe(plain.records.toString());
  expect(quoted.records).not.toEqual(plain.records);
});
