import { keepLatestOf } from '../../support/in-process';
import { type OracleSpec, oracle, sortedLines } from '../../support/oracle';

/** Lines of more than 1023 bytes have another header in memory. */
const BORDER_BYTES = 1023;

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
