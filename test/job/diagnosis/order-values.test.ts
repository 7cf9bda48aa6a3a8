/** Order values of JSON Lines; those of delimited text are in likely-cause.test.ts. */

import { jsonCauseOf } from '../../support/json-cause';

const lines = (...values: readonly string[]) => values.map((value, i) => `{"id":${i},"e":{"at":${value}}}\n`).join('');

it.each<[string, string, string, string]>([
  [
    'epoch numbers',
    lines('1700000000', '1700000001'),
    'timestamp',
    'holds integers, and no timestamps: give --order-by e.at:int',
  ],
  [
    'ISO-8601',
    lines('"2026-01-31T00:00:00Z"', '"2026-02-01"'),
    'int',
    'holds dates, and no integers: give --order-by e.at:timestamp',
  ],
  ['decimals', lines('1.5', '2e3'), 'int', 'holds decimals, and no integers: give --order-by e.at:decimal'],
  [
    'decimals in strings',
    lines('"1.5"', '"2.5"'),
    'int',
    'holds decimals, and no integers: give --order-by e.at:decimal',
  ],
  ['integers', lines('1', '2'), 'text', 'holds integers, and no text: give --order-by e.at:int'],
  [
    'large integers',
    lines('9223372036854775808', '-9223372036854775809'),
    'int',
    'holds integers beyond 64 bits: give --order-by e.at:decimal',
  ],
  [
    'true and false',
    lines('true', 'false'),
    'int',
    "is true or false, and no integers: give --order-by 'e.at:rank(false<true)'",
  ],
  [
    'null',
    lines('null', '1', 'null'),
    'int',
    'is empty or null in some records: give --empty-order oldest to have these before all others',
  ],
  [
    'empty strings',
    lines('""', '""', '1'),
    'int',
    'is empty or null in some records: give --empty-order oldest to have these before all others',
  ],
  [
    'words for no value',
    lines('"N/A"', '1', '"N/A"'),
    'int',
    'has a word for no value in some records: give --empty-order oldest to have these before all others',
  ],
  [
    'marks for no value',
    lines('"-"', '1', '"-"'),
    'int',
    'has no value in some records: write null there and give --empty-order oldest, as --bad-records drop would leave these records out',
  ],
  ['blanks', lines('" 1"', '"2 "'), 'int', 'has blanks around its values: take them out'],
  ['words', lines('"a"', '"b"'), 'int', 'holds no integers in any record: name another value, or a type that it has'],
])('explains %s', (_, text, type, cause) => {
  expect(jsonCauseOf(text, { orderBy: `e.at:${type}` })).toBe(`'e.at' of --order-by in 'in/a' ${cause}`);
});

it('names the cause also where a single record has no value', () => {
  expect(jsonCauseOf(lines('1', '2', '"NULL"', '3'), { orderBy: 'e.at:int' })).toBe(
    "'e.at' of --order-by in 'in/a' has a word for no value in some records: give --empty-order oldest to have these before all others",
  );
});

it('names no cause for a single record', () => {
  expect(jsonCauseOf(lines('1', '2', '1.5', '3'), { orderBy: 'e.at:int' })).toBeNull();
});
