/** Delimiters, quotes and headers: how the options divide a file, and how the file is divided. */

import { likelyCause } from '../../../job/diagnosis/likely-cause';
import { type RecordOptions, resolveSpec } from '../../support/record-options';
import { causeOf, ITEMS } from './cause-of';

const MOVIES: Partial<RecordOptions> = {};

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

test('tells quotes behind blanks', () => {
  expect(causeOf('1, "a, b", 5\n2, "c", 6\n', { ...ITEMS, quote: '"' })).toBe(
    "quotes of 'in/a' stand behind blanks, where they are data: give --trim",
  );
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
