/** Text that is not delimited, lines of other columns, and lines that are no records. */

import { causeOf, ITEMS } from './cause-of';

test.each([
  ['a title', 'Report of May\n1,a,5\n2,b,6\n', "the first line of 'in/a' is no record: give --skip-lines 1"],
  [
    'a title and a header',
    'Report\n\nof May\nid,v,ts\n1,a,5\n',
    "the first 2 lines of 'in/a' are no records: give --skip-lines 3, and --header",
  ],
  ['comments', '# exported\n1,a,5\n# more\n2,b,6\n', "'in/a' holds comments: give --comment '#'"],
  [
    'a table for people',
    ' id | v | ts \n----+---+----\n  1 | a |  5\n',
    "'in/a' holds a table that is drawn for people to read: export it as delimited text",
  ],
  [
    'JSON Lines',
    '{"id":1,"ts":{"ms":5}}\n{"id":1,"v":6}\n',
    "'in/a' holds JSON Lines, and no delimited text: give --format json, with --key and --order-by of the names in its records: id, ts.ms, v",
  ],
  ['JSON Lines without names', '{"":{}}\n', "'in/a' holds JSON Lines, and no delimited text: give --format json"],
  [
    'JSON over lines',
    '[\n  {\n    "id": 1\n',
    "'in/a' is one JSON array, and not one object a line: take its objects out, as by jq -c '.[]', and give --format json; or name the inputs without it",
  ],
  [
    'JSON objects over lines',
    '{\n  "id": 1\n}\n',
    "'in/a' has JSON objects over several lines: put each object into one line, as by jq -c ., and give --format json; or name the inputs without it",
  ],
  ['XML', '<?xml version="1.0"?>\n<a/>\n', "'in/a' holds XML or HTML, and no delimited text: convert it"],
  ['a dump', '-- MySQL dump 10.13\nDROP TABLE a;\n', "'in/a' holds SQL, and no delimited text: convert it"],
  ['SQL', "INSERT INTO a VALUES (1,'a',5);\n", "'in/a' holds SQL, and no delimited text: convert it"],
  [
    'bytes that no text has',
    '\x00\x01\x02\x03\n\x05\x06',
    "'in/a' holds bytes that no text has, as if it were packed or encrypted: unpack it, or name other files",
  ],
  ['carriage returns', '1,a,5\r2,b,6\r3,c,7\r', "lines of 'in/a' end in a carriage return alone: give --line-end cr"],
  [
    'a fixed width',
    'a001005\nb002006\nc003007\n',
    "all lines of 'in/a' are of one length, as where columns have a fixed width: put a delimiter between the columns, or name only files that hold records",
  ],
  [
    'blanks that align',
    '1   a     5\n2   bcd   6\n',
    "the columns of 'in/a' seem to be aligned by blanks: put a delimiter between them, as by awk -v OFS=',' '{$1=$1}1'",
  ],
  [
    'prose',
    'This is a readme.\nIt has no records,\n',
    "none of the first 2 lines of 'in/a' is a record of 3 columns with ',' between them: look at --columns and --delimiter, or name only files that hold records",
  ],
])('recognizes text that is not delimited: %s', (_, text, cause) => {
  expect(causeOf(text, ITEMS)).toBe(cause);
});

test('says that the last line is truncated', () => {
  expect(causeOf('1,a,5\n2,b', ITEMS, { bad: 1 })).toMatch(
    /^'in\/a' ends within its last line, as if it had been cut off/,
  );
  expect(causeOf('1,a,5\n2,b\n', ITEMS, { bad: 1 })).toBeNull();
});

test.each([
  [
    'a trailing delimiter',
    '1,a,5,\n2,b,6,\n',
    "lines of 'in/a' end with a delimiter, behind which there is no column: give --trailing-delimiter",
  ],
  [
    'more columns',
    '1,a,5,x,y\n2,b,6,x,y\n',
    "all of the first 2 lines of 'in/a' have 5 columns with ',' between them, and --columns names 3: give --columns of 5 names, and read files of other columns by themselves",
  ],
  [
    'more columns, named',
    'a,b,c,d\n1,2,3,4\n',
    "all of the first 2 lines of 'in/a' have 4 columns with ',' between them, and --columns names 3: give --columns 'a,b,c,d', and --header, as the first line seems to be one, and read files of other columns by themselves",
  ],
  [
    'more columns, another delimiter',
    'a\tb\tc\t1\na\tb\tc\t1\n',
    "the columns of 'in/a' have '\\t' between them: give --delimiter '\\t', and --columns of 4 names",
  ],
])('recognizes a different number of columns: %s', (_, text, cause) => {
  expect(causeOf(text, ITEMS)).toBe(cause);
});

