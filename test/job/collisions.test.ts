/** Hash collisions, which random keys never meet: kernels that keep but the first bits of the hash. */

import { keepLatestOf } from '../support/in-process';
import { maskedKernel } from '../support/kernels';
import { oracle, sortedLines } from '../support/oracle';
import { Random } from '../support/random';
import { randomFiles, randomSpec } from '../support/records';

const KiB = 1024;

describe.each([0, 8, 41])('with %i bits of hash', (hashBits) => {
  const module = maskedKernel(hashBits);

  it.each([1, 2, 3, 4])('keeps what the oracle keeps, seed %i', async (seed) => {
    const random = new Random(seed);
    const spec = randomSpec(random);
    const files = randomFiles(random, spec, 4, 150);
    const expected = oracle(files, spec).kept;
    const one = await keepLatestOf(files, { spec, module });
    expect(sortedLines(one.records)).toEqual(expected);
    const many = await keepLatestOf(files, { spec, module, workers: 3, parts: 5 });
    expect(many.records).toEqual(one.records);
    const merged = await keepLatestOf([one.records, ...many.parts], { spec, module, own: true });
    expect(merged.records).toEqual(one.records);
  });
});

it('says so where more keys share a hash than memory holds', async () => {
  const module = maskedKernel(0);
  const lines = Array.from({ length: 4000 }, (_, i) => `movie-${i}^ann^1^1\n`);
  await expect(keepLatestOf([Buffer.from(lines.join(''))], { module, arenaBytes: 64 * KiB })).rejects.toThrow(
    'too many different keys have nearly the same hash for the memory; more --memory, or fewer --threads, may do',
  );
});

it('divides ranges of equal leading bits with those that follow', async () => {
  const module = maskedKernel(41);
  const random = new Random(7);
  const lines = Array.from({ length: 8_000 }, () => `movie-${random.int(0, 1e9)}^ann^1^${random.int(0, 9)}\n`);
  const files = [Buffer.from(lines.join(''))];
  const tight = await keepLatestOf(files, { module, arenaBytes: 64 * KiB, workers: 2, parts: 3 });
  expect(tight.spilledBytes).toBeGreaterThan(0);
  expect(tight.records).toEqual((await keepLatestOf(files, { module })).records);
});
