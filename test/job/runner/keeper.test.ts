import { READ_BYTES } from '../../../job/kernel/layout';
import { compileKernel } from '../../../job/kernel/module';
import { countBreaths } from '../../support/breaths';
import { type InProcess, keepLatestOf } from '../../support/in-process';
import { MOVIES, oracle, sortedLines } from '../../support/oracle';
import { Random } from '../../support/random';
import { expectSameBytes, expectSameLines } from '../../support/same-bytes';

const KiB = 1024;

/** `count` lines of `keys` keys. */
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

describe('when the memory is full', () => {
  it('spills records and reads them back', async () => {
    const answer = await expectOracle([ratings(20_000, 1_000_000)], { arenaBytes: 128 * KiB });
    expect(answer.spilledBytes).toBeGreaterThan(500 * KiB);
  });

  it('divides a range again when it outgrows the memory in its turn', async () => {
    // over 40 times the memory, so that one partition of the first division outgrows it too
    const answer = await expectOracle([ratings(45_000, 10_000_000)], { arenaBytes: 48 * KiB });
    expect(answer.spilledBytes).toBeGreaterThan(1.5 * 45_000 * 25);
  });

  it('reads back what other workers spilled', async () => {
    const files = [ratings(20_000, 1_000_000, 2), ratings(100, 50, 3), ratings(5_000, 1_000_000, 4)];
    await expectOracle(files, { arenaBytes: 128 * KiB, workers: 3, parts: 5 });
  });

  it('drops superseded records instead, where there are many', async () => {
    const answer = await expectOracle([ratings(50_000, 100)], { arenaBytes: 128 * KiB });
    expect(answer.spilledBytes).toBe(0);
  });

  it('holds one key in all lines', async () => {
    const answer = await expectOracle([ratings(50_000, 1)], { arenaBytes: 64 * KiB });
    expect(answer.spilledBytes).toBe(0);
    expect(answer.counts).toMatchObject({ kept: 1, superseded: 49_999 });
  });

  it('holds lines that are longer than a chunk among short ones', async () => {
    const random = new Random(5);
    const lines = Array.from({ length: 3000 }, (_, i) => {
      const length = random.chance(0.2) ? random.int(500, 5000) : random.int(0, 20);
      return `m${random.int(0, 300)}^u^${'x'.repeat(length)}^${i}`;
    });
    await expectOracle([Buffer.from(lines.join('\n'))], { arenaBytes: 256 * KiB });
  });

  it('ends where records take several times their length in memory', async () => {
    // a key that is not adjacent is there twice, and one such record leaves half of its chunk empty
    const random = new Random(6);
    const lines = Array.from({ length: 3000 }, () => `${random.int(0, 1e8)}${'x'.repeat(120)}^5^k`);
    const spec = { columns: 3, delimiter: '^', keyColumns: [0, 2], orderColumn: 1, orderIsText: false };
    const files = [Buffer.from(lines.join('\n'))];
    const answer = await keepLatestOf(files, { spec, arenaBytes: 64 * KiB });
    expectSameLines(sortedLines(answer.records), oracle(files, spec).kept);
    expect(answer.spilledBytes).toBeLessThan(20 * (files[0] as Buffer).length);
  });

  it('ends where most of what is read back belongs to other parts, and some lines are longer than a chunk', async () => {
    const random = new Random(8);
    const lines = Array.from({ length: 12_000 }, (_, i) => {
      const value = i % 100 === 0 ? 'x'.repeat(3000) : 'y'.repeat(40);
      return `movie-${random.int(0, 2000)}^ann^${value}^${random.int(0, 9)}`;
    });
    const how = { arenaBytes: 96 * KiB, parts: 37 };
    await expectOracle([Buffer.from(lines.join('\n'))], how);
  });
});

/** The lines of a former output are in canonical order: a memory-full of them lies in few partitions. */
describe('input that comes in the order of the output', () => {
  /** Fewer slots than a partition has records, where one memory-full lies in one partition. */
  const tight = { tableSlots: 6000, arenaBytes: 128 * KiB };

  const HOW: readonly InProcess[] = [{}, { workers: 8, parts: 8 }, { workers: 2, parts: 7 }];

  it.each([0.5, 1, 4, 16].flatMap((times) => HOW.map((how) => [times, how] as const)))(
    'is kept, %d times the memory of a worker: %j',
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

  it('is kept where all of it is of one partition and fits the memory, but no table', async () => {
    const { records } = await keepLatestOf([ratings(60_000, 10_000_000)]);
    const narrow = records.subarray(0, records.indexOf(10, records.length / 12) + 1);
    const answer = await keepLatestOf([narrow], { tableSlots: 6000, arenaBytes: 320 * KiB, workers: 1 });
    expectSameBytes(answer.records, narrow);
    expect(answer.spilledBytes).toBeGreaterThan(0);
  });

  it('is kept in a table in what the records leave of the memory, where there is room', async () => {
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

test('whatever shares the thread has its turn while many records are kept', async () => {
  const bytes = ratings(400_000, 2 ** 40);
  const breaths = await countBreaths(bytes, compileKernel());
  // one before each read
  expect(breaths.feeding).toBeGreaterThan(bytes.length / READ_BYTES - 1);
  expect(breaths.draining).toBeGreaterThanOrEqual(4);
});
