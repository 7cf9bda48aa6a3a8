import { zoneOffsets } from '../../../../job/options/parsing/time-zone';
import { OrderEncoder, order } from '../../../support/order-encoder';
import { onPython, orderOracle } from '../../../support/python';
import { Random } from '../../../support/random';

const encoder = new OrderEncoder([order('timestamp')]);
const NANOSECONDS = 1_000_000_000n;
const BIAS = 1n << 40n;
/** The seconds from 0001-01-01 to 1970-01-01. */
const EPOCH = 62_135_596_800n;

/** The nanoseconds from 0001-01-01T00:00Z that these order bytes tell. */
function instantOf(bytes: Buffer): bigint {
  if (bytes.length !== 12) throw new Error(`${bytes.length} bytes`);
  return (bytes.readBigUInt64BE() - BIAS) * NANOSECONDS + BigInt(bytes.readUInt32BE(8));
}

function instant(value: string, encodedBy = encoder): bigint {
  return instantOf(encodedBy.encoded(value));
}

function inZone(zone: string): OrderEncoder {
  return new OrderEncoder([order('timestamp')], 'refuse', zoneOffsets(zone));
}

describe('the order bytes of a timestamp', () => {
  it('are the seconds since the year 1, and the nanoseconds', () => {
    expect(encoder.hex('0001-01-01')).toBe('0000010000000000' + '00000000');
    expect(encoder.hex('0001-01-01T00:00:01.000000255Z')).toBe('0000010000000001' + '000000ff');
    expect(instant('1970-01-01') / NANOSECONDS).toBe(EPOCH);
  });

  it('know the calendar of every year', () => {
    const wrong: string[] = [];
    const look = (date: string, day: number | null) => {
      const bytes = encoder.encodeOnce(date);
      const seen = typeof bytes === 'string' ? null : instantOf(bytes) / NANOSECONDS / 86_400n;
      if (seen !== (day === null ? null : BigInt(day))) wrong.push(date);
    };
    let day = 0;
    for (let year = 1; year <= 9999; year++) {
      const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
      for (const [month, days] of [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].entries()) {
        const start = `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}`;
        look(`${start}-01`, day);
        look(`${start}-${days}`, day + days - 1);
        look(`${start}-${days + 1}`, null);
        day += days;
      }
    }
    expect(wrong).toEqual([]);
    expect(day).toBe(3_652_059);
  });

  it.each([
    ['the mark between day and hour', ['2026-01-31T12:00:00', '2026-01-31 12:00:00', '2026-01-31t12:00:00']],
    ['parts that are left out', ['2026-01-31', '2026-01-31T00:00', '2026-01-31T00:00:00', '2026-01-31 00:00:00.0']],
    [
      'fractions',
      ['2026-01-31T12:00:00.5', '2026-01-31T12:00:00,5', '2026-01-31T12:00:00.500000000', '2026-01-31 12:00:00.50Z'],
    ],
    [
      'offsets',
      [
        '2026-01-31T12:00:00Z',
        '2026-01-31T12:00:00z',
        '2026-01-31T12:00Z',
        '2026-01-31T12:00:00',
        '2026-01-31T12:00:00+00:00',
        '2026-01-31T12:00:00-00:00',
        '2026-01-31T14:00:00+02:00',
        '2026-01-31T14:00:00+0200',
        '2026-01-31T14:00:00+02',
        '2026-01-31 14:00+02',
        '2026-01-31T06:30:00.000-05:30',
        '2026-01-31T06:30:00,0-0530',
        '2026-02-01T11:59:00+23:59',
        '2026-01-30T12:01:00-23:59',
      ],
    ],
    [
      'blanks before offsets, and words for UTC',
      [
        '2026-01-31T12:00:00Z',
        '2026-01-31 12:00:00 Z',
        '2026-01-31 12:00:00 UTC',
        '2026-01-31 12:00:00UTC',
        '2026-01-31 12:00:00.0 utc',
        '2026-01-31 12:00 GMT',
        '2026-01-31 14:00:00 +02:00',
        '2026-01-31 14:00:00.0000000 +02:00',
        '2026-01-31 04:00:00.000 -0800',
        '2026-01-31 14:00 +02',
      ],
    ],
  ])('are equal whatever way the time is written: %s', (_, values) => {
    expect([...new Set(values.map((value) => encoder.hex(value)))]).toHaveLength(1);
  });

  it('are ordered as instants', () => {
    encoder.expectAscending(
      [
        '0001-01-01T00:00:00+23:59',
        '0001-01-01',
        '1969-12-31T23:59:59.999999999Z',
        '1970-01-01',
        '2026-01-31T23:59:59.9+00:01',
        '2026-01-31T23:59:59.000000001',
        '2026-01-31T23:59:59.00000001',
        '2026-01-31T23:59:59.1',
        '2026-02-01',
        '2026-01-31T23:00-01:01',
        '9999-12-31T23:59:59.999999999',
        '9999-12-31T23:59:59.999999999-23:59',
      ].map((value) => [value]),
    );
  });

  it.each([
    ['years', ['0000-01-01', '999-01-01', '10000-01-01', '-001-01-01', '+2026-01-01', '26-01-01']],
    ['months', ['2026-00-01', '2026-13-01', '2026-1-01', '2026-011-1']],
    [
      'days',
      ['2026-01-00', '2026-01-32', '2026-04-31', '2026-02-29', '1900-02-29', '2026-02-30', '2024-02-30', '2026-01-1'],
    ],
    [
      'hours',
      ['2026-01-31T24:00:00', '2026-01-31T24:00', '2026-01-31T99:00:00', '2026-01-31T1:00:00', '2026-01-31T12'],
    ],
    ['minutes', ['2026-01-31T12:60:00', '2026-01-31T12:5:00', '2026-01-31T12:', '2026-01-31T1200']],
    ['seconds', ['2026-01-31T23:59:60', '2026-01-31T12:00:99', '2026-01-31T12:00:', '2026-01-31T12:00:1']],
    [
      'fractions',
      [
        '2026-01-31T12:00:00.',
        '2026-01-31T12:00:00.Z',
        '2026-01-31T12:00:00.1234567890',
        '2026-01-31T12:00:00.12345678901234567890',
        '2026-01-31T12:00:00.5.5',
        '2026-01-31T12:00:00.+5',
        '2026-01-31T12:00:00:5',
        '2026-01-31T12:00.5',
        '2026-01-31.5',
      ],
    ],
    [
      'offsets',
      [
        '2026-01-31Z',
        '2026-01-31+02:00',
        '2026-01-31-05',
        '2026-01-31T12:00:00  Z',
        '2026-01-31T12:00:00 Z ',
        '2026-01-31 Z',
        '2026-01-31T12:00:00ZZ',
        '2026-01-31T12:00:00Z+02:00',
        '2026-01-31T12:00:00+',
        '2026-01-31T12:00:00+2',
        '2026-01-31T12:00:00+2:00',
        '2026-01-31T12:00:00+24:00',
        '2026-01-31T12:00:00+02:60',
        '2026-01-31T12:00:00+02:0',
        '2026-01-31T12:00:00+020',
        '2026-01-31T12:00:00+02:00:00',
        '2026-01-31T12:00:00+02-00',
        '2026-01-31T12:00:00*02:00',
        '2026-01-31T12:00:00+0x',
        '2026-01-31T12:00:00 UT',
        '2026-01-31T12:00:00 CET',
        '2026-01-31T12:00:00 UTC+1',
        '2026-01-31T12:00:00 +0000 UTC',
        '2026-01-31T12:00:00  +02:00',
        '2026-01-31T12:00:00 + 02:00',
        '2026-01-31T12:00:00\x1a',
      ],
    ],
    [
      'other marks',
      [
        '2026/01/31',
        '2026-01/31',
        '20260131',
        '2026-01-31_12:00:00',
        '2026-01-31  12:00:00',
        '2026-01-31\t12:00:00',
        '2026-01-31\x0012:00:00',
        '2026-01-31\x5412.00:00',
        '2026-01-31T12-00-00',
        '2026-031',
        '2026-W05-6',
      ],
    ],
    [
      'other text',
      ['1500000000', 'soon', '-', 'today     ', '2026-01-3a', 'aaaa-aa-aa', '\xb2026-01-31', '2026-01-31T12:00:0\xb0'],
    ],
    ['blanks around', [' 2026-01-31', '2026-01-31 ', '2026-01-31T12:00 ', '2026-01-31T12:00:00 ']],
  ])('are refused for wrong %s', (_, values) => {
    expect(values.filter((value) => encoder.faultOf(value) !== 'order')).toEqual([]);
  });
});

