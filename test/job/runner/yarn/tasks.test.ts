/** Compares the tasks on a simulated shuffle with the local runner and the naive oracle: all have one answer. */

import { gunzipSync } from 'node:zlib';
import { commonHeader } from '../../../../job/format/format';
import { PLAIN_READING } from '../../../../job/options/spec';
import { planYarn } from '../../../../job/runner/yarn/plan';
import { collect } from '../../../../job/runner/yarn/tokens';
import { rejectName } from '../../../../job/shared/output-files';
import { isBalanced } from '../../../../job/summary/books';
import { randomEscapedCase } from '../../../support/escaped-records';
import { keepLatestOf } from '../../../support/in-process';
import { randomJsonCase } from '../../../support/json-records';
import { MOVIES, oracle, sortedLines } from '../../../support/oracle';
import { randomQuotedCase } from '../../../support/quoted-records';
import { Random } from '../../../support/random';
import { randomSplits } from '../../../support/random-splits';
import { randomFiles, randomSpec } from '../../../support/records';
import { expectSameBytes } from '../../../support/same-bytes';
import { RUN, type ShuffleAnswer, type ShuffleRun, shuffleLatestOf } from '../../../support/shuffle';
import { withCodec } from '../../../support/with-codec';
import { fixedSizing } from '../../../support/yarn-options';

/** Whether this runs as a drill, which has all seeds. */
declare const IS_DRILL: boolean;

function seeds(first: number, drilled: number): number[] {
  return Array.from({ length: IS_DRILL ? drilled : drilled / 2 }, (_, i) => first + i);
}

const KiB = 1024;
const MiB = 1024 * KiB;

/** Requires the same bytes and counts as from the local runner with the same splits and number of parts. */
async function expectLocal(files: readonly Buffer[], how: ShuffleRun): Promise<ShuffleAnswer> {
  const {
    random: _,
    mapArenaBytes: __,
    reduceArenaBytes: ___,
    groups: ____,
    slots: _____,
    reduces: ______,
    compress: _______,
    ...same
  } = how;
  const local = await keepLatestOf(files, same);
  const answer = await shuffleLatestOf(files, how);
  expect(answer.parts).toHaveLength(local.parts.length);
  for (const [i, part] of answer.parts.entries()) expectSameBytes(part, local.parts[i] as Buffer);
  expect(answer.counts).toEqual(local.counts);
  expect(isBalanced(answer.counts)).toBe(true);
  const nameless = ({ file, ...rest }: ShuffleAnswer['rejects'][number]) => ({ ...rest, file: file.slice(-4) });
  expect(JSON.stringify(answer.rejects.map(nameless))).toBe(JSON.stringify(local.rejects.map(nameless)));
  const rejects = answer.tokens.flatMap((token) => token.rejects).sort((a, b) => a.split - b.split);
  expect(rejects.map(({ written }) => written.part.name)).toEqual(rejects.map((_, i) => rejectName(i, RUN)));
  return answer;
}

function ratings(count: number, keys: number, seed: number): Buffer {
  const random = new Random(seed);
  const lines = Array.from({ length: count }, () => `movie-${random.int(0, keys)}^ann^3.5^${random.int(0, 1_000_000)}`);
  return Buffer.from(`${lines.join('\n')}\n`);
}

describe.each(seeds(4000, 16))('seed %i', (seed) => {
  it('the tasks have the same output as the local runner', async () => {
    const random = new Random(seed);
    const spec = randomSpec(random);
    const files = randomFiles(random, spec, random.int(1, 6), 300);
    const expected = oracle(files, spec);
    const how = { spec, random, splits: randomSplits(random, files, 4), badRecords: 'keep' as const };
    for (const parts of [1, 3, 16]) {
      const answer = await expectLocal(files, {
        ...how,
        parts,
        slots: random.int(1, 6),
        reduces: random.int(1, parts + 1),
        groups: random.pick([1, 4]),
        mapArenaBytes: random.pick([64 * KiB, MiB]),
        reduceArenaBytes: random.pick([64 * KiB, MiB]),
      });
      expect(sortedLines(answer.records)).toEqual(expected.kept);
    }
  });
});

