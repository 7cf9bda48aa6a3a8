import { join } from 'node:path';
import { askingSpec, recordWithKey } from '../../../job/explain/asked-key';
import type { ToldRecord } from '../../../job/explain/history';
import { lookUp } from '../../../job/explain/look-up';
import { type Traced, trace } from '../../../job/explain/trace';
import { formatOf } from '../../../job/format/formats';
import { RecordKeys } from '../../../job/input/record-keys';
import type { RecordKey } from '../../../job/kernel/sought-table';
import { resolveJob } from '../../../job/options/options';
import { specOfSummary } from '../../../job/options/spec';
import { JOB_OPTIONS } from '../../../job/options/table/job';
import { defaultsOf } from '../../../job/options/table/option-table';
import type { WholeOutput } from '../../../job/publication/whole-output';
import { temporaryFolder } from '../../support/folder';
import { Random } from '../../support/random';
import { type OutputPlan, outputOf } from '../../support/whole-output';

const SIGNAL = new AbortController().signal;

interface Asked {
  readonly output: WholeOutput;
  readonly folder: string;
  readonly options: OutputPlan['options'];
  readonly keys: readonly string[];
}

async function traced({ output, folder, options, keys }: Asked): Promise<Traced> {
  const spec = specOfSummary(output.summary.spec);
  const format = formatOf(spec);
  const reader = new RecordKeys(formatOf(askingSpec(spec)));
  const wanted = keys.map((text) => reader.keyOf(recordWithKey('--key', text, spec)) as RecordKey);
  const found = await lookUp(output, format, wanted);
  const request = resolveJob([folder], { ...defaultsOf(JOB_OPTIONS), output: 'out', ...options });
  return trace(output, request, wanted, found, SIGNAL);
}

interface Made {
  readonly file: number;
  readonly offset: number;
  readonly line: string;
  readonly key: string;
  /** The day and the number by which it is ordered; null where its order is bad. */
  readonly order: readonly [number, number] | null;
}

interface Kind {
  readonly options: Partial<NonNullable<OutputPlan['options']>>;
  line(key: number, day: string, number: string): string;
  key(key: number): string;
}

/** By the day, the greatest one, and then by the least number. */
const ORDER = { orderBy: 'day:timestamp,n:int:least' };
const KINDS: Readonly<Record<string, Kind>> = {
  text: {
    options: { columns: 'id,day,x,n', key: 'id,x', ...ORDER },
    line: (key, day, number) => `m${key}^${day}^x^${number}`,
    key: (key) => `m${key},x`,
  },
  csv: {
    options: { columns: 'id,day,x,n', key: 'id', format: 'csv', ...ORDER },
    line: (key, day, number) => `"m, ${key}",${day},"a\n""b""",${number}`,
    key: (key) => `"m, ${key}"`,
  },
  json: {
    options: { key: 'of.id', format: 'json', ...ORDER },
    line: (key, day, number) => `{"of":{"id":${key}},"n":"${number}","day":"${day}"}`,
    key: (key) => `${key}e0`,
  },
};

function madeBy(random: Random, kind: Kind, count: number, keys: number): { files: Buffer[]; made: Made[] } {
  const made: Made[] = [];
  const files = [0, 1, 2].map((file) => {
    let text = '';
    for (let i = 0; i < count; i++) {
      const [key, day, number] = [random.int(0, keys), random.int(1, 4), random.int(0, 4)];
      const isBad = random.chance(0.05);
      const line = kind.line(key, `2026-01-0${day}`, isBad ? 'x' : String(number));
      made.push({ file, offset: text.length, line, key: kind.key(key), order: isBad ? null : [day, -number] });
      text += `${line}\n`;
      if (random.chance(0.02)) text += '\n';
    }
    return Buffer.from(text);
  });
  return { files, made };
}

/** Compares by the day, the number and the line. */
function compare(a: Made, b: Made): number {
  const [x, y] = [a.order as readonly [number, number], b.order as readonly [number, number]];
  return x[0] - y[0] || x[1] - y[1] || (a.line === b.line ? 0 : a.line < b.line ? -1 : 1);
}

function decision(a: Made, b: Made) {
  const [x, y] = [a.order as readonly [number, number], b.order as readonly [number, number]];
  if (x[0] !== y[0]) return 0;
  if (x[1] !== y[1]) return 1;
  return a.line === b.line ? 'same' : 'line';
}

describe.each(Object.entries(KINDS))('the records of random keys of %s', (_, kind) => {
  it.each([
    [1, { parts: 3 }],
    [2, { parts: 1, arenaBytes: 64 * 1024 }],
    [3, { parts: 2, isPacked: true }],
  ])('are those that the inputs have, seed %i, %p', async (seed, plan) => {
    const random = new Random(seed);
    const { files, made } = madeBy(random, kind, 800, 1000);
    const output = await outputOf(files, { ...plan, options: kind.options });
    const names = files.map((_, i) => `in-${i}`);
    const folder = temporaryFolder(Object.fromEntries(names.map((name, i) => [name, files[i] as Buffer])));
    const keys = Array.from({ length: 1000 }, (_, i) => kind.key(i));
    const { histories, lines } = await traced({ output, folder, options: kind.options, keys });
    expect(lines).toBe(Buffer.concat(files).toString().split('\n').length - 1 - innerNewlines(kind, made.length));
    const byKey = new Map(keys.map((key): [string, Made[]] => [key, []]));
    for (const each of made) byKey.get(each.key)?.push(each);
    keys.forEach((key, i) => {
      const all = byKey.get(key) as Made[];
      const good = all.filter(({ order }) => order !== null).sort(compare);
      const path = ({ file, offset }: Made) => `${join(folder, names[file] as string)} ${offset}`;
      const history = histories[i] as Traced['histories'][number];
      expect(history.rejected.map(({ file, offset }) => `${file} ${offset}`)).toEqual(
        all.filter(({ order }) => order === null).map(path),
      );
      const told = history.records.map((record) => ({
        place: `${record.file} ${record.offset}`,
        line: record.line.toString(),
        decided: decidedBy(record),
      }));
      const latest = good.at(-1);
      const expected = good.map((each, at) => ({
        place: path(each),
        line: each.line,
        decided: at === good.length - 1 ? 'kept' : decision(each, latest as Made),
      }));
      const inOrder = (list: typeof expected) => list.map(({ line, decided }) => ({ line, decided }));
      expect(inOrder(told)).toEqual(inOrder(expected));
      // equal records may be in any order
      expect(told.map(({ place }) => place).sort()).toEqual(expected.map(({ place }) => place).sort());
    });
  });
});

