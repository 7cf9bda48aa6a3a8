/** Parts of a former output that are merged with those of a run give the bytes and the books of parts that are inputs. */

import { commonHeader } from '../../../job/format/format';
import type { Spec } from '../../../job/options/spec';
import { type FormerBytes, type InProcess, keepLatestOf } from '../../support/in-process';
import { maskedKernel } from '../../support/kernels';
import { expectAlike, formerOf, mergeBoth } from '../../support/merge-both';
import { Random } from '../../support/random';
import { resolveSpec } from '../../support/record-options';
import { randomFiles, randomSpec } from '../../support/records';

const KiB = 1024;
const MiB = 1024 * KiB;

const fileOf = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1');

/** So many lines of ratings with keys below `keys`, many of which tie. */
function ratings(random: Random, count: number, keys: number, write = movieLine): Buffer {
  return fileOf(Array.from({ length: count }, () => write(random, `m-${random.int(0, keys)}`, random.int(0, 50))));
}

const movieLine = (random: Random, key: string, time: number) => `${key}^ann^${random.int(1, 6)}^${time}`;

/** Records of a JSON Lines file that mostly follow one template. The key has two values, of which one is a number. */
function jsonLine(random: Random, key: string, time: number): string {
  const user = random.pick(['1', '1.0', '"\\u0061"', '"a"']);
  const more = random.pick(['', '', '', `,"x":[${random.int(0, 9)}]`]);
  const order = [`"movie":"${key}"`, `"user":${user}`];
  const [first, second] = random.chance(0.9) ? order : [...order].reverse();
  return `{${first},${random.pick(['', ' '])}${second},"rating":${random.int(1, 6)},"ts":${time}${more}}`;
}

/** Fields with blanks around them and a delimiter of two bytes. */
const trimmedLine = (random: Random, key: string, time: number) =>
  `${random.pick(['', ' '])}${key}::ann${random.pick(['', ' '])}::${random.int(1, 6)}::${time}`;

const JSON_SPEC = resolveSpec({ format: 'json', key: 'movie,user', orderBy: 'ts' });
const FORMATS: readonly (readonly [string, typeof movieLine, Partial<Spec>])[] = [
  ['plain lines', movieLine, {}],
  ['an order of text', movieLine, { orderBy: [{ column: 3, type: 'text', isLeast: false, ranks: [] }] }],
  [
    'an order of two columns, the first one descending',
    movieLine,
    {
      orderBy: [
        { column: 3, type: 'decimal', isLeast: true, ranks: [] },
        { column: 2, type: 'int', isLeast: false, ranks: [] },
      ],
    },
  ],
  ['a key of columns that are apart', movieLine, { keyColumns: [0, 2] }],
  ['trimmed fields and a long delimiter', trimmedLine, { delimiter: '::', isTrimmed: true }],
  ['JSON Lines', jsonLine, JSON_SPEC],
];

describe.each(FORMATS)('%s', (_, write, dialect) => {
  it.each([1, 2, 3, 4])('merge alike, seed %i', async (seed) => {
    const random = new Random(seed);
    const keys = random.pick([3, 100, 4000]);
    const before = [ratings(random, random.pick([0, 1, 30, 3000]), keys, write)];
    const again = random.chance(0.5) ? before : [];
    const after = [ratings(random, random.pick([1, 20, 2000]), keys * 2, write), ...again];
    const how: InProcess = {
      dialect,
      workers: 1 + (seed % 4),
      parts: random.pick([1, 2, 5, 16]),
      arenaBytes: random.pick([32 * KiB, MiB]),
    };
    expectAlike(await mergeBoth(before, after, how));
  });
});

it.each([1, 2, 3, 4])('any bytes merge alike, seed %i', async (seed) => {
  const random = new Random(seed);
  const spec = randomSpec(random);
  const how = { spec, badRecords: 'drop' as const, parts: random.int(1, 4), workers: random.int(1, 3) };
  expectAlike(await mergeBoth(randomFiles(random, spec, 2, 300), randomFiles(random, spec, 2, 100), how));
});

it.each([0, 8, 41])('keys that share a hash of %i bits merge alike', async (hashBits) => {
  const random = new Random(hashBits);
  const how = { module: maskedKernel(hashBits), arenaBytes: 32 * KiB, workers: 2, parts: 2 };
  expectAlike(await mergeBoth([ratings(random, 2000, 900)], [ratings(random, 900, 1200)], how));
});

describe('the place of a new key', () => {
  const keys = Array.from({ length: 400 }, (_, i) => `m-${i}`);
  const lines = (of: readonly string[], time = 5) => of.map((key) => `${key}^ann^1^${time}`);
  /** Keys of one part, in canonical order. */
  const inOrder = async () => {
    const { records } = await keepLatestOf([fileOf(lines(keys))]);
    return records
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => line.split('^')[0] as string);
  };

  it.each([
    ['before the first line', (all: string[]) => [all.slice(1), all.slice(0, 1)]],
    ['behind the last line', (all: string[]) => [all.slice(0, -1), all.slice(-1)]],
    ['at the first line', (all: string[]) => [all, all.slice(0, 1)]],
    ['at the last line', (all: string[]) => [all, all.slice(-1)]],
    ['between all lines', (all: string[]) => [all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 === 1)]],
    ['at all lines', (all: string[]) => [all, all]],
    ['in an empty part', (all: string[]) => [[], all]],
    ['nowhere', (all: string[]) => [all, []]],
  ])('is %s', async (_, divide) => {
    const [before, after] = divide(await inOrder()) as [string[], string[]];
    for (const time of [4, 5, 6]) {
      const merged = await mergeBoth([fileOf(lines(before))], [fileOf(lines(after, time))], { parts: 1 });
      expectAlike(merged);
    }
  });
});

