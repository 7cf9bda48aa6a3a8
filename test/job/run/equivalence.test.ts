/** Compares the job with the naive oracle: both have one answer, however the job is divided. */

import { type InProcess, keepLatestOf } from '../../support/in-process';
import { oracle, sortedLines } from '../../support/oracle';
import { Random } from '../../support/random';
import { randomSplits } from '../../support/random-splits';
import { randomFiles, randomSpec } from '../../support/records';
import { expectSameBytes, expectSameLines } from '../../support/same-bytes';

const SEEDS = Array.from({ length: 30 }, (_, i) => 1000 + i);
const KiB = 1024;

describe.each(SEEDS)('seed %i', (seed) => {
  const random = new Random(seed);
  const spec = randomSpec(random);
  const files = randomFiles(random, spec, random.int(1, 8), 400);

  it('the job keeps and rejects the same records as the oracle', async () => {
    const expected = oracle(files, spec);
    const answer = await keepLatestOf(files, { spec });
    expectSameLines(sortedLines(answer.records), expected.kept);
    expect(rejectsOf(answer.rejects)).toEqual(
      expected.rejects.map(({ file, offset, reason }) => [file, offset, reason]),
    );
    expect(answer.counts).toEqual({
      lines: expected.lines,
      blank: expected.blank,
      headers: 0,
      comments: 0,
      skipped: 0,
      kept: expected.kept.length,
      superseded: expected.lines - expected.blank - expected.rejects.length - expected.kept.length,
      deleted: 0,
      forgotten: 0,
      rejected: expected.rejects.length,
    });
  });

  it('the output has the same bytes for any splits, workers, parts and memory', async () => {
    const reference = await keepLatestOf(files, { spec });
    for (let i = 0; i < 3; i++) {
      const how: InProcess = {
        spec,
        workers: random.int(1, 4),
        parts: random.pick([1, 2, 3, 7, 16]),
        arenaBytes: random.pick([64 * KiB, 128 * KiB, 1024 * KiB]),
        splits: randomSplits(random, files),
      };
      const answer = await keepLatestOf(files, how);
      expectSameBytes(answer.records, reference.records);
      expect(answer.counts).toEqual(reference.counts);
      expect(answer.reducedShare).toBeCloseTo(1, 9);
      expect(answer.rejects.map(({ offset, reason }) => [offset, reason])).toEqual(
        reference.rejects.map(({ offset, reason }) => [offset, reason]),
      );
    }
  });

  it('keeping the latest is associative, commutative and idempotent', async () => {
    const whole = await keepLatestOf(files, { spec });
    const half = Math.ceil(files.length / 2);
    const [a, b] = [files.slice(0, half), files.slice(half)];
    const parts = [(await keepLatestOf(a, { spec })).records, (await keepLatestOf(b, { spec })).records];
    for (const order of [parts, parts.toReversed(), [...parts, whole.records]]) {
      const merged = await keepLatestOf(order, { spec, own: true });
      expectSameBytes(merged.records, whole.records);
      expect(merged.counts.rejected).toBe(0);
    }
  });
});

function rejectsOf(rejects: readonly { file: string; offset: number; reason: string }[]): [number, number, string][] {
  return rejects.map(({ file, offset, reason }) => [Number(file.slice(-4)), offset, reason]);
}
