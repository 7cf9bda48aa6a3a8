import { type Field, fieldsIn } from '../../../job/format/fields';
import type { Dialect } from '../../../job/options/spec';

const PLAIN: Dialect = { delimiter: ',', quote: null, escape: null, isTrimmed: false, hasTrailingDelimiter: false };
const CSV: Dialect = { ...PLAIN, quote: '"', escape: '"' };
const BACKSLASH: Dialect = { ...CSV, escape: '\\' };
const ESCAPED: Dialect = { ...PLAIN, escape: '\\' };

const raws = (fields: readonly Field[]) => fields.map(({ raw }) => raw);
const values = (fields: readonly Field[]) => fields.map(({ value }) => value);
const faults = (fields: readonly Field[]) => fields.map(({ fault }) => fault);

it.each<[string, Dialect, string, string[]]>([
  ['a quote is data in a dialect without quotes', PLAIN, '"a,b",c', ['"a', 'b"', 'c']],
  ['a delimiter has several bytes, and matches leftmost', { ...PLAIN, delimiter: '::' }, 'a:::b::', ['a', ':b', '']],
  ['delimiters and newlines within quotes are data', CSV, '"a,b\r\nc",d', ['a,b\r\nc', 'd']],
  ['a doubled quote is one quote', CSV, '"a""b","""",""', ['a"b', '"', '']],
  ['a quote in the middle of a field is data', CSV, 'a"b,c"', ['a"b', 'c"']],
  ['an escape makes the next byte data', BACKSLASH, '"a\\"b\\\\","\\n\\\n"', ['a"b\\', 'n\n']],
  ['an escape outside of quotes is data', BACKSLASH, 'a\\,b', ['a\\', 'b']],
  [
    'a quoted field may be followed by a delimiter of several bytes',
    { ...CSV, delimiter: '||' },
    '"a"||"|"||b',
    ['a', '|', 'b'],
  ],
  ['an escape makes the next byte data without quotes', ESCAPED, 'a\\,b\\\n,\\\\,"c,\\"', ['a,b\n', '\\', '"c', '"']],
  ['some letters behind an escape are control bytes', ESCAPED, '\\0\\b\\t\\n\\v\\f\\r\\Z\\q', ['\0\b\t\n\v\f\r\x1aq']],
  ['no value stays apart from text', ESCAPED, '\\N,\\\\N,\\NN,N', ['\\N', '\\\\N', 'NN', 'N']],
  ['an escape may stand in a delimiter', { ...ESCAPED, delimiter: '::' }, 'a\\:::b:\\:', ['a:', 'b::']],
  ['blanks count where nothing is trimmed', CSV, ' a , "b"', [' a ', ' "b"']],
  [
    'blanks around a field do not count where it is trimmed',
    { ...CSV, isTrimmed: true },
    ' a\t, " b " ,\t',
    ['a', ' b ', ''],
  ],
  [
    'blanks are no delimiter, unless they are one',
    { ...CSV, isTrimmed: true, delimiter: '\t' },
    '\t "a" \tb',
    ['', 'a', 'b'],
  ],
  ['an empty record has one empty field', CSV, '', ['']],
])('%s', (_, dialect, record, expected) => {
  const fields = fieldsIn(record, dialect);
  expect(values(fields)).toEqual(expected);
  expect(raws(fields).join(dialect.delimiter)).toBe(record);
  expect(faults(fields)).toEqual(expected.map(() => null));
});

it.each<[string, Dialect, string, Partial<Field>[]]>([
  [
    'bytes behind a closing quote are a fault, and the rest of the field is text',
    CSV,
    '"a"b"c,d","e"',
    [{ raw: '"a"b"c', fault: 'quote' }, { raw: 'd"', fault: null }, { value: 'e' }],
  ],
  [
    'blanks behind a closing quote are a fault where nothing is trimmed',
    CSV,
    '"a" ,b',
    [{ fault: 'quote' }, { value: 'b' }],
  ],
  [
    'a bare quote closes where quotes are escaped',
    BACKSLASH,
    '"a""b",c',
    [{ raw: '"a""b"', fault: 'quote' }, { value: 'c' }],
  ],
  ['a carriage return behind a closing quote is a fault', CSV, '"a"\r', [{ fault: 'quote' }]],
  [
    'an escape with nothing behind it is a fault',
    ESCAPED,
    'a\\\\,b\\',
    [{ fault: null }, { value: 'b', fault: 'open-escape' }],
  ],
  ['a quote that does not close takes the rest', CSV, 'a,"b,c', [{ value: 'a' }, { raw: '"b,c', fault: 'open-quote' }]],
  ['an escape at the end closes nothing', BACKSLASH, '"a\\', [{ value: 'a', fault: 'open-quote' }]],
])('%s', (_, dialect, record, expected) => {
  const fields = fieldsIn(record, dialect);
  expect(raws(fields).join(dialect.delimiter)).toBe(record);
  expect(fields).toEqual(expected.map((field) => expect.objectContaining(field)));
});
