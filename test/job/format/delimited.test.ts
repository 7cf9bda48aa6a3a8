import { Delimited } from '../../../job/format/delimited';
import { resolveSpec } from '../../support/record-options';

const format = new Delimited(resolveSpec());
const told = (reason: 'columns' | 'order' | 'order-range' | 'length', line: string, lineBytes = line.length) =>
  format.describe({ offset: 0, reason, line: Buffer.from(line), lineBytes });

it.each([
  ['columns', 'heat^ann', "2 columns, expected 4 with '^' between them"],
  ['order', 'heat^ann^3^größe', "order column 'timestamp' is 'größe', expected an integer"],
  ['order', 'heat^ann^3^', "order column 'timestamp' is '', expected an integer"],
  [
    'order-range',
    'heat^ann^3^9223372036854775808',
    "order column 'timestamp' is '9223372036854775808', beyond 64 bits; the type 'decimal' takes it",
  ],
] as const)('tells of a bad record for its %s: %s', (reason, line, expected) => {
  expect(told(reason, line)).toBe(expected);
  expect(format.faultOf(Buffer.from(line).toString('latin1'))).toBe(reason);
});

it.each([
  ['amount:decimal', 'k^1,5', 'order', "order column 'amount' is '1,5', expected a decimal number"],
  [
    'amount:decimal',
    'k^1e9223372036854775808',
    'order-range',
    "order column 'amount' is '1e9223372036854775808', its exponent is beyond 64 bits",
  ],
  [
    'amount:timestamp',
    'k^1500000000',
    'order',
    "order column 'amount' is '1500000000', expected a time such as 2026-01-31T23:59:59Z",
  ],
  ['amount:rank(I<U<D)', 'k^X', 'order', "order column 'amount' is 'X', expected one of I, U, D"],
  ['amount:text:least', 'k^', 'order', "order column 'amount' is '', expected text that is not empty"],
  ['key:text,amount:int', 'k^x', 'order', "order column 'amount' is 'x', expected an integer"],
] as const)('tells of a bad value to order by %s: %s', (orderBy, line, reason, expected) => {
  const typed = new Delimited(resolveSpec({ columns: 'key,amount', key: 'key', orderBy }));
  expect(typed.describe({ offset: 0, reason, line: Buffer.from(line), lineBytes: line.length })).toBe(expected);
  expect(typed.faultOf(line)).toBe(reason);
});

it('takes an empty order value where it is older than all others', () => {
  const typed = new Delimited(
    resolveSpec({ columns: 'key,amount', key: 'key', orderBy: 'amount:decimal', emptyOrder: 'oldest' }),
  );
  expect(typed.faultOf('k^')).toBe(null);
});

it('tells how long a line is, not how much of it is shown', () => {
  expect(told('length', 'heat^ann', 2_000_000)).toBe('2000000 bytes in a line, expected at most 1048576');
});

it('shows a delimiter that is no character of its own', () => {
  const tab = new Delimited(resolveSpec({ delimiter: '\\x01' }));
  expect(tab.describe({ offset: 0, reason: 'columns', line: Buffer.from('heat'), lineBytes: 4 })).toBe(
    "1 column, expected 4 with '\\x01' between them",
  );
});

it.each([
  ['a,1,', true, 'refuse', null],
  ['a,1,b,', true, 'refuse', null],
  ['a,1,b', true, 'refuse', null],
  ['a,1,b,""', true, 'refuse', 'columns'],
  ['a,1,b,', false, 'refuse', 'columns'],
  ['a,1', false, 'empty', null],
  ['a', false, 'empty', 'columns'],
  ['a,1,b,c', false, 'empty', 'columns'],
] as const)(
  'judges the columns of %s, with trailing delimiters: %s, missing columns: %s',
  (line, trailing, missing, fault) => {
    const spec = resolveSpec({ columns: 'key,at,note', key: 'key', orderBy: 'at', format: 'csv' });
    const reading = { ...spec.reading, missingColumns: missing };
    expect(new Delimited({ ...spec, hasTrailingDelimiter: trailing, reading }).faultOf(line)).toBe(fault);
  },
);

it.each([
  ['quote', 'k,"a"b,"c"', `column 2 is '"a"b', expected ',' or the end of the line behind its closing quote`],
  [
    'open-quote',
    'k,"a,b',
    `column 2 is '"a,b', expected a closing quote within 1048576 bytes of the record and before the end of the file`,
  ],
] as const)('tells of a field whose quotes are wrong: %s', (reason, line, expected) => {
  const csv = new Delimited(resolveSpec({ columns: 'key,note,at', key: 'key', orderBy: 'at', format: 'csv' }));
  expect(csv.describe({ offset: 0, reason, line: Buffer.from(line), lineBytes: line.length })).toBe(expected);
  expect(csv.faultOf(line)).toBe(reason);
});
