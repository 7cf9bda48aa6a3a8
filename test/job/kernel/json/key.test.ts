/** The key bytes of lines, which belong to the format, and which keys are equal. */

import { JsonKernel } from '../../../support/json-kernel';
import { Random } from '../../../support/random';

const json = new JsonKernel({ key: 'k', orderBy: 'n' });
const lineOf = (key: string) => `{"k":${key},"n":1}`;

/** The value, its bytes in hex, and their hash. They never change within a version of the format. */
const GOLDEN: readonly (readonly [value: string, bytes: string, hash: string])[] = [
  ['"heat"', '68656174', '35ff0b5235556903'],
  ['"\\u0061\\n\\u00e9\\ud834\\udd1e"', '610ac3a9f09d849e', '48117b0db04a280b'],
  ['""', '', '0000000000000000'],
  ['0', 'ff6e01', '1a6f330cd302584b'],
  ['1', 'ff6e0280000000000000010200', 'eb8293318da99e3f'],
  ['-1.25', 'ff6e007ffffffffffffffefdfcf9ff', '30782c53797f2020'],
  ['9007199254740993', 'ff6e0280000000000000100a010108020a0a0306050805010a0a0400', '3e583bcb196b1a31'],
  ['true', 'ff74', 'e271b6c2df822d61'],
  ['false', 'ff66', '2e3c2033f656d53e'],
  ['null', 'ff7a', 'bcb4b8497c599451'],
];

describe('the key bytes', () => {
  it.each(GOLDEN)('of %s are %s with the hash %s', (value, bytes, hash) => {
    const kernel = new JsonKernel({ key: 'k', orderBy: 'n' });
    expect(kernel.kernel.hash(Buffer.from(bytes, 'hex')).toString(16).padStart(16, '0')).toBe(hash);
    expect(kernel.hasKey(lineOf(value), Buffer.from(bytes, 'hex'))).toBe(true);
  });

  it('of several values have 0xfe between them, in the order of the names', () => {
    const several = new JsonKernel({ key: 'b,a,c.d,e', orderBy: 'n' });
    const line = '{"e":null,"n":1,"a":"x","b":true,"c":{"d":"\\u0079"}}';
    expect(several.hasKey(line, Buffer.from('78feff74fe79feff7a', 'hex'))).toBe(true);
  });
});

/** Values of which each is another key. */
const DIFFERENT = [
  ...[
    '"1"',
    '1',
    '1.5',
    '-1',
    '0',
    '10',
    '0.1',
    '1e-7',
    '"true"',
    'true',
    'false',
    'null',
    '"null"',
    '""',
    '"0"',
    '"f"',
  ],
  ...[
    '"z"',
    '"n"',
    '9007199254740992',
    '9007199254740993',
    '1e308',
    '1e309',
    '1e-400',
    '0.1000000000000000055511151231257827',
  ],
  ...['"a"', '"A"', '" a"', '"a "', '"é"', '"e\\u0301"', '"\\u0000"', '"a\\u0000"'],
];

it('are different for different values', () => {
  const keys = DIFFERENT.flatMap((a, i) => DIFFERENT.slice(i + 1).map((b) => [a, b] as const));
  expect(keys.filter(([a, b]) => json.haveSameKey(lineOf(a), lineOf(b)))).toEqual([]);
});

it.each([
  ['"a"', '"\\u0061"'],
  ['"/"', '"\\/"'],
  ['"\\n\\t\\r\\b\\f"', '"\\u000a\\u0009\\u000D\\u0008\\u000C"'],
  ['"\\"\\\\"', '"\\u0022\\u005c"'],
  ['"𝄞"', '"\\uD834\\uDd1e"'],
  ['1', '1.0'],
  ['1', '1e0'],
  ['1', '10e-1'],
  ['100', '1E2'],
  ['-0', '0'],
  ['0e99', '0.000'],
  ['12.50', '0.125e+2'],
  ['9007199254740993', '9007199254740993.0'],
  ['1e9223372036854775806', '10e9223372036854775805'],
])('are the same for %s and %s', (a, b) => {
  expect(json.haveSameKey(lineOf(a), lineOf(b))).toBe(true);
});

