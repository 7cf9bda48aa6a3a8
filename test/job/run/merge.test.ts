/** Merges new data into an earlier output with either runner: the records, the counts of keys, and the checksum. */

import { crc32 } from 'node:zlib';
import { refuseDamaged } from '../../../job/run/merge';
import type { SummaryPart } from '../../../job/summary/summary';
import { keepLatestOf } from '../../support/in-process';
import { MOVIES, oracle } from '../../support/oracle';
import { Random } from '../../support/random';
import { expectSameBytes } from '../../support/same-bytes';
import { sampleSummary } from '../../support/sample-summary';
import { shuffleLatestOf } from '../../support/shuffle';

const KiB = 1024;

function ratings(random: Random, count: number, keys: number): Buffer {
  const lines = Array.from(
    { length: count },
    () => `m-${random.int(0, keys)}^ann^${random.int(1, 6)}^${random.int(0, 50)}`,
  );
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** The number of lines of the earlier output that are also in the merged output. */
function unchangedLines(former: Buffer, merged: Buffer): number {
  const lines = new Set(merged.toString().trimEnd().split('\n'));
  return former
    .toString()
    .trimEnd()
    .split('\n')
    .filter((line) => lines.has(line)).length;
}

describe.each([1, 2, 3, 4, 5, 6])('seed %i', (seed) => {
  const random = new Random(seed);
  const keys = random.int(10, 4000);
  const before = ratings(random, 4000, keys);
  const after = [ratings(random, random.int(1, 3000), keys * 2), ratings(random, 500, keys)];
  /** Splits at random offsets, also in the middle of lines of the earlier output. */
  const splitsOf = (former: Buffer) => {
    const cuts = [0, random.int(0, former.length), random.int(0, former.length), former.length].sort((a, b) => a - b);
    const own = cuts.slice(1).map((end, i) => [{ file: 0, start: cuts[i] as number, end }]);
    return [...own, ...after.map((bytes, i) => [{ file: i + 1, start: 0, end: bytes.length }])];
  };

  it.each([
    ['with memory for all', { arenaBytes: 1024 * KiB }],
    ['with spills', { arenaBytes: 64 * KiB }],
    ['with spills, by several workers', { arenaBytes: 64 * KiB, workers: 3, parts: 4 }],
  ])('a merge on one machine, %s', async (_, how) => {
    const former = (await keepLatestOf([before])).records;
    const files = [former, ...after];
    const answer = await keepLatestOf(files, { ...how, own: 'first', splits: splitsOf(former) });
    expectSameBytes(answer.records, (await keepLatestOf([before, ...after])).records);
    expect(answer.counts.kept).toBe(oracle([before, ...after], MOVIES).kept.length);
    expect(answer.formerLines).toBe(unchangedLines(former, answer.records));
    expect(answer.checksums).toEqual([crc32(former)]);
  });

  it.each([
    ['with memory for all', {}],
    ['with spills', { mapArenaBytes: 64 * KiB, reduceArenaBytes: 64 * KiB }],
  ])('a merge in tasks, %s', async (_, how) => {
    const former = (await keepLatestOf([before])).records;
    const files = [former, ...after];
    const rest = { random, own: 'first' as const, parts: 3, groups: 2, splits: splitsOf(former) };
    const answer = await shuffleLatestOf(files, { ...how, ...rest });
    expectSameBytes(answer.records, (await keepLatestOf([before, ...after])).records);
    expect(answer.formerLines).toBe(unchangedLines(former, answer.records));
    expect(answer.checksums).toEqual([crc32(former)]);
  });
});

test('a key whose record comes again with the same bytes counts as unchanged', async () => {
  const former = (await keepLatestOf([ratings(new Random(9), 500, 300)])).records;
  for (const files of [
    [former, former],
    [former, Buffer.concat([former, former])],
  ]) {
    for (const arenaBytes of [1024 * KiB, 32 * KiB]) {
      const answer = await keepLatestOf(files, { own: 'first', arenaBytes, workers: 2 });
      expectSameBytes(answer.records, former);
      expect(answer.formerLines).toBe(answer.counts.kept);
    }
  }
});

describe('a part of the former output', () => {
  const summary = sampleSummary({ parts: 1 });
  const { name, bytes, crc32: stated } = summary.output.parts[0] as SummaryPart;
  const refuse = (end: number, found: number) =>
    refuseDamaged('latest', summary, [{ checksums: [{ file: `latest/${name}`, start: 0, end, crc32: found }] }]);

  test('is whole where it has the checksum of the summary', () => {
    expect(() => refuse(bytes, stated)).not.toThrow();
  });

  test.each([
    ['another checksum', bytes, stated + 1, `its checksum is ${stated + 1}, ${stated} in the summary`],
    ['another size', bytes - 1, stated, `it has no longer ${bytes} bytes`],
  ])('is damaged where it has %s', (_, end, found, difference) => {
    expect(() => refuse(end, found)).toThrow(
      `cannot merge into 'latest': part '${name}' is damaged, ${difference}; restore it, or run again without --merge on all inputs`,
    );
  });
});
