import { readFileSync, writeFileSync } from 'node:fs';
import { diff } from '../../../job/diff/diff';
import type { Change, ChangeSink } from '../../../job/diff/merge';
import type { WholeOutput } from '../../../job/publication/whole-output';
import { collidingKey } from '../../support/colliding-keys';
import { Random } from '../../support/random';
import { resolveSpec } from '../../support/record-options';
import { type OutputPlan, outputOf, outputWith } from '../../support/whole-output';

/** Collects changes; it asks to be flushed behind each one, as a sink with little room does. */
class Collected implements ChangeSink {
  readonly lines: string[] = [];
  isFull = false;
  add(change: Change, former: Uint8Array | null, now: Uint8Array | null): void {
    const text = (line: Uint8Array | null) => (line === null ? '' : Buffer.from(line).toString('latin1'));
    this.lines.push(`${change} ${text(former)} ${text(now)}`);
    this.isFull = true;
  }
  async flush(): Promise<void> {
    this.isFull = false;
  }
}

type Records = Map<string, string>;

/** The latest record of each key, by a Map. */
function latestOf(lines: readonly string[], keyOf: (line: string) => string, timeOf: (line: string) => number) {
  const latest: Records = new Map();
  for (const line of lines) {
    const before = latest.get(keyOf(line));
    const isLater = before === undefined || timeOf(line) > timeOf(before);
    if (isLater || (timeOf(line) === timeOf(before) && line > before)) latest.set(keyOf(line), line);
  }
  return latest;
}

function expected(former: Records, now: Records): string[] {
  const keys = [...new Set([...former.keys(), ...now.keys()])];
  return keys
    .flatMap((key) => {
      const [a, b] = [former.get(key), now.get(key)];
      if (a === b) return [];
      return [`${a === undefined ? 'added' : b === undefined ? 'removed' : 'changed'} ${a ?? ''} ${b ?? ''}`];
    })
    .sort();
}

interface Kind {
  readonly options: OutputPlan['options'];
  readonly header?: string;
  line(key: string, time: number, random: Random): string;
  keyOf(line: string): string;
  timeOf(line: string): number;
}

const TEXT: Kind = {
  options: {},
  line: (key, time, random) => `${key}^ann^${random.int(0, 3)}^${time}`,
  keyOf: (line) => line.split('^')[0] as string,
  timeOf: (line) => Number(line.split('^')[3]),
};
const CSV: Kind = {
  options: { format: 'csv', columns: 'id,note,at', key: 'id', orderBy: 'at:int' },
  header: 'id,note,at',
  line: (key, time, random) => `"${key}, the movie","${random.pick(['a', 'b\nc', 'd""e'])}",${time}`,
  keyOf: (line) => line.split('"')[1] as string,
  timeOf: (line) => Number(line.slice(line.lastIndexOf(',') + 1)),
};
const JSON_LINES: Kind = {
  options: { format: 'json', key: 'id,of.user', orderBy: 'at:int' },
  line: (key, time, random) => JSON.stringify({ id: key, of: { user: 1 }, at: time, x: random.int(0, 3) }),
  keyOf: (line) => JSON.parse(line).id,
  timeOf: (line) => JSON.parse(line).at,
};

function some(kind: Kind, random: Random, count: number, keys: number): string[] {
  return Array.from({ length: count }, () => kind.line(`m${random.int(0, keys)}`, random.int(0, 9), random));
}

const bytesOf = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1');

async function differences(former: WholeOutput, now: WholeOutput) {
  const sink = new Collected();
  const counts = await diff(former, now, sink);
  return { counts, lines: sink.lines };
}

describe.each([
  ['text', TEXT],
  ['csv', CSV],
  ['json', JSON_LINES],
])('the differences of random outputs of %s', (_, kind) => {
  it.each([1, 2, 3, 4, 5, 6])('are those of two maps, seed %i', async (seed) => {
    const random = new Random(seed);
    const keys = random.pick([3, 200, 5000]);
    const before = some(kind, random, random.int(0, 3000), keys);
    const after = [...before.slice(random.int(0, 40)), ...some(kind, random, random.int(0, 300), keys + 20)];
    const planOf = (): OutputPlan => ({
      ...(kind.options && { options: kind.options }),
      ...(kind.header !== undefined && { header: kind.header }),
      parts: random.pick([1, 2, 7]),
      isPacked: random.chance(0.3),
    });
    const outputs = [await outputOf([bytesOf(before)], planOf()), await outputOf([bytesOf(after)], planOf())] as const;
    const maps = [before, after].map((lines) => latestOf(lines, kind.keyOf, kind.timeOf)) as [Records, Records];
    const { counts, lines } = await differences(...outputs);
    expect([...lines].sort()).toEqual(expected(...maps));
    const { added, changed, removed, unchanged } = counts;
    expect(added + changed + unchanged).toBe(maps[1].size);
    expect(removed + changed + unchanged).toBe(maps[0].size);
  });
});

