/** Values of the order that are not of its type. */

import { causeOf, ITEMS } from './cause-of';

test.each([
  ['ISO', ['2024-01-01', '2024-01-02'], /^holds dates, and no integers: give --order-by ts:timestamp$/],
  ['ISO of several zones', ['2024-01-01T00:00:00Z', '2024-01-01 00:00:00+01:00'], /^holds dates, .* ts:timestamp$/],
  ['ISO of several forms', ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.1Z'], /^holds dates, .* ts:timestamp$/],
  ['months', ['2024-01', '2024-02'], /^holds dates that are not written as timestamps: give --order-by ts:text, which/],
  ['other dates', ['12/31/2024', '01/02/2025'], /^holds dates that neither integers nor bytes have in order: convert/],
  ['dates in words', ['Mon Jan 05 2024', '6 Feb 2024'], /^holds dates that neither integers nor bytes have in order/],
  [
    'times of day',
    ['12:30', '13:30'],
    /^holds times of day, and no integers: convert them, or give --order-by ts:text$/,
  ],
  ['decimals', ['9.5', '-10.25'], /^holds decimals, and no integers: give --order-by ts:decimal$/],
  ['no decimals at all', ['15.0', '16.'], /^holds decimals, and no integers: give --order-by ts:decimal$/],
  ['exponents', ['1.5E+12', '1.6E+12'], /^holds decimals, and no integers: give --order-by ts:decimal$/],
  [
    'groups, of which some have one point',
    ['1.500', '1.600.000', '1.700.000'],
    /^holds numbers with their digits in groups/,
  ],
  [
    'times with AM or PM',
    ['2026-01-31 01:00:00 PM', '2026-01-31 09:00:00 AM'],
    /^holds dates that neither integers nor/,
  ],
  ['versions', ['1.10.0', '1.9.0'], /^holds no integers in any record: give --order-by ts:text to order by its bytes/],
  ['groups', ['1.500.000', '1.600.000'], /^holds numbers with their digits in groups/],
  [
    'blanks',
    [' 5', ' 6'],
    /^has blanks around its values: give --trim, which takes away those that are not within quotes$/,
  ],
  ['a return', ['5\r\r', '6\r\r'], /^ends in a carriage return that is no part of a line end/],
  ['no value', ['', '', '5'], /^is empty in some records: give --empty-order oldest to have these before all others$/],
  [
    'a word for no value',
    ['NULL', 'NULL', '5'],
    /^has a word for no value in some records: give --empty-order oldest to have these before all others$/,
  ],
  ['a mark for no value', ['-', '-', '5'], /^has no value in some records: leave the word out there and give --empty/],
  ['beyond 64 bits', ['9223372036854775808', '92233720368547758090'], /^holds integers beyond 64 bits: .* ts:decimal$/],
  [
    'text',
    ['soon', 'later'],
    /^holds no integers in any record: give --order-by ts:text to order by its bytes, or name/,
  ],
])('recognizes order values that are not integers: %s', (_, values, tale) => {
  const text = values.map((value) => `k,x,${value}\n`).join('');
  const start = "the order column of 'in/a' ";
  const cause = causeOf(text, ITEMS);
  expect(cause?.slice(0, start.length)).toBe(start);
  expect(cause?.slice(start.length)).toMatch(tale);
  expect(causeOf(`id,v,ts\n${text}`, ITEMS)).toBe(
    // if one of these values is an integer, most values of the file may be
    `${cause}, and --header, as the first line seems to be one`,
  );
});

const TIMES = { ...ITEMS, orderBy: 'ts:timestamp,v:decimal:least' };
const TWO = "the order column 'ts' of 'in/a' ";

test.each([
  ['integers', '1,5,150\n2,6,160\n', `${TWO}holds integers, and no timestamps: give --order-by ts:int,v:decimal:least`],
  [
    'words',
    '1,5,soon\n2,6,later\n',
    `${TWO}holds no timestamps in any record: give --order-by ts:text,v:decimal:least to`,
  ],
  [
    'another column',
    '1,5 ,2024-01-01\n2,6 ,2024-01-01\n',
    "the order column 'v' of 'in/a' has blanks around its values",
  ],
])('names the order column of several that is not of its type: %s', (_, text, cause) => {
  expect(causeOf(text, TIMES)?.slice(0, cause.length)).toBe(cause);
});

test('does not explain a time that no calendar has', () => {
  expect(causeOf('1,5,2024-02-30\n2,6,2024-02-31\n3,7,2024-01-01\n', TIMES)).toBeNull();
});

test('names another column that holds only integers', () => {
  expect(causeOf('a,100,x\nb,200,y\n', ITEMS)).toMatch(
    /while 'v' holds nothing else: look whether --columns has the order/,
  );
});

test.each([
  [
    'nothing',
    '1,a,\n2,b,5\n3,c,6\n',
    /^the order column of 'in\/a' is empty in some records: give --empty-order oldest/,
  ],
  ['a word for it', '1,a,NULL\n2,b,5\n3,c,6\n', /has a word for no value in some records: give --empty-order oldest/],
])('names the cause also where a single record has no order value: %s', (_, text, cause) => {
  expect(causeOf(text, ITEMS)).toMatch(cause);
});