describe('a timestamp without an offset', () => {
  const BERLIN = inZone('Europe/Berlin');

  it('is in the time zone of the run, and another one is not', () => {
    expect(BERLIN.hex('2026-01-31T12:00:00')).toBe(encoder.hex('2026-01-31T11:00:00Z'));
    expect(BERLIN.hex('2026-07-31')).toBe(encoder.hex('2026-07-30T22:00:00Z'));
    expect(BERLIN.hex('2026-07-31T12:00Z')).toBe(encoder.hex('2026-07-31T12:00:00Z'));
    expect(BERLIN.hex('2026-07-31T12:00-05')).toBe(encoder.hex('2026-07-31T17:00:00Z'));
  });

  it('has a fixed offset if the zone is one', () => {
    expect(inZone('+05:30').hex('2026-01-31T12:00:00')).toBe(encoder.hex('2026-01-31T06:30:00Z'));
    expect(inZone('-0330').hex('9999-12-31T23:59:59')).toBe(encoder.hex('9999-12-31T23:59:59-03:30'));
    expect(inZone('+23').hex('0001-01-01')).toBe(encoder.hex('0001-01-01T00:00:00+23:00'));
  });

  it.each([
    ['skipped in spring', '2026-03-29T02:30:00', '+01:00'],
    ['skipped, its last second', '2026-03-29T02:59:59.999999999', '+01:00'],
    ['behind the gap', '2026-03-29T03:00:00', '+02:00'],
    ['there twice in autumn', '2026-10-25T02:30:00', '+02:00'],
    ['there twice, its first second', '2026-10-25T02:00:00', '+02:00'],
    ['there twice, its last second', '2026-10-25T02:59:59', '+02:00'],
    ['behind that hour', '2026-10-25T03:00:00', '+01:00'],
    ['before all changes', '1500-06-01T12:00:00', '+00:53:28'],
    ['in the last year', '9999-07-01T12:00:00', '+02:00'],
    ['in the last year, in winter', '9999-12-31T23:59:59', '+01:00'],
  ])('has the offset before the change: %s', (_, value, offset) => {
    const [hours, minutes, seconds = 0] = offset.slice(1).split(':').map(Number) as [number, number, number?];
    const seen = instant(value) - instant(value, BERLIN);
    expect(seen).toBe(BigInt(hours * 3600 + minutes * 60 + seconds) * NANOSECONDS);
  });

  it('has the same offset whatever time was read before', () => {
    const random = new Random(4);
    const values = [
      '0001-01-01',
      '1893-04-01',
      '2026-03-29T02:00',
      '2026-07-01',
      '2499-12-31',
      '2500-01-01',
      '7026-07-01',
    ];
    const zone = zoneOffsets('Europe/Berlin');
    const fresh = () => new OrderEncoder([order('timestamp')], 'refuse', zone);
    const berlin = fresh();
    const alone = new Map(values.map((value) => [value, fresh().hex(value)]));
    for (let i = 0; i < 500; i++) {
      const value = random.pick(values);
      expect([value, berlin.hex(value)]).toEqual([value, alone.get(value)]);
    }
  });
});