describe.each(seeds(4100, 12))('seed %i', (seed) => {
  it('the tasks have the same output as the local runner for records with newlines in quotes', async () => {
    const random = new Random(seed);
    const { spec, dialect: quotes, files: texts } = randomQuotedCase(random);
    const files = texts.map(({ text }) => Buffer.from(text, 'latin1'));
    const orderBy = [
      { column: spec.orderColumn, type: 'decimal' as const, isLeast: random.chance(0.5), ranks: [] },
      { column: spec.keyColumns[0] as number, type: 'text' as const, isLeast: random.chance(0.5), ranks: [] },
    ];
    const dialect = random.chance(0.5) ? quotes : { ...quotes, orderBy, emptyOrder: 'oldest' as const };
    await expectLocal(files, {
      spec,
      dialect,
      random,
      badRecords: 'keep',
      parts: random.int(1, 5),
      slots: random.int(1, 6),
      groups: random.pick([1, 4]),
      mapArenaBytes: random.pick([64 * KiB, MiB]),
      reduceArenaBytes: random.pick([64 * KiB, MiB]),
    });
  });
});

describe.each(seeds(4150, 8))('seed %i', (seed) => {
  it('the tasks have the same output as the local runner for records with newlines behind escapes', async () => {
    const random = new Random(seed);
    const { spec, dialect, comment, files } = randomEscapedCase(random, 300);
    await expectLocal(files, {
      spec,
      dialect: { ...dialect, reading: { ...PLAIN_READING, comment } },
      random,
      badRecords: 'keep',
      parts: random.int(1, 5),
      slots: random.int(1, 6),
      groups: random.pick([1, 4]),
      mapArenaBytes: random.pick([64 * KiB, MiB]),
      reduceArenaBytes: random.pick([64 * KiB, MiB]),
    });
  });
});

describe.each(seeds(4200, 12))('seed %i', (seed) => {
  it('the tasks have the same output as the local runner for JSON Lines', async () => {
    const random = new Random(seed);
    const { spec: dialect, files } = randomJsonCase(random, 200);
    await expectLocal(files, {
      dialect,
      random,
      badRecords: 'keep',
      parts: random.int(1, 5),
      slots: random.int(1, 6),
      groups: random.pick([1, 4]),
      splits: randomSplits(random, files),
      mapArenaBytes: random.pick([64 * KiB, MiB]),
      reduceArenaBytes: random.pick([64 * KiB, MiB]),
    });
  });
});

describe('an input that does not fit the memory', () => {
  it.each([
    [1, 1, 1],
    [3, 1, 2],
    [5, 4, 3],
  ])('is spilled by the tasks of %i parts in %i groups, in %i slots', async (parts, groups, slots) => {
    const files = [ratings(12_000, 1_000_000, 1), ratings(9_000, 1_000_000, 2), ratings(500, 30, 3)];
    const arenas = { mapArenaBytes: 96 * KiB, reduceArenaBytes: 64 * KiB };
    const answer = await expectLocal(files, { random: new Random(5), parts, groups, slots, ...arenas });
    expect(answer.mapSpilledBytes).toBeGreaterThan(500 * KiB);
    if (groups === 1) expect(answer.reduceSpilledBytes).toBeGreaterThan(200 * KiB);
  });

  it('is not spilled by reduce tasks when their groups are small enough', async () => {
    const files = [ratings(10_000, 1_000_000, 4)];
    const how = { random: new Random(6), parts: 3, reduceArenaBytes: 96 * KiB };
    expect((await expectLocal(files, { ...how, groups: 1 })).reduceSpilledBytes).toBeGreaterThan(0);
    expect((await expectLocal(files, { ...how, groups: 8 })).reduceSpilledBytes).toBe(0);
  });
});

