import { mixedTimes } from '../../../job/diagnosis/mixed-times';

const order = (type: 'text' | 'timestamp') => [{ column: 0, type, isLeast: false, ranks: [] }] as const;
const told = (...values: string[]) => mixedTimes(order('text'), ['at'], [new Set(values)]);

test.each([
  ['fractions before an offset', ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.1Z']],
  ['offsets', ['2026-01-01T10:00:00+02:00', '2026-01-01T09:00:00+01:00']],
  ['an offset and none', ['2026-01-01T10:00:00Z', '2026-01-01T09:00:00']],
  ['seconds and none before an offset', ['2026-01-01T10:00Z', '2026-01-01T10:00:30Z']],
  ['marks between day and hour', ['2026-01-01T10:00:00', '2026-01-01 11:00:00']],
])('times that differ in %s are told', (_, values) => {
  expect(told(...values)).toBe(
    "times in the order column 'at' are written in several ways, which bytes do not put in order; give at:timestamp",
  );
});

test.each([
  ['of one form', ['2026-01-01T10:00:00Z', '2026-01-02T10:00:00Z']],
  ['with fractions and no offset', ['2026-01-01 10:00:00', '2026-01-01 10:00:00.12', '2026-01-02']],
  ['beside other text', ['2026-01-01T10:00:00Z', '2026-01-01T10:00:00.5Z', 'never']],
  ['alone', ['2026-01-01T10:00:00Z']],
])('times %s are not told', (_, values) => {
  expect(told(...values)).toBeNull();
});

test('times that are ordered as times are not told', () => {
  expect(mixedTimes(order('timestamp'), ['at'], [new Set(['2026-01-01Z', '2026-01-01T10:00:00Z'])])).toBeNull();
});