onPython("timestamps against Python's datetime and zoneinfo", () => {
  const SEED = 20261129;
  const COUNT = 10_000;
  /** Their changes are the same in all time zone data of the last years, since Node's and Python's may differ. */
  const ZONES = [
    'UTC',
    'Europe/Berlin',
    'Europe/London',
    'America/New_York',
    'America/St_Johns',
    'America/Santiago',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Pacific/Auckland',
  ];

  it.each(ZONES)(`are the same instants in %s (seed ${SEED})`, (zone) => {
    const random = new Random(SEED);
    const offsets = zoneOffsets(zone);
    const encoded = new OrderEncoder([order('timestamp')], 'refuse', offsets);
    const changes = offsets.offsets.map(({ fromLocalSeconds }) => fromLocalSeconds);
    const values = Array.from({ length: COUNT / ZONES.length }, () => randomTime(random, changes));
    const instants = orderOracle<string>('timestamp', zone, values).map(BigInt);
    const wrong = values.filter((value, i) => instant(value, encoded) !== instants[i]);
    expect(wrong).toEqual([]);
    const byBytes = values.map((value, i) => [encoded.encoded(value), instants[i] as bigint] as const);
    const sorted = byBytes.sort(([a], [b]) => Buffer.compare(a, b)).map(([, at]) => at);
    expect(sorted).toEqual([...instants].sort((a, b) => (a < b ? -1 : Number(a > b))));
  });
});

/** Of any year, of the years with changes, and of the hours around a change. */
function randomTime(random: Random, changes: readonly number[]): string {
  const [first, last] = [new Date('1850-01-01').getTime() / 1000, new Date('2150-01-01').getTime() / 1000];
  const kind = random.int(0, changes.length > 1 ? 3 : 2);
  const local =
    kind === 2
      ? random.pick(changes.slice(1)) - Number(EPOCH) + random.int(-10_000, 10_000)
      : kind === 1
        ? random.int(first, last)
        : random.int(-Number(EPOCH), 253_402_300_800);
  const [, date, time] = /(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/.exec(new Date(local * 1000).toISOString()) as string[];
  const offset = `${random.pick(['+', '-'])}${String(random.int(0, 24)).padStart(2, '0')}`;
  const minutes = String(random.int(0, 60)).padStart(2, '0');
  const named = random.pick(['Z', 'z', 'UTC', 'GMT', offset, `${offset}:${minutes}`, `${offset}${minutes}`]);
  const end = random.chance(0.3) ? `${random.pick(['', ' '])}${named}` : '';
  if (random.chance(0.1)) return date as string;
  if (random.chance(0.1)) return `${date} ${(time as string).slice(0, 5)}${end}`;
  const digits = random.bytes(random.int(1, 10), [...Buffer.from('0123456789')]).toString();
  const fraction = random.chance(0.5) ? `${random.pick(['.', ','])}${digits}` : '';
  return `${date}${random.pick(['T', 't', ' '])}${time}${fraction}${end}`;
}
