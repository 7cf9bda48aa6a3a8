import { readFileSync } from 'node:fs';
import { askingSpec, recordWithKey } from '../../../job/explain/asked-key';
import { lookUp } from '../../../job/explain/look-up';
import { formatOf } from '../../../job/format/formats';
import { RecordKeys } from '../../../job/input/record-keys';
import { specOfSummary } from '../../../job/options/spec';
import type { WholeOutput } from '../../../job/publication/whole-output';
import { localPlace } from '../../../job/store/local/place';
import { Random } from '../../support/random';
import { resolveSpec } from '../../support/record-options';
import { type OutputPlan, outputOf, outputWith } from '../../support/whole-output';

const KiB = 1024;
const readers = new WeakMap<WholeOutput, RecordKeys>();
let readBytes = 0;

beforeEach(() => {
  readBytes = 0;
  const { read } = localPlace;
  jest.spyOn(localPlace, 'read').mockImplementation((file, extent) => {
    readBytes += extent.end - extent.start;
    return read(file, extent);
  });
});
afterEach(() => jest.restoreAllMocks());

/** Looks one key up. Returns its record, or null; where it is, the bytes at its place have to be the record. */
async function find(output: WholeOutput, text: string): Promise<string | null> {
  const spec = specOfSummary(output.summary.spec);
  const format = formatOf(spec);
  const keys = readers.get(output) ?? new RecordKeys(formatOf(askingSpec(spec)));
  readers.set(output, keys);
  const key = keys.keyOf(recordWithKey('--key', text, spec));
  if (key === null) throw new Error(`no key: ${text}`);
  const [found] = await lookUp(output, format, [key]);
  if (found === null || found === undefined) return null;
  if (found.part.codec === 'none') {
    const there = readFileSync(found.part.path).subarray(found.offset, found.offset + found.line.length + 1);
    expect(there.toString('latin1')).toBe(`${found.line.toString('latin1')}\n`);
  }
  return found.line.toString('latin1');
}

const bytesOf = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1');

const CSV = { format: 'csv', columns: 'id,note,at', key: 'id,note', orderBy: 'at:int' };
const ESCAPED = { ...CSV, format: 'tsv', escape: '\\' };
const JSON_LINES = { format: 'json', key: 'id,of.user', orderBy: 'at:int' };

const KINDS: Readonly<Record<string, { plan: OutputPlan; line(i: number): string; key(i: number): string }>> = {
  text: { plan: {}, line: (i) => `m${i}^ann^3^${i % 7}`, key: (i) => `m${i},ann` },
  csv: {
    plan: { options: CSV, header: 'id,note,at' },
    line: (i) => `"m, ${i}","a ""b""\n${'c'.repeat(i % 50)}",${i % 7}`,
    key: (i) => `"m, ${i}","a ""b""\n${'c'.repeat(i % 50)}"`,
  },
  escapes: {
    plan: { options: ESCAPED, header: 'id\tnote\tat' },
    line: (i) => `m\\\t${i}\ta\\\n${'c'.repeat(i % 50)}\\\\\t${i % 7}`,
    key: (i) => `m\t${i},"a\n${'c'.repeat(i % 50)}\\"`,
  },
  json: {
    plan: { options: JSON_LINES },
    line: (i) => `{"id":${i}, "of" : {"user":"u, ${i % 3}"},"at":1,"x":"${'y'.repeat(i % 90)}"}`,
    key: (i) => `${i}.0,"u, ${i % 3}"`,
  },
};

describe.each(Object.entries(KINDS))('records of %s', (_, { plan, line, key }) => {
  it.each([
    [0, {}],
    [1, {}],
    [2, {}],
    [3, {}],
    [300, { parts: 7 }],
    [300, { parts: 3, isPacked: true }],
    [6000, { parts: 2 }],
  ])('of which there are %i are found, %p', async (count, more) => {
    const output = await outputOf([bytesOf(Array.from({ length: count }, (_, i) => line(i)))], { ...plan, ...more });
    for (let i = 0; i < count; i += Math.max(1, Math.floor(count / 30)))
      expect(await find(output, key(i))).toBe(line(i));
    for (let i = count; i < count + 8; i++) expect(await find(output, key(i))).toBeNull();
  });
});

test.each([
  ['text', 64],
  ['json', 64],
  ['csv', 96],
  ['escapes', 96],
])('a search in a part of %s reads some %i KiB at most', async (name, most) => {
  const { plan, line, key } = KINDS[name] as (typeof KINDS)[string];
  const output = await outputOf([bytesOf(Array.from({ length: 60_000 }, (_, i) => line(i)))], plan);
  expect(output.parts[0]?.sizeBytes).toBeGreaterThan(800 * KiB);
  let worst = 0;
  for (let i = 0; i < 60_020; i += 1511) {
    readBytes = 0;
    expect(await find(output, key(i))).toBe(i < 60_000 ? line(i) : null);
    expect(readBytes).toBeGreaterThan(0);
    worst = Math.max(worst, readBytes);
  }
  expect(worst).toBeLessThan(most * KiB);
});

