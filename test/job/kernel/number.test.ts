/** Which order values are integers, as the README says it. */

import { keepLatestOf } from '../../support/in-process';
import type { OracleSpec } from '../../support/oracle';

const SPEC: OracleSpec = { columns: 2, delimiter: '^', keyColumns: [0], orderColumn: 1, orderIsText: false };

/** What becomes of the record of one key with this order value: kept, or why it is rejected. */
async function outcomeOf(value: string): Promise<string> {
  const { records, rejects } = await keepLatestOf([Buffer.from(`key^${value}\n`)], { spec: SPEC });
  if (records.toString() === `key^${value}\n`) return 'kept';
  return rejects.map(({ reason }) => reason).join();
}

test.each([
  ['digits', ['0', '7', '1500000000', '1234567890123456', '12345678901234567']],
  ['a sign', ['+5', '-5', '+0', '-0', '-1234567890123456']],
  ['leading zeros, as many as one likes', ['05', '-05', '+05', '0'.repeat(100), `-${'0'.repeat(40)}7`]],
  ['both ends of 64 bits', ['9223372036854775807', '-9223372036854775808', '-0009223372036854775808']],
])('are taken with %s', async (_, values) => {
  for (const value of values) expect([value, await outcomeOf(value)]).toEqual([value, 'kept']);
});

test.each([
  ['nothing', [''], 'order'],
  ['a sign alone, or two', ['+', '-', '--5', '+-5', '5-'], 'order'],
  ['spaces', [' 5', '5 ', '1 000', '\t5', '5\r\r'], 'order'],
  ['what is no digit', ['5.0', '1e3', '0x10', '1,000', '1_000', '5a', 'soon', '\u0665', '"5"'], 'order'],
  ['more than 64 bits', ['9223372036854775808', '-9223372036854775809', '9'.repeat(30)], 'order-range'],
])('are refused with %s', async (_, values, reason) => {
  for (const value of values) expect([value, await outcomeOf(value)]).toEqual([value, reason]);
});

test.each([
  ['of equal ones the greater line wins', ['5', '+5', '05'], '5'],
  ['a plus sign is no more than none', ['+6', '7'], '7'],
  ['leading zeros count for nothing', ['0000000000000000000009', '10'], '10'],
  ['-0 is 0', ['-0', '0'], '0'],
  ['less than nothing is the least', ['-9223372036854775808', '-1', '0'], '0'],
])('are compared by what they are worth: %s', async (_, values, winner) => {
  const files = [Buffer.from(values.map((value) => `key^${value}\n`).join(''))];
  expect((await keepLatestOf(files, { spec: SPEC })).records.toString()).toBe(`key^${winner}\n`);
});