it.each([
  ['of one mebibyte', [1024 * KiB - 20, 10, 1024 * KiB - 30]],
  ['of half a mebibyte', Array.from({ length: 6 }, (_, i) => 512 * KiB - i)],
  ['of very different lengths', Array.from({ length: 300 }, (_, i) => (i % 50 === 0 ? 100_000 : i % 7))],
])('lines %s merge alike', async (_, lengths) => {
  const lines = lengths.map((length, i) => `m-${i}^${'x'.repeat(length)}^1^5`);
  const dialect = { keyColumns: [0] };
  const [even, odd] = [0, 1].map((rest) => fileOf(lines.filter((_, i) => i % 2 === rest))) as [Buffer, Buffer];
  for (const [before, after] of [
    [even, odd],
    [odd, even],
    [fileOf(lines), odd],
  ] as const) {
    expectAlike(await mergeBoth([before], [after], { dialect, parts: 1, workers: 1 }));
  }
});

it('parts with a header merge alike', async () => {
  const header = commonHeader(Buffer.from('movie^user^rating^ts'), 'a.txt');
  const random = new Random(3);
  const file = (count: number) => Buffer.concat([Buffer.from('movie^user^rating^ts\n'), ratings(random, count, 500)]);
  for (const before of [0, 700]) {
    expectAlike(await mergeBoth([file(before)], [file(300)], { header, parts: 3, workers: 2 }));
  }
});

describe('a part that is no part of an output', () => {
  const random = new Random(11);
  const before = ratings(random, 9000, 6000);
  const after = ratings(random, 400, 6000);
  let former: FormerBytes[];
  beforeAll(async () => {
    former = formerOf(await keepLatestOf([before], { parts: 2 }));
  });
  const merge = (change: (bytes: Buffer) => Buffer, header = false) =>
    keepLatestOf([header ? Buffer.concat([Buffer.from('movie^user^rating^ts\n'), after]) : after], {
      parts: 2,
      former: former.map(({ alive, deleted }, i) => ({ alive: i === 1 ? change(alive) : alive, deleted })),
      ...(header ? { header: commonHeader(Buffer.from('movie^user^rating^ts'), 'a.txt') } : {}),
    });
  const damaged = (difference: string) =>
    new RegExp(
      `^cannot merge into '.*out': part 'part-0000[01]-former' is damaged, ${difference}; ` +
        'restore it, or run again without --merge on all inputs$',
    );
  const linesOf = (bytes: Buffer) => bytes.toString('latin1').trimEnd().split('\n');

  it('is refused where it is cut within a line', async () => {
    await expect(merge((bytes) => bytes.subarray(0, -5))).rejects.toThrow(damaged('its last line has no end'));
  });

  it('is refused where its lines are in reverse order', async () => {
    await expect(merge((bytes) => fileOf(linesOf(bytes).reverse()))).rejects.toThrow(
      damaged('its records are not in canonical order at byte [0-9]+'),
    );
  });

  it('is refused where it has the lines of another part', async () => {
    await expect(merge(() => former[0]?.alive as Buffer)).rejects.toThrow(
      damaged('its records are not in canonical order at byte [0-9]+'),
    );
  });

  it('is refused where its lines are no records', async () => {
    await expect(merge((bytes) => fileOf(linesOf(bytes).map(() => 'no record')))).rejects.toThrow(
      damaged('there is no record at byte [0-9]+'),
    );
  });

  it('is refused where it lacks the header', async () => {
    await expect(merge((bytes) => bytes, true)).rejects.toThrow(
      damaged('it does not begin with the header of the output'),
    );
  });

  it('is refused where a line is longer than any record', async () => {
    const long = Buffer.alloc(3 * MiB, 'x');
    await expect(merge((bytes) => Buffer.concat([bytes, long]))).rejects.toThrow(
      damaged('a line of it has more than [0-9]+ bytes'),
    );
  });
});

it('a former output may be much larger than the memory for records', async () => {
  const random = new Random(12);
  const before = ratings(random, 60_000, 50_000);
  const how = { arenaBytes: 64 * KiB, parts: 2, workers: 2 };
  const { asInputs, asParts } = await mergeBoth([before], [ratings(random, 200, 60_000)], how);
  expect(asParts.records.length).toBeGreaterThan(8 * how.arenaBytes);
  expect(asInputs.spilledBytes).toBeGreaterThan(asParts.records.length / 2);
  expect(asParts.spilledBytes).toBe(0);
  expect(asParts.records.equals(asInputs.records)).toBe(true);
});