it.each([
  [
    ['a', 'b'],
    ['ab', ''],
  ],
  [
    ['a\\u00fe', 'b'],
    ['a', '\\u00feb'],
  ],
  [
    ['', 'a'],
    ['a', ''],
  ],
])('of two values %j and %j are different', (a, b) => {
  const pair = new JsonKernel({ key: 'a,b', orderBy: 'n' });
  const line = ([x, y]: readonly string[]) => `{"n":1,"a":"${x}","b":"${y}"}`;
  expect(pair.haveSameKey(line(a), line(b))).toBe(false);
  expect(pair.haveSameKey(line(a), `{"b":"${a[1]}","a":"${a[0]}","n":2}`)).toBe(true);
});

it.each(['1e9223372036854775808', '-1e-9223372036854775809', '10e9223372036854775807', `1e${'9'.repeat(50)}`])(
  'are none for %s, of which the exponent is beyond 64 bits',
  (value) => {
    const numbers = new JsonKernel({ key: 'k', orderBy: 'n' });
    expect(numbers.judgeOne(lineOf(value))).toBe('key');
  },
);

describe('a missing name', () => {
  const line = '{"n":1,"a":"x"}';

  it('is a bad record', () => {
    expect(new JsonKernel({ key: 'a,b', orderBy: 'n' }).judgeOne(line)).toBe('key');
  });

  it('is null with --missing-columns empty', () => {
    const lenient = new JsonKernel({ key: 'a,b', orderBy: 'n', missingColumns: 'empty' });
    expect(lenient.haveSameKey(line, '{"n":1,"a":"x","b":null}')).toBe(true);
    expect(lenient.haveSameKey(line, '{"n":1,"a":"x","b":""}')).toBe(false);
  });

  it('is null in the lines that this kit wrote, which were judged before', () => {
    const own = new JsonKernel({ key: 'a,b', orderBy: 'n' }, 'former-run');
    expect(own.haveSameKey(line, '{"n":1,"a":"x","b":null}')).toBe(true);
  });
});

describe('numbers', () => {
  const SEED = 20261130;
  const COUNT = 10_000;

  /** A number as it may be written, and the one way to write it: its digits without zeros at either end, and an exponent. */
  function randomNumber(random: Random): { text: string; value: string } {
    const digits = BigInt(random.int(0, random.pick([3, 20, 1_000_000]))) * 10n ** BigInt(random.int(0, 4));
    const whole = String(digits);
    const cut = random.int(0, whole.length + 1);
    const front = cut === 0 ? '0' : whole.slice(0, cut);
    const fraction = whole.slice(cut) + '0'.repeat(random.int(0, 3));
    const stated = random.int(-4, 5);
    const exponent = random.chance(0.6)
      ? `${random.pick(['e', 'E'])}${stated >= 0 && random.chance(0.5) ? '+' : ''}${stated}`
      : '';
    const power = (exponent === '' ? 0 : stated) - (whole.length - cut);
    const minus = random.chance(0.3) ? '-' : '';
    const trimmed = whole.replace(/0+$/, '');
    const value = digits === 0n ? '0' : `${minus}${trimmed}e${power + whole.length - trimmed.length}`;
    const isWhole = fraction === '' || cut === whole.length;
    return { text: `${minus}${front}${fraction === '' && isWhole ? '' : `.${fraction || '0'}`}${exponent}`, value };
  }

  it(`are one key if they are equal (seed ${SEED})`, () => {
    const random = new Random(SEED);
    const numbers = Array.from({ length: COUNT }, () => randomNumber(random));
    expect(new Set(numbers.map(({ value }) => value)).size).toBeLessThan(COUNT / 2);
    const other = new JsonKernel({ key: 'k', orderBy: 'n' });
    // the hashes of the keys tell which are equal: a search for the hash of each number's own bytes
    const wrong = numbers.filter(({ text, value }) => !other.hasKey(lineOf(text), keyOf(value)));
    expect(wrong).toEqual([]);
  });

  /** The key bytes of a number that is written in that one way. */
  function keyOf(value: string): Buffer {
    const [, minus, digits, exponent] = /^(-?)(\d+)(?:e(-?\d+))?$/.exec(value) as unknown as [
      string,
      string,
      string,
      string,
    ];
    if (digits === '0') return Buffer.from('ff6e01', 'hex');
    const power = Buffer.alloc(8);
    power.writeBigUInt64BE(BigInt.asUintN(64, BigInt(exponent) + BigInt(digits.length)) ^ (1n << 63n));
    const body = Buffer.concat([power, Buffer.from([...digits].map((digit) => Number(digit) + 1)), Buffer.from([0])]);
    const signed = minus ? body.map((byte) => 255 - byte) : body;
    return Buffer.concat([Buffer.from([0xff, 0x6e, minus ? 0 : 2]), signed]);
  }
});