test('names the option for lines that lack columns at their end', () => {
  const options = { columns: 'id,ts,v,w', key: 'id', orderBy: 'ts', delimiter: ',' };
  const told = "lines of 'in/a' lack columns at their end: give --missing-columns empty where these are to be empty";
  expect(causeOf('1,5,a,b\n2,6,a\n3,7\n4,8,a,b\n', options, { bad: 1 })).toBe(told);
  expect(causeOf('1,5,a,b\n2\n3\n4,8,a,b\n', options, { bad: 1 })).toBeNull();
});

test('knows comments and skipped lines', () => {
  expect(causeOf('Report\n# x\n1,a,2024-01-01\n', { ...ITEMS, comment: '#', skipLines: '1' }, { bad: 2 })).toBe(
    "the order column of 'in/a' holds dates, and no integers: give --order-by ts:timestamp",
  );
});

test.each([
  ['a decimal among integers', '1,a,5\n2,b,2.5\n3,c,6\n', 1],
  ['one beyond 64 bits', '1,a,9223372036854775808\n2,b,5\n3,c,6\n', 0],
  ['a delimiter in a value', '1,a,5\n2,b,c,6\n3,d,7\n', 1],
  ['the only record, and a word', '1,a,soon\n', 0],
  ['a line of blanks', '1,a,5\n   \n2,b,6\n', 1],
  ['records of another delimiter among them', '1;a;5\n2;b;6\n3,d,7\n4,e,8\n', 0],
  ['a quote that hides nothing', '1,"a",5\n2,"b",5,5\n3,c,4\n', 1],
])('names no cause when only single records are bad: %s', (_, text, bad) => {
  expect(causeOf(text, ITEMS, { bad })).toBeNull();
});

test('tells an empty row of a spreadsheet from a record without an order value', () => {
  expect(causeOf('1,a,5\n2,b,6\n,,\n', ITEMS, { bad: 2 })).toBe(
    "lines of 'in/a' have delimiters and nothing else, as spreadsheets write empty rows: --bad-records drop leaves them out",
  );
});

test.each([['(2 rows)'], ['(2 rows affected)'], ['2 rows selected.'], ['Total,2,'], ['"Grand Total",2,'], ['\\.']])(
  'tells a line behind the records: %s',
  (line) => {
    expect(causeOf(`1,a,5\n2,b,6\n${line}\n`, ITEMS, { bad: 2 })).toBe(
      "a line of 'in/a' is no record, but what programs write behind the records: --bad-records drop leaves it out",
    );
  },
);

test('tells a line that heads the records behind it', () => {
  const rest = 'write it into each record, as by awk \'/:$/ {sub(/:$/, ""); v = $0; next} {print v "," $0}\'';
  expect(causeOf('17:\n1,a,5\n2,b,6\n', ITEMS)).toBe(
    `lines of 'in/a' such as '17:' seem to head the records behind them, which lack this value: ${rest}`,
  );
  expect(causeOf('Report:\n1,a,5\n2,b,6\n', ITEMS)).toBe("the first line of 'in/a' is no record: give --skip-lines 1");
});

test('tells a line of dashes below a header', () => {
  expect(causeOf('id,v,ts\n--,-,--\n1,a,5\n', ITEMS, { bad: 1, header: true })).toBe(
    "a line of 'in/a' has dashes alone, as programs write them below a header: --bad-records drop leaves it out",
  );
});

test('tells a header that has more names than the lines have columns', () => {
  const items = { columns: 'id,ts,v,more', key: 'id', orderBy: 'ts', delimiter: ',' };
  expect(causeOf('id,ts,v,more\n1,2,3\n1,4,5\n', items, { bad: 1, header: true })).toMatch(
    /^lines of 'in\/a' lack columns at their end: give --missing-columns empty/,
  );
});