describe('records of very different lengths', () => {
  const lengths = [1024 * KiB - 40, 70 * KiB, 20, 0, 300 * KiB, 9 * KiB, 3];

  it.each([
    ['text', (i: number, x: string) => `k${i}^a^${x}^1`, (i: number) => `k${i},a`, {}],
    [
      'csv',
      (i: number, x: string) => `k${i},a,"${x}\n",1`,
      (i: number) => `k${i},a`,
      {
        options: { format: 'csv' },
      },
    ],
    [
      'json',
      (i: number, x: string) => `{"k":"k${i}","x":"${x}","at":1}`,
      (i: number) => `k${i}`,
      {
        options: { format: 'json', key: 'k', orderBy: 'at' },
      },
    ],
  ])('are found, %s', async (_, lineOf, keyOf, plan: OutputPlan) => {
    for (const seed of [1]) {
      const random = new Random(seed);
      const lines = Array.from({ length: 40 }, (_, i) => lineOf(i, 'x'.repeat(random.pick(lengths))));
      const output = await outputOf([bytesOf(lines)], { ...plan, arenaBytes: 24 * 1024 * KiB });
      for (let i = 0; i < 46; i += 3) {
        readBytes = 0;
        expect(await find(output, keyOf(i))).toBe(i < 40 ? lines[i] : null);
      }
    }
  });

  it('are found where short records hide among long ones', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `k${i}^a^${'x'.repeat(i % 100 === 0 ? 100 * KiB : 1)}^1`);
    const output = await outputOf([bytesOf(lines)], { arenaBytes: 24 * 1024 * KiB });
    for (let i = 0; i < 3000; i += 97) {
      readBytes = 0;
      expect(await find(output, `k${i},a`)).toBe(lines[i]);
      expect(readBytes).toBeLessThan(1024 * KiB);
    }
  });
});

test('many keys of one part are found by one scan', async () => {
  const output = await outputOf([bytesOf(Array.from({ length: 3000 }, (_, i) => `m${i}^ann^3^1`))]);
  const format = formatOf(specOfSummary(output.summary.spec));
  const keys = new RecordKeys(format);
  const asked = Array.from({ length: 6000 }, (_, i) => keys.keyOf(Buffer.from(`m${i}^ann^^`)));
  const found = await lookUp(output, format, asked as never);
  expect(found.map((record) => record?.line.toString())).toEqual(
    asked.map((_, i) => (i < 3000 ? `m${i}^ann^3^1` : undefined)),
  );
  expect(readBytes).toBe(0);
});

test('a field of quoted text that looks like records is not taken for them', async () => {
  // in each field stand lines that look like records
  const fake = Array.from({ length: 200 }, (_, i) => `k${i},fake,x,9`).join('\n');
  const lines = Array.from({ length: 300 }, (_, i) => `k${i},a,"${fake}",1`);
  const output = await outputOf([bytesOf(lines)], { options: { format: 'csv' } });
  for (let i = 0; i < 300; i += 13) {
    expect(await find(output, `k${i},a`)).toBe(lines[i]);
    expect(await find(output, `k${i},fake`)).toBeNull();
  }
});

test('a part whose records are out of order is called damaged, with the place', async () => {
  const output = await outputOf([bytesOf(Array.from({ length: 3000 }, (_, i) => `m${i}^ann^3^1`))]);
  const lines = readFileSync(output.parts[0]?.path as string, 'latin1').split(/(?<=\n)/);
  const damaged = outputWith([Buffer.from(lines.reverse().join(''))], resolveSpec());
  await expect(find(damaged, 'm7,ann')).rejects.toMatchObject({
    exitCode: 65,
    message: expect.stringMatching(
      /^part '.*' is damaged at byte \d+: no records in canonical order follow; dedup verify/,
    ),
  });
});

describe('a key that is asked for', () => {
  const spec = (options: OutputPlan['options']) => resolveSpec(options);
  const record = (text: string, options?: OutputPlan['options']) =>
    recordWithKey('--key', text, spec(options)).toString();

  it.each([
    ['heat,ann', undefined, 'heat^ann^^'],
    ['"heat, the ""movie""",ann', undefined, 'heat, the "movie"^ann^^'],
    [',', undefined, '^^^'],
    ['a,b', CSV, '"a","b",'],
    ['"a ""b""",","', CSV, '"a ""b""",",",'],
    ['1,ann', JSON_LINES, '{"0":1,"1":"ann"}'],
    ['"1","a, \\"b"', JSON_LINES, '{"0":"1","1":"a, \\"b"}'],
    ['null,1e3x', JSON_LINES, '{"0":null,"1":"1e3x"}'],
  ])('as %s makes a record with it', (text, options, expected) => {
    expect(record(text, options)).toBe(expected);
  });

  it.each([
    [
      'a,b,c',
      undefined,
      "--key 'a,b,c' has 3 values, the key is movie,user; write a value that has a comma in double quotes",
    ],
    ['a', undefined, "--key 'a' has 1 value, the key is movie,user"],
    [
      'a^b,c',
      undefined,
      "--key 'a^b,c' has a value with the delimiter of the output or a newline, which no record has",
    ],
    ['"a,b', undefined, "--key '\"a,b' has a quote that is not closed"],
    ['"\\x",a', JSON_LINES, '--key \'"\\x",a\' has "\\x", which is no string of JSON'],
  ])('as %s is refused', (text, options, message) => {
    expect(() => record(text, options)).toThrow(
      expect.objectContaining({ exitCode: 64, message: expect.stringContaining(message) }),
    );
  });
});
