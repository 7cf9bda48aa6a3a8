import { disorderedText } from '../../../job/diagnosis/text-order';

const order = (type: 'text' | 'timestamp') => [{ column: 0, type, isLeast: false, ranks: [] }] as const;
const told = (...values: string[]) => disorderedText(order('text'), ['at'], [new Set(values)]);

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
  expect(disorderedText(order('timestamp'), ['at'], [new Set(['2026-01-01Z', '2026-01-01T10:00:00Z'])])).toBeNull();
});

test.each([
  ['integers', ['9', '10'], 'numbers in the order column .at. are not all of one length.*; give at:int$'],
  ['integers below zero', ['-1', '-2'], 'give at:int$'],
  ['integers beyond 64 bits', ['9', '20260101000000000000000000000000001'], 'give at:decimal$'],
  ['decimals', ['9.5', '10.25'], 'give at:decimal$'],
  ['numbers before other text', ['9-g1', '10-g1'], "as in '9-g1', are not all of one length.*write zeros"],
  ['numbers before several texts', ['9-g1', '10-h2'], 'write zeros before the shorter ones$'],
  ['versions', ['1.9.0', '1.10.0'], 'write zeros before the shorter ones$'],
  ['days before months', ['31.01.2026', '01.02.2026'], 'write them as 2026-01-31, and give at:timestamp$'],
  ['names of months', ['31-JAN-26', '01-FEB-26'], "such as '31-JAN-26', are not put in order by bytes"],
  ['names of months behind a slash', ['31/Jan/26 9:05 AM', '1/Feb/26 9:05 AM'], 'are not put in order by bytes'],
])('%s that bytes do not put in order are told', (_, values, says) => {
  expect(told(...values)).toMatch(new RegExp(says));
});

test.each([
  ['integers of one length', ['10', '99']],
  ['decimals with whole parts of one length', ['1.25', '1.5']],
  ['dates with the year first', ['2026/01/31', '2026/02/01']],
  ['times of DB2', ['2026-01-31-23.59.59.1', '2026-01-31-23.59.59.123456']],
  ['texts', ['a1', 'b22']],
  ['identifiers of time', ['0190b5a2-7c00-7000-8000-000000000001', '0190b5a3-aa00-7000-8000-000000000001']],
])('%s that bytes may put in order are not told', (_, values) => {
  expect(told(...values)).toBeNull();
});
