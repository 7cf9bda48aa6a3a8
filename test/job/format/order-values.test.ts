import { expectedInstead, orderFault } from '../../../job/format/order-values';
import type { OrderColumn } from '../../../job/kernel/order-table';
import { OrderEncoder, order } from '../../support/order-encoder';
import { Random } from '../../support/random';

const SEED = 17;
const COUNT = 10_000;

/** Good values, of which the mutations are near to good ones. */
const VALUES: Readonly<Record<OrderColumn['type'], readonly string[]>> = {
  int: ['0', '+15', '-9223372036854775808', '9223372036854775807', '0000000000000000001', '1234567890123456'],
  text: ['a', 'abcdefgh', '\0'],
  decimal: ['1.10', '-.5', '5.', '1e5', '+12.50E-3', '0e0', '1e9223372036854775806', '0.01e-9223372036854775807'],
  timestamp: [
    '2026-01-31',
    '2024-02-29T23:59',
    '0001-01-01 00:00:00',
    '9999-12-31T23:59:59.123456789Z',
    '2026-01-31t12:00:00,5+02:00',
    '1999-09-09T09:09:09-0930',
    '2026-11-30T12:00+02',
    '2026-11-30 12:00:00.5 UTC',
    '2026-11-30 12:00 -0800',
  ],
  rank: ['I', 'U', 'D', 'DD'],
};
/** Words for no value, which are as good as empty ones where these are. */
const WORDS = [
  'NULL',
  '"null"',
  '\\N',
  'NA',
  'n/a',
  'NaN',
  'NaT',
  'nil',
  'None',
  '<na>',
  '#N/A',
  '(null)',
  '<null>',
  '0000-00-00',
  '""',
];
const ALPHABET = [...Buffer.from('0012345699+-.,:eETtZz \t"IUD\x00\xb2', 'latin1')];

function mutated(random: Random, value: string): string {
  let text = value;
  for (let left = random.int(1, 4); left > 0; left--) {
    const at = random.int(0, text.length + 1);
    const replaced = random.bytes(random.int(0, 2), ALPHABET).toString('latin1');
    text = text.slice(0, at) + replaced + text.slice(at + random.int(0, 2));
  }
  return text;
}

describe('an order value', () => {
  const types = Object.keys(VALUES) as OrderColumn['type'][];

  it.each(types)(`of type %s is as good or bad as it is for the kernel (seed ${SEED})`, (type) => {
    const random = new Random(SEED);
    for (const isLeast of [false, true]) {
      for (const emptyOrder of ['refuse', 'oldest'] as const) {
        const column = order(type, { isLeast, ranks: type === 'rank' ? VALUES.rank : [] });
        const encoder = new OrderEncoder([column], emptyOrder);
        const near = Array.from({ length: COUNT / 4 }, () => mutated(random, random.pick(VALUES[type])));
        const nearWords = Array.from({ length: COUNT / 10 }, () => mutated(random, random.pick(WORDS)));
        const faults = ['', ...VALUES[type], ...WORDS, ...near, ...nearWords].map((value) => [
          value,
          orderFault(value, column, emptyOrder),
        ]);
        expect(faults).toEqual(faults.map(([value]) => [value, encoder.faultOf(value as string)]));
        if (type === 'text') continue;
        const good = faults.filter(([, fault]) => fault === null);
        expect(good.length).toBeGreaterThan(COUNT / 100);
        expect(good.length).toBeLessThan(faults.length);
      }
    }
  });

  it('of a mebibyte is judged in no time', () => {
    const digits = '1'.repeat(1024 * 1024);
    expect(orderFault(`${digits}x`, order('decimal'), 'refuse')).toBe('order');
    expect(orderFault(`1.${digits}e${digits}`, order('decimal'), 'refuse')).toBe('order-range');
    expect(orderFault(`2026-01-31T00:00:00.${digits}`, order('timestamp'), 'refuse')).toBe('order');
  });
});

describe('words for a bad order value', () => {
  it.each([
    ['order', order('int'), 'expected an integer'],
    ['order-range', order('int'), 'beyond 64 bits'],
    ['order', order('text', { isLeast: true }), 'expected text that is not empty'],
    ['order', order('decimal'), 'expected a decimal number'],
    ['order-range', order('decimal'), 'its exponent is beyond 64 bits'],
    ['order', order('timestamp'), 'expected a time such as 2026-01-31T23:59:59Z'],
    ['order', order('rank', { ranks: ['I', 'U', 'D'] }), 'expected one of I, U, D'],
    ['order', order('rank', { ranks: ['a\n', '\xc3\xa9'] }), 'expected one of a\\x0a, é'],
    ['order', order('rank', { ranks: [...'abcdefghijk'] }), 'expected one of a, b, c, d, e, f, g, h …'],
  ] as const)('%s of a column of type %j: %s', (fault, column, words) => {
    expect(expectedInstead(fault, column)).toBe(words);
  });
});