test('keys of one hash are told apart', async () => {
  const options = { columns: 'id,at', key: 'id', orderBy: 'at:int', delimiter: '\\xff' };
  const keys = Array.from({ length: 400 }, (_, i) => collidingKey((BigInt(i) * 0x9e3779b97f4a7c15n) % (1n << 64n)));
  const usable = keys.filter((key) => !key.includes(0xff) && !key.includes(10) && !key.includes(13));
  const lineOf = (key: Buffer, at: number) => Buffer.concat([key, Buffer.from(`\xff${at}\n`, 'latin1')]);
  const former = await outputOf([Buffer.concat(usable.map((key) => lineOf(key, 1)))], { options });
  const now = await outputOf([Buffer.concat(usable.slice(5).map((key, i) => lineOf(key, i === 3 ? 2 : 1)))], {
    options,
    parts: 3,
  });
  expect(usable.length).toBeGreaterThan(100);
  const { counts } = await differences(former, now);
  expect(counts).toEqual({ added: 0, changed: 1, removed: 5, deleted: 0, unchanged: usable.length - 6 });
});

test('long records that do not fit one buffer are compared', async () => {
  const line = (key: string, length: number) => `${key}^ann^${'x'.repeat(length)}^1`;
  const before = ['a', 'b', 'c', 'd', 'e'].map((key, i) => line(key, i % 2 ? 10 : 1_000_000));
  const after = before.map((each, i) => (i === 2 ? each.replace(/x\^/, 'y^') : each));
  const { counts } = await differences(await outputOf([bytesOf(before)]), await outputOf([bytesOf(after)]));
  expect(counts).toEqual({ added: 0, changed: 1, removed: 0, deleted: 0, unchanged: 4 });
});

test('an output without records states no header, and is compared with one that has one', async () => {
  const options = { columns: 'a,b', key: 'a', orderBy: 'b' };
  const none = await outputOf([Buffer.alloc(0)], { options });
  const one = await outputOf([Buffer.from('x^1\n')], { options, header: 'a^b' });
  expect((await differences(none, one)).counts).toEqual({ added: 1, changed: 0, removed: 0, deleted: 0, unchanged: 0 });
  expect((await differences(one, none)).counts).toEqual({ added: 0, changed: 0, removed: 1, deleted: 0, unchanged: 0 });
});

describe('outputs are refused', () => {
  const options = { columns: 'a,b,c', key: 'a', orderBy: 'b' };
  it.each([
    ['key', { key: 'a,c' }, "--key 'a'", "--key 'a,c'"],
    ['order', { orderBy: 'b:text' }, "--order-by 'b:int'", "--order-by 'b:text'"],
    ['delimiter', { delimiter: ',' }, "--delimiter '^'", "--delimiter ','"],
  ])('of another %s, and both are named', async (_, other, first, second) => {
    const former = await outputOf([Buffer.from('x^1^2\n')], { options });
    const now = await outputOf([Buffer.alloc(0)], { options: { ...options, ...other } });
    const words = `the first was made with ${first}, and the second with ${second}`;
    await expect(differences(former, now)).rejects.toMatchObject({
      exitCode: 64,
      message: expect.stringContaining(words),
    });
  });

  it.each([
    ['out of order', (lines: string[]) => [...lines].reverse(), 'the record is out of order'],
    ['twice', (lines: string[]) => [lines[0], ...lines] as string[], 'the record is out of order'],
    ['no record', (lines: string[]) => [...lines, 'x\n'], '1 column, expected 3'],
  ])('where a record is %s, with the place', async (_, change, words) => {
    const whole = await outputOf([Buffer.from('x^1^2\ny^1^2\nz^1^2\n')], { options });
    const lines = readFileSync(whole.parts[0]?.path as string, 'latin1').split(/(?<=\n)/);
    const damaged = outputWith([Buffer.from(change(lines).join(''))], resolveSpec(options));
    const at = /part '.*' is damaged at byte \d+: /;
    const rejected = expect(differences(whole, damaged)).rejects;
    await rejected.toMatchObject({ exitCode: 65, message: expect.stringMatching(at) });
    await expect(differences(damaged, whole)).rejects.toMatchObject({ message: expect.stringContaining(words) });
  });
});

test('a part that changed since it was listed ends the comparison', async () => {
  const former = await outputOf([Buffer.from('x^1^2^1\ny^1^2^1\n')]);
  writeFileSync(former.parts[0]?.path as string, 'x^1^2^1\n');
  await expect(differences(former, former)).rejects.toMatchObject({ exitCode: 74 });
});
