/** Hash collisions, which random keys practically never have, are provoked by kernels that keep only the first bits. */

import { countBreaths } from '../../support/breaths';
import { keepLatestOf } from '../../support/in-process';
import { maskedKernel } from '../../support/kernels';
import { MOVIES, oracle, sortedLines } from '../../support/oracle';
import { Random } from '../../support/random';
import { randomFiles, randomSpec } from '../../support/records';
import { expectSameBytes, expectSameLines } from '../../support/same-bytes';

const KiB = 1024;

describe.each([0, 8, 41])('the job with hashes of %i bits', (hashBits) => {
  const module = maskedKernel(hashBits);

  it.each([1, 2, 3, 4])('keeps the same records as the oracle, seed %i', async (seed) => {
    const random = new Random(seed);
    const spec = randomSpec(random);
    const files = randomFiles(random, spec, 4, 150);
    const expected = oracle(files, spec).kept;
    const one = await keepLatestOf(files, { spec, module });
    expectSameLines(sortedLines(one.records), expected);
    const many = await keepLatestOf(files, { spec, module, workers: 3, parts: 5 });
    expectSameBytes(many.records, one.records);
    const merged = await keepLatestOf([one.records, ...many.parts], { spec, module, own: true });
    expectSameBytes(merged.records, one.records);
  });
});

describe('keys of one hash that do not fit the memory', () => {
  const module = maskedKernel(0);
  const little = { module, arenaBytes: 64 * KiB };

  it.each([
    ['that differ early', (i: number) => `${i}-movie`],
    ['that differ late', (i: number) => `a movie with a long title that all have in common ${i}`],
    // a key is padded with zeros, which must not be confused with zero bytes of the key
    ['that go on with zeros', (i: number) => `k${'\0'.repeat(i % 150)}`],
  ])('are divided by the bytes of keys %s', async (_, keyOf) => {
    const lines = Array.from({ length: 6000 }, (_, i) => `${keyOf(i)}^ann^1^${i % 7}\n`);
    const files = [Buffer.from(lines.join(''))];
    const answer = await keepLatestOf(files, little);
    expect(answer.spilledBytes).toBeGreaterThan(0);
    expectSameLines(sortedLines(answer.records), oracle(files, MOVIES).kept);
    expectSameBytes(answer.records, (await keepLatestOf(files, { module })).records);
  });

  it('are handled when several workers read them and a single part receives them', async () => {
    const random = new Random(9);
    const fileOf = () => Array.from({ length: 3000 }, () => `m${random.int(0, 5000)}^ann^1^${random.int(0, 9)}\n`);
    const files = [Buffer.from(fileOf().join('')), Buffer.from(fileOf().join(''))];
    const answer = await keepLatestOf(files, { ...little, workers: 2, parts: 3 });
    expectSameBytes(answer.records, (await keepLatestOf(files, { module })).records);
    expect(answer.counts).toEqual((await keepLatestOf(files, { module })).counts);
  });
});

it('ranges of hashes with equal leading bits are divided by the following bits', async () => {
  const module = maskedKernel(41);
  const random = new Random(7);
  const lines = Array.from({ length: 8_000 }, () => `movie-${random.int(0, 1e9)}^ann^1^${random.int(0, 9)}\n`);
  const files = [Buffer.from(lines.join(''))];
  const tight = await keepLatestOf(files, { module, arenaBytes: 64 * KiB, workers: 2, parts: 3 });
  expect(tight.spilledBytes).toBeGreaterThan(0);
  expectSameBytes(tight.records, (await keepLatestOf(files, { module })).records);
});

it('sorting yields to other work on the same thread', async () => {
  const lines = Array.from({ length: 300_000 }, (_, i) => `movie-${i}^ann^1^1\n`);
  const { draining } = await countBreaths(Buffer.from(lines.join('')), maskedKernel(0));
  expect(draining).toBeGreaterThanOrEqual(10);
});
