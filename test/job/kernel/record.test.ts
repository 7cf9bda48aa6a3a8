import { keepLatestOf } from '../../support/in-process';
import { apartKernel } from '../../support/kernels';
import { type OracleSpec, oracle, sortedLines } from '../../support/oracle';
import { Random } from '../../support/random';

/** Longer lines have another header in memory. */
const BORDER_BYTES = 511;

const MiB = 1024 * 1024;
const LENGTHS = [-2, -1, 0, 1, 2, 40, 1000].map((more) => BORDER_BYTES + more);

describe.each([
  ['in one piece', [1, 2]],
  ['in two', [0, 2]],
  ['of every column', [0, 1, 2, 3]],
])('a key %s', (_, keyColumns) => {
  const spec: OracleSpec = { columns: 4, delimiter: '^', keyColumns, orderColumn: 3, orderIsText: false };

  it.each([false, true])('on lines about as long as the border, order as text: %s', async (orderIsText) => {
    const lines = LENGTHS.flatMap((bytes) => {
      const key = `k${bytes}`.padEnd(bytes - 100, 'x');
      return ['5', '17', '16'].flatMap((order) =>
        ['a', 'b'].map((rest) => `${rest.padEnd(bytes - key.length - order.length - 4, rest)}^${key}^c^${order}\n`),
      );
    });
    expect(new Set(lines.map((line) => line.length - 1))).toContain(BORDER_BYTES);
    const files = [Buffer.from(lines.join('')), Buffer.from(lines.toReversed().join(''))];
    const expected = oracle(files, { ...spec, orderIsText }).kept;
    const answer = await keepLatestOf(files, { spec: { ...spec, orderIsText }, arenaBytes: 64 * 1024, workers: 2 });
    expect(sortedLines(answer.records)).toEqual(expected);
  });
});

/** Order values that 32 bits do not hold have another one, beside those of the same key that they do. */
test('order values about the border of 32 bits', async () => {
  const spec: OracleSpec = { columns: 2, delimiter: '^', keyColumns: [0], orderColumn: 1, orderIsText: false };
  const borders = [2n ** 31n, -(2n ** 31n), 2n ** 32n, 2n ** 62n, -(2n ** 62n), 0n];
  const values = borders.flatMap((border) => [border - 1n, border, border + 1n]);
  const lines = values.flatMap((a, i) => values.flatMap((b, j) => [`${i}-${j}^${a}\n`, `${i}-${j}^${b}\n`]));
  const files = [Buffer.from(lines.join('')), Buffer.from(lines.toReversed().join(''))];
  const expected = oracle(files, spec).kept;
  expect(expected).toHaveLength(values.length ** 2);
  for (const all of [files, files.toReversed()]) {
    const answer = await keepLatestOf(all, { spec, arenaBytes: 64 * 1024, workers: 2 });
    expect(sortedLines(answer.records)).toEqual(expected);
  }
});

/** A kept key or order value of 600 zeros more is longer than most lines, and makes every record a long one. */
describe.each([1, 600])('keys and order values apart, with %i zeros behind them', (zeroBytes) => {
  it.each([
    ['in one piece', [0, 1], false],
    ['in two', [0, 2], false],
    ['in one piece, ordered by text', [0, 1], true],
    ['in two, ordered by text', [0, 2], true],
  ])('order records as those of the line do: a key %s', async (_, keyColumns, orderIsText) => {
    const spec: OracleSpec = { columns: 4, delimiter: '^', keyColumns, orderColumn: 3, orderIsText };
    const random = new Random(zeroBytes);
    const word = (most: number) => 'abc'.repeat(most).slice(0, random.int(0, most));
    const line = () => `${random.int(0, 1500)}^${word(3)}^${word(3)}^${random.int(-15, 15)}\n`;
    const files = Array.from({ length: 3 }, () => Buffer.from(Array.from({ length: 2000 }, line).join('')));
    const expected = oracle(files, spec);
    const module = apartKernel(zeroBytes);
    // as much as holds them, and as little as makes the keeper compact and spill
    for (const arenaBytes of [16 * MiB, 24 * 1024]) {
      const answer = await keepLatestOf(files, { spec, module, arenaBytes, workers: 2 });
      expect(sortedLines(answer.records)).toEqual(expected.kept);
      expect(answer.spilledBytes > 0).toBe(arenaBytes < MiB);
    }
  });
});
