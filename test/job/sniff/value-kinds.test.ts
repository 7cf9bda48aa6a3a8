import { kindOf } from '../../../job/sniff/value-kinds';

test.each([
  ['int', ['1', '-20', '+3']],
  ['decimal', ['1', '2.5', '1e3']],
  ['decimal', ['99999999999999999999', '1']],
  ['timestamp', ['2026-01-31', '2026-01-31T10:00:00.5+02:00']],
  ['timestamp', ['2026-01-31 10:00:00 UTC', '2026-01-31 10:00:00.5 -0800']],
  // there is no 31st of June
  ['looseDate', ['2026-06-31', '2026-06-30']],
  ['looseDate', ['2026-01', '2026-02']],
  ['looseDate', ['2026-01-31-23.59.59.123456', '2026-01-31-23.59.59']],
  ['date', ['01/02/2026', '31.12.2026']],
  ['time', ['10:00', '9:30:00']],
  ['commaDecimal', ['3,50', '-0,5']],
  ['grouped', ['1 234', '12 345 678']],
  ['address', ['10.0.0.1', '192.168.1.20']],
  ['email', ['a@b.de']],
  ['url', ['https://a.b/c?d=1']],
  ['boolean', ['true', 'FALSE']],
  ['text', ['1.2.3', '1.10.0']],
  ['text', ['heat', '1']],
] as const)('%s: %j', (kind, values) => {
  expect(kindOf(values)).toEqual({ kind, empty: 0, words: [], emptyWords: 0, odd: 0 });
});

test('empty and missing values, and words for them, tell nothing', () => {
  expect(kindOf(['1', '', null, 'NA', '2', 'NA'])).toEqual({
    kind: 'int',
    empty: 2,
    words: ['NA'],
    emptyWords: 2,
    odd: 0,
  });
  expect(kindOf(['1', '-', 'NULL', '2'])).toEqual({
    kind: 'int',
    empty: 0,
    words: ['-', 'NULL'],
    emptyWords: 1,
    odd: 1,
  });
  expect(kindOf(['', null])).toEqual({ kind: 'text', empty: 2, words: [], emptyWords: 0, odd: 0 });
});

test('of many values a few may be of another form', () => {
  const many = Array.from({ length: 40 }, (_, i) => String(i));
  expect(kindOf([...many, 'x'])).toEqual({ kind: 'int', empty: 0, words: [], emptyWords: 0, odd: 1 });
  expect(kindOf([...many, 'x', 'y', 'z'])).toMatchObject({ kind: 'text', odd: 0 });
});