describe('the tasks', () => {
  it('keep one record when all lines have the same key', async () => {
    const files = [ratings(3000, 1, 7), ratings(3000, 1, 8)];
    const answer = await expectLocal(files, { random: new Random(1), parts: 16, slots: 4 });
    expect(answer.counts).toMatchObject({ kept: 1, superseded: 5999 });
    expect(answer.parts.filter((bytes) => bytes.length > 0)).toHaveLength(1);
  });

  it('write a part even without records', async () => {
    const header = commonHeader(Buffer.from('movie^user^rating^timestamp'), 'first');
    const files = [
      Buffer.from('movie^user^rating^timestamp\nheat^ann^4^1\n'),
      Buffer.from('movie^user^rating^timestamp'),
    ];
    const answer = await expectLocal(files, { random: new Random(2), parts: 7, header });
    expect(answer.counts).toMatchObject({ lines: 3, headers: 2, kept: 1 });
    expect(answer.parts.map((bytes) => bytes.toString().split('\n')[0])).toEqual(
      Array.from({ length: 7 }, () => 'movie^user^rating^timestamp'),
    );
  });

  it.each([
    [16, 1, 4, 1],
    [16, 1, 1, 4],
    [11, 2, 3, 1],
    [9, 4, 2, 8],
  ])(
    'write %i parts in %i reduce tasks of %i slots, in %i groups, one part after the other in each slot',
    async (parts, reduces, slots, groups) => {
      const bad = Buffer.from('bad\n'.repeat(40));
      const files = [ratings(6000, 4000, 15), bad, ratings(6000, 4000, 16), bad, ratings(300, 4000, 17)];
      const arenas = { mapArenaBytes: 96 * KiB, reduceArenaBytes: 64 * KiB };
      const how = { random: new Random(parts), parts, reduces, slots, groups, ...arenas };
      const answer = await expectLocal(files, how);
      expect(answer.tokens.map(({ partition }) => partition).sort((a, b) => a - b)).toEqual(
        Array.from({ length: parts }, (_, part) => part),
      );
      expect(answer.rejects).toHaveLength(80);
    },
  );

  it('write more parts than the kernel has partitions', async () => {
    await expectLocal([ratings(4000, 2500, 9)], { random: new Random(3), parts: 100, slots: 7, groups: 4 });
    await expectLocal([ratings(4000, 2500, 9)], { random: new Random(3), parts: 100, reduces: 3, slots: 7, groups: 4 });
  });

  it('process lines of a mebibyte', async () => {
    const line = (key: string, order: number) => `${key}^u^${'x'.repeat(MiB - key.length - 5)}^${order}\n`;
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    const files = [1, 2].map((order) => Buffer.from(keys.map((key) => line(key, order)).join('')));
    const answer = await expectLocal(files, { random: new Random(4), parts: 3 });
    expect(answer.counts).toMatchObject({ kept: 6, superseded: 6 });
    expect(answer.largestBytes).toBeGreaterThan(MiB);
  });

  it('process rejects of a mebibyte, which are six times as long in JSON', async () => {
    const bad = Buffer.concat([Buffer.alloc(MiB, 1), Buffer.from('\n')]);
    const answer = await expectLocal([Buffer.concat([bad, bad, Buffer.from('heat^ann^4^1\n'), bad])], {
      random: new Random(5),
      parts: 2,
    });
    expect(answer.counts).toMatchObject({ kept: 1, rejected: 3 });
    expect(answer.largestBytes).toBeGreaterThan(6 * MiB);
  });

  it('number the files of rejects from 0, whichever map tasks found the rejects', async () => {
    const files = ['heat^ann^4^1\n', 'bad\n', 'heat^bob^4^1\n', 'worse\n', 'worst\nheat^eve^4^1\n'].map((text) =>
      Buffer.from(text),
    );
    for (const [parts, slots] of [
      [1, 1],
      [2, 3],
      [7, 2],
    ] as const) {
      const { tokens } = await expectLocal(files, { random: new Random(parts), parts, slots });
      const named = tokens.flatMap(({ rejects }) => rejects.map(({ split, written }) => [split, written.part.name]));
      expect(named.sort()).toEqual([
        [1, rejectName(0, RUN)],
        [3, rejectName(1, RUN)],
        [4, rejectName(2, RUN)],
      ]);
    }
  });

  it('read every byte of the parts of an earlier output as data', async () => {
    const files = [Buffer.from('a^u^1\r^2\nb^u^1^2\nx^y\r^1^1\n'), Buffer.from('\xef\xbb\xbfa^u^1^1\n', 'latin1')];
    await expectLocal(files, { random: new Random(6), parts: 3, slots: 2, own: true });
  });

  it('compress parts', async () => {
    const files = [ratings(5000, 4000, 10)];
    const answer = await shuffleLatestOf(files, { random: new Random(7), parts: 3, compress: 'gzip' });
    const local = await keepLatestOf(files, { parts: 3 });
    expect(answer.parts.map((bytes) => gunzipSync(bytes))).toEqual(local.parts);
    expect(answer.tokens.map(({ parts: [written] }) => written?.part.name)).toEqual([
      expect.stringMatching(/^part-00000-.*\.gz$/),
      expect.stringMatching(/^part-00001-.*\.gz$/),
      expect.stringMatching(/^part-00002-.*\.gz$/),
    ]);
  });
});

