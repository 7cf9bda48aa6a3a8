import { compileKernel } from '../../../job/kernel/module';
import { READ_BYTES } from '../../../job/kernel/room-sizes';
import { countBreaths } from '../../support/breaths';
import { type InProcess, keepLatestOf } from '../../support/in-process';
import { MOVIES, oracle, sortedLines } from '../../support/oracle';
import { Random } from '../../support/random';
import { expectSameBytes, expectSameLines } from '../../support/same-bytes';

const KiB = 1024;

/** `count` lines with at most `keys` distinct keys. */
function ratings(count: number, keys: number, seed = 1): Buffer {
  const random = new Random(seed);
  const lines = Array.from({ length: count }, () => `movie-${random.int(0, keys)}^ann^3.5^${random.int(0, 1_000_000)}`);
  return Buffer.from(`${lines.join('\n')}\n`);
}

async function expectOracle(files: readonly Buffer[], how: InProcess) {
  const answer = await keepLatestOf(files, how);
  expectSameLines(sortedLines(answer.records), oracle(files, MOVIES).kept);
  expectSameBytes(answer.records, (await keepLatestOf(files)).records);
  return answer;
}

describe('a keeper whose memory is full', () => {
  it('spills records and reads them back', async () => {
    const answer = await expectOracle([ratings(20_000, 1_000_000)], { arenaBytes: 128 * KiB });
    expect(answer.spilledBytes).toBeGreaterThan(500 * KiB);
  });

  it('divides a range of hashes again when its records do not fit the memory either', async () => {
    // the input is over 40 times the memory, therefore a partition of the first division does not fit either
    const answer = await expectOracle([ratings(45_000, 10_000_000)], { arenaBytes: 48 * KiB });
    expect(answer.spilledBytes).toBeGreaterThan(1.5 * 45_000 * 25);
  });

  it('reads back what other workers spilled', async () => {
    const files = [ratings(20_000, 1_000_000, 2), ratings(100, 50, 3), ratings(5_000, 1_000_000, 4)];
    await expectOracle(files, { arenaBytes: 128 * KiB, workers: 3, parts: 5 });
  });

  it('drops superseded records instead of spilling when there are many', async () => {
    const answer = await expectOracle([ratings(50_000, 100)], { arenaBytes: 128 * KiB });
    expect(answer.spilledBytes).toBe(0);
  });

  it('keeps the latest record when all lines have the same key', async () => {
    const answer = await expectOracle([ratings(50_000, 1)], { arenaBytes: 64 * KiB });
    expect(answer.spilledBytes).toBe(0);
    expect(answer.counts).toMatchObject({ kept: 1, superseded: 49_999 });
  });

  it('keeps lines that are longer than a chunk of memory among short lines', async () => {
    const random = new Random(5);
    const lines = Array.from({ length: 3000 }, (_, i) => {
      const length = random.chance(0.2) ? random.int(500, 5000) : random.int(0, 20);
      return `m${random.int(0, 300)}^u^${'x'.repeat(length)}^${i}`;
    });
    await expectOracle([Buffer.from(lines.join('\n'))], { arenaBytes: 256 * KiB });
  });

  it('terminates when records take several times their length in memory', async () => {
    // a key whose columns are not adjacent is stored twice, and a record with one leaves half of its chunk empty
    const random = new Random(6);
    const lines = Array.from({ length: 3000 }, () => `${random.int(0, 1e8)}${'x'.repeat(120)}^5^k`);
    const spec = { columns: 3, delimiter: '^', keyColumns: [0, 2], orderColumn: 1, orderIsText: false };
    const files = [Buffer.from(lines.join('\n'))];
    const answer = await keepLatestOf(files, { spec, arenaBytes: 64 * KiB });
    expectSameLines(sortedLines(answer.records), oracle(files, spec).kept);
    expect(answer.spilledBytes).toBeLessThan(20 * (files[0] as Buffer).length);
  });

  it('terminates when most records that are read back belong to other parts and some are longer than a chunk', async () => {
    const random = new Random(8);
    const lines = Array.from({ length: 12_000 }, (_, i) => {
      const value = i % 100 === 0 ? 'x'.repeat(3000) : 'y'.repeat(40);
      return `movie-${random.int(0, 2000)}^ann^${value}^${random.int(0, 9)}`;
    });
    const how = { arenaBytes: 96 * KiB, parts: 37 };
    await expectOracle([Buffer.from(lines.join('\n'))], how);
  });
});

/** The records of an output are sorted by hash, therefore the records that fill the memory lie in few partitions. */
describe('input in the order of an output', () => {
  /** Memory whose records, if they are all in one partition, need more slots than its table has. */
  const tight = { tableSlots: 6000, arenaBytes: 128 * KiB };

  const HOW: readonly InProcess[] = [{}, { workers: 8, parts: 8 }, { workers: 2, parts: 7 }];

  it.each([0.5, 1, 4, 16].flatMap((times) => HOW.map((how) => [times, how] as const)))(
    'is deduplicated, at %d times the memory of a worker: %j',
    async (times, how) => {
      const { records } = await keepLatestOf([ratings(4500 * times, 10_000_000)]);
      expect(records.length / (128 * KiB * times)).toBeCloseTo(1, 0);
      const files = [records, Buffer.from('movie-1^ann^5^9999999\n')];
      const expected = await keepLatestOf(files, { own: true });
      for (const order of [files, files.toReversed(), [reversed(records), files[1] as Buffer]]) {
        const answer = await keepLatestOf(order, { ...tight, ...how, own: true });
        expectSameBytes(answer.records, expected.records);
        expect(answer.counts.kept).toBe(expected.counts.kept);
      }
    },
  );

  it('is deduplicated by spilling when all records are in one partition and fit the memory, but not the table', async () => {
    const { records } = await keepLatestOf([ratings(60_000, 10_000_000)]);
    const narrow = records.subarray(0, records.indexOf(10, records.length / 12) + 1);
    const answer = await keepLatestOf([narrow], { tableSlots: 6000, arenaBytes: 320 * KiB, workers: 1 });
    expectSameBytes(answer.records, narrow);
    expect(answer.spilledBytes).toBeGreaterThan(0);
  });

  it('is deduplicated without spilling when the free memory has room for a larger table', async () => {
    const { records } = await keepLatestOf([ratings(60_000, 10_000_000)]);
    const narrow = records.subarray(0, records.indexOf(10, records.length / 12) + 1);
    const answer = await keepLatestOf([narrow], { tableSlots: 6000, workers: 2, parts: 3 });
    expectSameBytes(answer.records, narrow);
    expect(answer.spilledBytes).toBe(0);
  });
});

function reversed(lines: Buffer): Buffer {
  return Buffer.from(`${lines.toString().trimEnd().split('\n').reverse().join('\n')}\n`);
}

test('draining many records yields to other work on the same thread', async () => {
  const bytes = ratings(400_000, 2 ** 40);
  const breaths = await countBreaths(bytes, compileKernel());
  // the thread yields once before each read
  expect(breaths.feeding).toBeGreaterThan(bytes.length / READ_BYTES - 1);
  expect(breaths.draining).toBeGreaterThanOrEqual(4);
});