function innerNewlines(kind: Kind, records: number): number {
  return kind.line(0, '', '').split('\n').length === 1 ? 0 : records;
}

function decidedBy({ fate }: ToldRecord) {
  return fate.kind === 'superseded' ? fate.decidedBy : fate.kind;
}

test('of a key with very many records the latest are told, and how many older ones there are', async () => {
  const text = Array.from({ length: 5000 }, (_, i) => `heat^ann^1^${i}\n`).join('');
  const output = await outputOf([Buffer.from(text)]);
  const folder = temporaryFolder({ a: text });
  const { histories } = await traced({ output, folder, options: {}, keys: ['heat,ann'] });
  expect(histories[0]).toMatchObject({ older: 4000, moreRejected: 0 });
  expect(histories[0]?.records.map(({ line }) => line.toString())).toEqual(
    Array.from({ length: 1000 }, (_, i) => `heat^ann^1^${4000 + i}`),
  );
});

test('inputs that are not those of the output are told so', async () => {
  const output = await outputOf([Buffer.from('heat^ann^1^5\nup^bob^1^5\n')]);
  const folder = temporaryFolder({ a: 'heat^ann^1^7\nup^bob^1^3\n' });
  const { histories } = await traced({ output, folder, options: {}, keys: ['heat,ann', 'up,bob', 'new,bob'] });
  const part = output.parts[0]?.path;
  expect(histories.map(({ records }) => records.map(({ fate }) => fate))).toEqual([
    [{ kind: 'not-in-output' }],
    [{ kind: 'superseded', by: { file: part, offset: expect.any(Number) }, decidedBy: 0 }],
    [],
  ]);
});

test.each([
  ['a value', 'op=D', 'I', 'D'],
  ['other values than one', 'op!=I', 'I', 'D'],
  ['any value', 'op!=', '', '2026'],
])('a delete by %s that the output has forgotten is told so', async (_, condition, alive, dead) => {
  const options = {
    ...{ columns: 'op,id,at', key: 'id', orderBy: 'at' },
    ...{ deleteWhen: [condition], forgetDeletedBefore: '5' },
  };
  const output = await outputOf([Buffer.from(`${alive},new,1\n`)], { options: { ...options, delimiter: ',' } });
  const folder = temporaryFolder({
    a: `${alive},old,1\n${dead},old,4\n${dead},late,5\n${alive},gone,4\n`,
  });
  const asked = { output, folder, options: { ...options, delimiter: ',' } as never };
  const { histories } = await traced({ ...asked, keys: ['old', 'late', 'gone'] });
  expect(histories.map(({ records }) => records.map(({ fate }) => fate.kind))).toEqual([
    ['superseded', 'forgotten'],
    ['not-in-output'],
    ['not-in-output'],
  ]);
});

test('files whose columns stand elsewhere are told as their records come out', async () => {
  const options = { columns: 'a,b,c', key: 'a', orderBy: 'c', missingColumns: 'empty' } as const;
  const output = await outputOf([Buffer.from('x^^2\n')], { options, header: 'a^b^c' });
  const folder = temporaryFolder({ one: 'a^b^c\nx^1^1\n', two: 'c^a\n2^x\n' });
  const { histories } = await traced({ output, folder, options: { ...options, header: true } as never, keys: ['x'] });
  expect(histories[0]?.records.map(({ line, fate }) => [line.toString(), fate.kind])).toEqual([
    ['x^1^1', 'superseded'],
    ['x^^2', 'kept'],
  ]);
});

test('bad records whose keys cannot be read are counted', async () => {
  const output = await outputOf([Buffer.from('heat^ann^1^5\n')]);
  const folder = temporaryFolder({ a: 'heat^ann^1^5\nheat^ann^1\nheat^ann^1^x\n' });
  const { histories, unreadable } = await traced({ output, folder, options: {}, keys: ['heat,ann'] });
  expect(unreadable).toBe(1);
  expect(histories[0]?.rejected).toEqual([
    {
      file: join(folder, 'a'),
      offset: 24,
      reason: 'order',
      detail: "order column 'timestamp' is 'x', expected an integer",
      line: Buffer.from('heat^ann^1^x'),
    },
  ]);
});

test('options that read other records than those of the output are refused', async () => {
  const output = await outputOf([Buffer.from('heat^ann^1^5\n')]);
  const folder = temporaryFolder({ a: 'heat^ann^1^5\n' });
  await expect(traced({ output, folder, options: { key: 'movie' }, keys: ['heat,ann'] })).rejects.toMatchObject({
    exitCode: 65,
    message: expect.stringContaining("--key 'movie,user'"),
  });
});