describe('a key as long as its line', () => {
  const MiB = 1024 * 1024;
  const fill = (text: string, bytes: number) => text.repeat(Math.floor(bytes / text.length));

  it.each([
    ['of text', `"${fill('a', MiB - 40)}"`],
    ['of escapes', `"${fill('\\u20ac', MiB - 40)}"`],
    ['of characters beyond ASCII', `"${fill('€', MiB / 3 - 40)}"`],
    ['of digits', fill('7', MiB - 40)],
    ['of a negative fraction', `-0.${fill('7', MiB - 40)}`],
  ])('%s is told from one that differs at its end', (_, value) => {
    const long = new JsonKernel({ key: 'k', orderBy: 'n' });
    const other = value.endsWith('"') ? `${value.slice(0, -1)}b"` : `${value}1`;
    expect(long.haveSameKey(lineOf(value), `{"n":1,"k":${value}}`)).toBe(true);
    expect(long.haveSameKey(lineOf(value), lineOf(other))).toBe(false);
  });

  it('of as many numbers as there may be has room', () => {
    const names = Array.from({ length: 3999 }, (_, i) => `k${i}`);
    const wide = new JsonKernel({ key: names.join(','), orderBy: 'n' });
    const line = (last: string) =>
      `{"n":1,${names.map((name, i) => `"${name}":${i === 3998 ? last : `-${'7'.repeat(255)}`}`).join()}}`;
    expect(line('1').length).toBeGreaterThan(MiB);
    const short = (last: string) => line(last).replaceAll('7'.repeat(255), '7'.repeat(240));
    expect(wide.judge([line('1'), short('1')])).toEqual(['length', null]);
    expect(wide.haveSameKey(short('1'), short('1.0'))).toBe(true);
    expect(wide.haveSameKey(short('1'), short('2'))).toBe(false);
  });
});

describe('alternatives', () => {
  const options = { key: 'after.id|before.id|id', orderBy: 'n|m.n' };
  const raw = new JsonKernel(options);
  const judge = (lines: readonly string[]) => new JsonKernel(options).judge(lines);
  const same = (a: string, b: string) => raw.haveSameKey(a, b);

  it('are the first value that is neither missing nor null', () => {
    expect(same('{"n":1,"after":{"id":1},"before":{"id":2}}', '{"before":{"id":1.0},"after":null,"n":1}')).toBe(true);
    expect(same('{"n":1,"after":{"id":1},"before":{"id":2}}', '{"n":1,"after":{"id":2}}')).toBe(false);
    expect(same('{"n":1,"after":{"id":null},"before":{},"id":"x"}', '{"m":{"n":1},"id":"\\u0078"}')).toBe(true);
  });

  it('are null where one is null and none has a value, and missing where none is there', () => {
    expect(same('{"n":1,"after":{"id":null}}', '{"n":1,"id":null}')).toBe(true);
    expect(judge(['{"n":1,"before":{}}', '{"n":1,"after":{"id":null},"before":null}'])).toEqual(['key', null]);
    expect(judge(['{"id":1}', '{"id":1,"n":null}', '{"id":1,"n":null,"m":{"n":2}}'])).toEqual(['order', 'order', null]);
  });

  it('are bad where the first value is an object or an array, whatever comes behind it', () => {
    expect(judge(['{"n":1,"after":{"id":{}},"id":1}', '{"n":[],"m":{"n":2},"id":1}'])).toEqual(['key', 'order']);
  });

  it('are taken from the last member of a name that stands twice', () => {
    const twice = '{"n":1,"after":{"id":1},"before":{"id":2},"after":{"x":1}}';
    expect(same(twice, '{"n":1,"id":2}')).toBe(true);
  });

  it('have the bytes of the value, whichever it is', () => {
    for (const line of [
      '{"n":1,"id":"heat"}',
      '{"n":1,"after":{"id":"heat"}}',
      '{"after":{},"before":{"id":"heat"},"n":1}',
    ])
      expect(raw.hasKey(line, Buffer.from('heat'))).toBe(true);
  });
});
