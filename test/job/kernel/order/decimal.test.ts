import { OrderEncoder, order } from '../../../support/order-encoder';
import { onPython, orderOracle } from '../../../support/python';
import { Random } from '../../../support/random';

const encoder = new OrderEncoder([order('decimal')]);

describe('the order bytes of a decimal number', () => {
  it('are a sign, an exponent and digits', () => {
    expect(encoder.hex('0')).toBe('01');
    expect(encoder.hex('1.25')).toBe('02' + '8000000000000001' + '020306' + '00');
    expect(encoder.hex('-1.25')).toBe('00' + '7ffffffffffffffe' + 'fdfcf9' + 'ff');
    expect(encoder.hex('9005')).toBe('02' + '8000000000000004' + '0a010106' + '00');
    expect(encoder.hex('0.0007')).toBe('02' + '7ffffffffffffffd' + '08' + '00');
  });

  it.each([
    [
      'zeros at the end',
      ['1.1', '1.10', '1.1000000', '001.1', '+1.1', '11e-1', '0.11E1', '.11e+1', '1.1e0', '1.1e-00'],
    ],
    ['exponents', ['1200', '1.2e3', '12e2', '120.0e+1', '1200.', '0.0012e6', '12000000000000000000e-16']],
    ['the sign of zero', ['0', '-0', '+0', '0.000', '-.0', '0.', '0e5', '-0e-5', '0e9223372036854775807']],
    ['negative ones', ['-.5', '-0.5', '-0.50', '-5e-1', '-00.5']],
  ])('are equal whatever way it is written: %s', (_, values) => {
    expect([...new Set(values.map((value) => encoder.hex(value)))]).toHaveLength(1);
  });

  it('are ordered as the numbers are', () => {
    encoder.expectAscending(
      [
        '-1e9223372036854775806',
        '-1000',
        '-999.99',
        '-10.01',
        '-10',
        '-9.9',
        '-1.01',
        '-1.001',
        '-1',
        '-0.99',
        '-0.1',
        '-0.01',
        '-1e-9223372036854775808',
        '0',
        '1e-9223372036854775808',
        '0.01',
        '0.1',
        '0.10000000000000000000000000000000000000001',
        '0.99',
        '1',
        '1.001',
        '1.01',
        '9.9',
        '10',
        '123456789012345678901234567890',
        '123456789012345678901234567891',
        '9e9223372036854775806',
      ].map((value) => [value]),
    );
  });

  it.each([
    '.',
    '+',
    '-',
    '+.',
    'e',
    'e5',
    '.e5',
    '5e',
    '5e+',
    '5e.5',
    '5e5.0',
    '1.2.3',
    '--1',
    '+-1',
    '1-',
    ' 1',
    '1 ',
    '1,5',
    '1_000',
    '0x1',
    'inf',
    'NaN',
    '1e5e5',
    '1f5',
    '1E 5',
    '\xd9\xa1',
    '\xb2',
  ])('are refused for %j', (value) => {
    expect(encoder.faultOf(value)).toBe('order');
  });

  it.each([
    '1e9223372036854775808',
    '1e-9223372036854775809',
    '0e9223372036854775808',
    '10e9223372036854775807',
    '1e9223372036854775807',
    '-12345e9223372036854775805',
    '0.01e-9223372036854775808',
    `1e${'9'.repeat(100)}`,
  ])('are refused for %s, of which the exponent is beyond 64 bits', (value) => {
    expect(encoder.faultOf(value)).toBe('order-range');
  });

  it('are as many as the number has digits', () => {
    const digits = '7'.repeat(100_000);
    expect(encoder.encoded(digits)).toHaveLength(100_010);
    expect(encoder.encoded(`-0.${digits}e-5`)).toHaveLength(100_010);
  });
});

onPython("decimal numbers against Python's decimal", () => {
  const SEED = 20260131;
  const COUNT = 10_000;

  it(`are ordered and equal as there (seed ${SEED})`, () => {
    const random = new Random(SEED);
    const values = Array.from({ length: COUNT }, () => randomDecimal(random));
    const places = orderOracle<number>('decimal', 'UTC', values);
    const sorted = values
      .map((value, i) => ({ value, place: places[i] as number, bytes: encoder.encoded(value) }))
      .sort((a, b) => Buffer.compare(a.bytes, b.bytes) || a.place - b.place);
    const wrong = sorted.slice(1).filter(({ place, bytes }, i) => {
      const before = sorted[i] as (typeof sorted)[number];
      return before.bytes.equals(bytes) ? place !== before.place : place <= before.place;
    });
    expect(wrong).toEqual([]);
    expect(new Set(places).size).toBeGreaterThan(COUNT / 3);
    expect(new Set(places).size).toBeLessThan(COUNT);
  });
});

/** Small and similar numbers, of which many are equal, and some long ones. */
function randomDecimal(random: Random): string {
  const digits = (most: number) => random.bytes(random.int(0, most), [...Buffer.from('0012599')]).toString();
  const most = random.chance(0.1) ? 60 : 4;
  const whole = digits(most);
  const fraction = digits(most);
  const mantissa =
    whole === '' && fraction === '' ? '0' : random.chance(0.7) || whole === '' ? `${whole}.${fraction}` : whole;
  const exponent = random.chance(0.1) ? random.int(-1_000_000_000, 1_000_000_000) : random.int(-4, 5);
  const e = random.pick(['e', 'E', exponent < 0 ? 'e' : 'e+']);
  const text = mantissa === '.' ? '0' : mantissa;
  return `${random.pick(['', '', '+', '-', '-'])}${text}${random.chance(0.5) ? `${e}${exponent}` : ''}`;
}