describe('reduce tasks with few records', () => {
  const HEADER = 'movie^user^rating^timestamp';
  const records = (count: number) => ['heat^ann^4^1\n', 'heat^bob^4^1\n', 'heat^eve^4^1\n'].slice(0, count).join('');
  const inputs = [
    { what: 'an empty file', text: '', kept: 0 },
    { what: 'no record', text: `${HEADER}\n`, kept: 0 },
    ...[1, 2, 3].map((count) => ({
      what: `${count} ${count === 1 ? 'record' : 'records'}`,
      text: `${HEADER}\n${records(count)}`,
      kept: count,
    })),
    { what: 'one key in all lines', text: `${HEADER}\n${'heat^ann^4^1\n'.repeat(500)}`, kept: 1 },
    { what: 'no good record', text: `${HEADER}\n${'heat\n'.repeat(500)}`, kept: 0 },
  ];
  const sizes = [1, 4, 16].flatMap((parallelism) => [1, 7, 64].map((parts) => ({ parallelism, parts })));
  const cases = inputs.flatMap((input) => sizes.map((size) => ({ ...input, ...size })));

  it.each(cases)('hand in every part: $what, parallelism $parallelism, $parts parts', async (each) => {
    const { text, kept, parallelism, parts } = each;
    const bytes = Buffer.from(text);
    const sizing = fixedSizing({ parallelism: String(parallelism), parts: String(parts) });
    const plan = planYarn([withCodec({ path: 'a', sizeBytes: bytes.length, version: '', own: false })], sizing);
    // all of them are pieces of the one file
    const splits = plan.maps.flat().map(({ start, end }) => [{ file: 0, start, end }]);
    const header = commonHeader(Buffer.from(HEADER), 'a');
    const { slots, reduces } = plan;
    const how = { random: new Random(13), splits, parts, slots, reduces, compress: 'gzip' as const, header };
    const answer = await shuffleLatestOf([bytes], how);
    const tokens = Buffer.from(answer.tokens.map((token) => `${JSON.stringify(token)}\n`).join(''));
    expect(collect(tokens, { run: RUN, receipt: () => null, splits: splits.length, parts }).reduced).toHaveLength(
      parts,
    );
    const made = answer.parts.map((part) => gunzipSync(part).toString());
    expect(made.map((part) => part.split('\n')[0])).toEqual(Array.from({ length: parts }, () => HEADER));
    expect(made.join('').replaceAll(`${HEADER}\n`, '').split('\n')).toHaveLength(kept + 1);
    expect(answer.counts).toMatchObject({ kept, rejected: answer.rejects.length });
  });
});

describe('bad records in tasks', () => {
  const manyBad = (lines: number) => Buffer.from('no record\n'.repeat(lines));

  it('are dropped without a file', async () => {
    const answer = await shuffleLatestOf([manyBad(50)], { random: new Random(8), parts: 2, badRecords: 'drop' });
    expect(answer.counts).toMatchObject({ kept: 0, rejected: 50 });
    expect(answer.rejects).toEqual([]);
  });

  it('stay in order when a task sends many batches', async () => {
    const answer = await expectLocal([manyBad(20_000), manyBad(30_000)], { random: new Random(9), parts: 3, slots: 2 });
    expect(answer.rejects).toHaveLength(50_000);
    expect(answer.tokens.flatMap(({ rejects }) => rejects.map(({ split }) => split)).sort()).toEqual([0, 1]);
  });

  it('have examples in the summary: the first ones beside each part', async () => {
    const files = Array.from({ length: 8 }, () => manyBad(7));
    const answer = await shuffleLatestOf(files, { random: new Random(10), parts: 2, slots: 3 });
    const examples = answer.tokens.map(({ books }) => books.map((each) => [each.split, each.examples.length]));
    expect(examples).toEqual([
      [
        [0, 7],
        [2, 3],
        [4, 0],
        [6, 0],
      ],
      [
        [1, 7],
        [3, 3],
        [5, 0],
        [7, 0],
      ],
    ]);
  });

  it('end a task in fail mode with file and offset', async () => {
    const files = [Buffer.from('heat^ann^4^1\n'), Buffer.from('heat^ann^4^1\nbad\nworse\n')];
    const answer = await shuffleLatestOf(files, { random: new Random(11), badRecords: 'fail' });
    expect(answer.findings).toEqual([
      { split: 1, example: expect.objectContaining({ offset: 13, reason: 'columns', line: 'bad' }), isGuessed: false },
    ]);
  });

  it('that end several splits of a task are told by the first split', async () => {
    const files = ['heat^ann^4^1\n', 'heat^ann^4^1\nbad\nworse\n', 'worst\n'].map((text) => Buffer.from(text));
    const { findings } = await shuffleLatestOf(files, { random: new Random(14), badRecords: 'fail', slots: 3 });
    expect(findings).toEqual([expect.objectContaining({ split: 1, example: expect.objectContaining({ offset: 13 }) })]);
  });
});

it('the output matches the oracle for the columns of the program that this kit replaces', async () => {
  const files = [ratings(2000, 900, 11), ratings(2000, 900, 12)];
  const answer = await shuffleLatestOf(files, { random: new Random(12), parts: 16, slots: 4, groups: 4 });
  expect(sortedLines(answer.records)).toEqual(oracle(files, MOVIES).kept);
});
