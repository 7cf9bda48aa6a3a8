import { likelyCause } from '../../../job/diagnosis/likely-cause';
import { firstOrder } from '../../../job/options/spec';
import type { RejectReason } from '../../../job/summary/summary';
import { type RecordOptions, resolveSpec } from '../../support/record-options';

type SpecOptions = Partial<RecordOptions>;

const MOVIES: SpecOptions = {};
const ITEMS: SpecOptions = { columns: 'id,v,ts', key: 'id', orderBy: 'ts', delimiter: ',' };

/** The likely cause for a file whose first bad record is the line `bad`, counted from 0. */
function causeOf(
  text: string,
  options: SpecOptions,
  how: Partial<{ bad: number; header: boolean; cut: boolean }> = {},
) {
  const spec = resolveSpec(options);
  const lines = text.split('\n');
  const bad = how.bad === undefined ? 0 : how.bad;
  const line = (lines[bad] as string).replace(/\r$/, '');
  const columns = line.split(spec.delimiter);
  const value = columns[firstOrder(spec).column] as string;
  const isRange = spec.orderBy.length === 1 && /^[+-]?\d+$/.test(value);
  const reason: RejectReason = columns.length !== spec.columns.length ? 'columns' : isRange ? 'order-range' : 'order';
  const before = lines.slice(0, bad).map((each) => `${each}\n`);
  const bytes = Buffer.from(text, 'latin1');
  const head = { bytes, isWhole: how.cut !== true, fileBytes: how.cut === true ? null : bytes.length };
  const example = { file: 'in/a', offset: before.join('').length, reason, detail: '', line };
  return likelyCause(head, example, spec, how.header === true);
}

const ROWS = [
  ['heat', 'ann', '3.5', '150'],
  ['babe', 'bob', '4', '160'],
  ['heat', 'bob', '2', '170'],
];
const rows = (separator: string, end = '') => ROWS.map((row) => `${row.join(separator)}${end}\n`).join('');
const quoted = (separator: string) => ROWS.map((row) => `"${row.join(`"${separator}"`)}"\n`).join('');

test.each([
  [',', ','],
  [';', ';'],
  ['|', '|'],
  [':', ':'],
  [' ', ' '],
  ['#', '#'],
  ['\t', '\\t'],
  ['\x01', '\\x01'],
  ['\xfe', '\\xfe'],
])('names the delimiter %j', (separator, shown) => {
  const cause = `the columns of 'in/a' have '${shown}' between them: give --delimiter '${shown}'`;
  expect(causeOf(rows(separator), MOVIES)).toBe(cause);
  expect(causeOf(`movie${separator}user${separator}rating${separator}timestamp\n${rows(separator)}`, MOVIES)).toBe(
    `${cause}, and --header, as the first line seems to be one`,
  );
});

test('names the delimiter of a header too', () => {
  const text = `movie\tuser\trating\ttimestamp\n${rows('\t')}`;
  expect(causeOf(text, MOVIES, { header: true })).toBe(
    "the columns of 'in/a' have '\\t' between them: give --delimiter '\\t'",
  );
});

test.each([
  ['::', '::'],
  ['||', '||'],
  ['|~|', '|~|'],
  ['\xc2\xa7', '§'],
  ['\x01\x01', '\\x01\\x01'],
])('names the delimiter of several bytes %j', (separator, shown) => {
  expect(causeOf(rows(separator), { ...MOVIES, delimiter: ',' })).toBe(
    `the columns of 'in/a' have '${shown}' between them: give --delimiter '${shown}'`,
  );
});

test('recognizes a delimiter of two bytes when --delimiter is one half of it', () => {
  const columns = 'id,_a,title,_b,genre,_c,ts';
  const text = '7::Ace: Nature::Comedy::100\n8::Heat::Crime::5\n';
  expect(causeOf(text, { columns, key: 'id', orderBy: 'ts', delimiter: ':' })).toMatch(
    /^the columns of 'in\/a' have '::' between them: .*, and --columns of 4 names$/,
  );
});

test.each([
  ['all quoted', quoted(','), ',', ": give --quote '\"'"],
  ['all quoted, with commas', quoted(','), '^', ", with ',' between them: give --format csv"],
  [
    'all quoted, and another delimiter',
    quoted(';'),
    ',',
    ", with ';' between them: give --delimiter ';', and --quote '\"'",
  ],
  ['a delimiter inside', '"Heat, The",ann,3,100\nheat,ann,3,100\n', ',', ": give --quote '\"'"],
  ['a newline inside', 'heat,ann,"3\n4",100\nheat,ann,3,100\n', ',', ": give --quote '\"'"],
  ['an escape', '"Heat \\"95\\", The",ann,3,100\n', ',', ": give --quote '\"', and --escape '\\'"],
])('names the options that read quoted text: %s', (_, text, delimiter, told) => {
  expect(causeOf(text, { ...MOVIES, delimiter })).toBe(`fields of 'in/a' are in double quotes${told}`);
});

test('names the option for backslashes before quotes', () => {
  const text = '"Heat \\"95\\", The",ann,3,100\n"Up",bob,4,200\n';
  expect(causeOf(text, { format: 'csv' })).toBe(
    "quotes within fields of 'in/a' have a backslash before them: give --escape '\\'",
  );
});

test.each([
  ['delimiters', 'heat\\,\\ 2,ann,3,100\nup,bob,4,200\n', {}],
  ['newlines', 'heat\\\nagain,ann,3,100\nup,bob,4,200\n', {}],
  [
    'delimiters far behind the start of the file',
    `${rows(',').repeat(20)}Heat\\, The,ann,3,100\n`,
    { bad: 60, cut: true },
  ],
])('names the option for backslashes before %s outside of quotes', (_, text, how) => {
  expect(causeOf(text, { ...MOVIES, delimiter: ',' }, how)).toBe(
    "delimiters or newlines in values of 'in/a' have a backslash before them: give --escape '\\'",
  );
});

test('does not blame backslashes that do not repair the columns', () => {
  const text = 'C:\\,ann,3,100,x\nD:\\,bob,4,200,x\n';
  expect(
    causeOf(text, { ...MOVIES, delimiter: ',', columns: 'movie,user,timestamp', orderBy: 'timestamp' }),
  ).not.toMatch(/backslash/);
});

test('recognizes quoted text far behind the start of the file by the bad line itself', () => {
  const text = `${rows(',').repeat(20)}"Heat, The",ann,3,100\n`;
  expect(causeOf(text, { ...MOVIES, delimiter: ',' }, { bad: 60, cut: true })).toMatch(/are in double quotes/);
});

test.each([
  ['alone', 'id,v,ts\n1,a,5\n2,b,6\n', "the first line of 'in/a' is a header: give --header"],
  ['and nothing else', 'id,v,ts\n', "the first line of 'in/a' is a header: give --header"],
  ['in quotes', '"id","v","ts"\n1,a,5\n', "the first line of 'in/a' is a header: give --header"],
  ['behind a mark', '\xef\xbb\xbfid,v,ts\n1,a,5\n', "the first line of 'in/a' is a header: give --header"],
  [
    'of other names',
    'key,value,time\n1,a,5\n2,b,6\n',
    "the first line of 'in/a' seems to be a header: give --header, and --columns 'key,value,time'",
  ],
  [
    'in another order',
    'id,ts,v\n1,5,a\n',
    "the first line of 'in/a' is a header in another order than --columns: give --header, which reads it by name",
  ],
  [
    'of fewer names',
    'v,ts\n1,a,5\n2,b,6\n',
    "the first line of 'in/a' seems to be a header with other columns than the records have: give --skip-lines 1, or give it as many names",
  ],
  [
    'of a file that tells nothing else',
    'id,v,ts\n1,a,x\n2,3,4,5\n',
    "the first line of 'in/a' is a header: give --header",
  ],
])('recognizes a header without --header: %s', (_, text, cause) => {
  const bad = text.startsWith('\xef') ? text.slice(3) : text;
  const found = likelyCauseBehindMark(text, bad);
  expect(found).toBe(cause);
});

/** A byte order mark lies before the first bad record. */
function likelyCauseBehindMark(text: string, bad: string) {
  if (text === bad) return causeOf(text, ITEMS);
  const bytes = Buffer.from(text, 'latin1');
  const example = { file: 'in/a', offset: 3, reason: 'order' as const, detail: '', line: 'id,v,ts' };
  return likelyCause({ bytes, isWhole: true, fileBytes: bytes.length }, example, resolveSpec(ITEMS), false);
}

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

test('names another column that holds only integers', () => {
  expect(causeOf('a,100,x\nb,200,y\n', ITEMS)).toMatch(
    /while 'v' holds nothing else: look whether --columns has the order/,
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

test('tells a line of dashes below a header', () => {
  expect(causeOf('id,v,ts\n--,-,--\n1,a,5\n', ITEMS, { bad: 1, header: true })).toBe(
    "a line of 'in/a' has dashes alone, as programs write them below a header: --bad-records drop leaves it out",
  );
});

test('tells quotes behind blanks', () => {
  expect(causeOf('1, "a, b", 5\n2, "c", 6\n', { ...ITEMS, quote: '"' })).toBe(
    "quotes of 'in/a' stand behind blanks, where they are data: give --trim",
  );
});

test('tells a header that has more names than the lines have columns', () => {
  const items = { columns: 'id,ts,v,more', key: 'id', orderBy: 'ts', delimiter: ',' };
  expect(causeOf('id,ts,v,more\n1,2,3\n1,4,5\n', items, { bad: 1, header: true })).toMatch(
    /^lines of 'in\/a' lack columns at their end: give --missing-columns empty/,
  );
});
