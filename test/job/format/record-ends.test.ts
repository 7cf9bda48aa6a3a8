import { fieldsIn } from '../../../job/format/fields';
import { endOfQuoted, endOfQuotedFrom, overlongQuoted } from '../../../job/format/record-ends';
import { type QuotedDialect, quotedDialect } from '../../../job/format/record-walk';
import type { Dialect } from '../../../job/options/spec';
import { MAX_LINE_BYTES } from '../../../job/shared/limits';
import { Random } from '../../support/random';

const CSV: Dialect = { delimiter: ',', quote: '"', escape: '"', isTrimmed: false, hasTrailingDelimiter: false };
const BACKSLASH: Dialect = { ...CSV, escape: '\\' };
const compiled = (dialect: Dialect, comment: string | null = null) => quotedDialect(dialect, comment) as QuotedDialect;
const csv = compiled(CSV);

/** The records of a file, as they are read from its first byte on. */
function recordsIn(text: string, dialect: QuotedDialect): string[] {
  const bytes = Buffer.from(text, 'latin1');
  const records: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = endOfQuoted(bytes, start, dialect);
    records.push(bytes.subarray(start, end < 0 ? bytes.length : end).toString('latin1'));
    start = end < 0 ? bytes.length : end;
  }
  return records;
}

it.each<[string, QuotedDialect, string[]]>([
  ['outside of quotes only', csv, ['a,b\n', '"a\nb",c\r\n', '\n', '"",""\n', 'a"b\n', 'x']],
  ['behind doubled quotes', csv, ['"a""\n""b"\n', '""""\n', '"""\n"\n']],
  ['behind a field that goes on behind its closing quote', csv, ['"a"b"c\n', '"d\ne"\n']],
  ['behind escaped quotes', compiled(BACKSLASH), ['"a\\"\n\\\\"\n', '"\\\n"\n', 'a\\\n']],
  [
    'behind quotes that follow a delimiter of several bytes',
    compiled({ ...CSV, delimiter: '::' }),
    ['a:"\n', 'a::"\n"\n'],
  ],
  [
    'behind blanks before quotes, where these are trimmed',
    compiled({ ...CSV, isTrimmed: true }),
    [' "\n" \n', ' a "\n'],
  ],
  ['where blanks before quotes count', csv, [' "\n', 'a, "\n']],
  ['with the line of a comment, whatever is in it', compiled(CSV, '##'), ['## "\n', '#,"#\n"\n', '##\n', 'a,##"\n']],
])('a record ends %s', (_, dialect, expected) => {
  expect(recordsIn(expected.join(''), dialect)).toEqual(expected);
});

it('finds the same ends wherever it begins to look', () => {
  const bytes = Buffer.from('a,"b\nc"\n"d"\n\n"\n\n",e\nf');
  const ends = [8, 12, 13, 20];
  for (let from = 0; from < bytes.length; from++) {
    expect([from, endOfQuotedFrom(bytes, from, csv)]).toEqual([from, ends.find((end) => end > from) ?? -1]);
    const last = endOfQuotedFrom(bytes.subarray(0, from), from - 1, csv);
    expect([from, last]).toEqual([from, ends.includes(from) ? from : -1]);
  }
});

it('agrees with the splitter of fields on random bytes: a record goes on exactly where a quote is open', () => {
  const random = new Random(17);
  const dialects = [CSV, BACKSLASH, { ...CSV, isTrimmed: true }, { ...BACKSLASH, delimiter: '::', isTrimmed: true }];
  let open = 0;
  for (let round = 0; round < 4000; round++) {
    const dialect = dialects[round % dialects.length] as Dialect;
    const text = Array.from({ length: 30 }, () => random.pick(['"', '"', ',', ':', '\\', ' ', 'a', '\n', '\r'])).join(
      '',
    );
    const [record = '', ...others] = recordsIn(text, compiled(dialect));
    const isEnded = record.endsWith('\n') && !isOpen(record.slice(0, -1), dialect);
    if (!isEnded) open++;
    expect([text, isEnded || others.length === 0]).toEqual([text, true]);
    for (let i = record.indexOf('\n'); i >= 0 && i < record.length - 1; i = record.indexOf('\n', i + 1)) {
      expect([text, i, isOpen(record.slice(0, i), dialect)]).toEqual([text, i, true]);
    }
  }
  expect(open).toBeGreaterThan(100);
});

function isOpen(record: string, dialect: Dialect): boolean {
  return fieldsIn(record, dialect).at(-1)?.fault === 'open-quote';
}

describe('a record without an end', () => {
  const L = MAX_LINE_BYTES;
  const fill = (bytes: number, byte = 'x') => byte.repeat(bytes);

  /** The end and the judgement of the first record, of bytes that are followed by more lines. */
  function judged(start: string, dialect = csv) {
    const bytes = Buffer.from(`${start}\nnext,"line"\n`, 'latin1');
    return [endOfQuoted(bytes, 0, dialect), overlongQuoted(bytes, dialect)] as const;
  }

  it('ends with the line on which its quote opened', () => {
    const start = `a,b,"c\nd",e,"f\n`;
    expect(judged(`${start}${fill(L)}`)).toEqual([start.length, { reason: 'open-quote', end: start.length }]);
  });

  it.each([
    ['at the last byte that counts', `${fill(L - 2)},"`, `\n${fill(10)}`, L + 1, 'open-quote'],
    ['behind the last byte that counts', `"\n"${fill(L - 4)},`, `"\nz\n"`, L + 2, 'length'],
    ['on a line of the greatest length', `"${fill(L - 1)}`, '\nz', L + 1, 'open-quote'],
    ['on a line of the greatest length with a carriage return', `"${fill(L - 1)}`, '\r\nz', L + 2, 'length'],
    ['on a longer line', `"${fill(L)}`, '\nz', L + 2, 'length'],
    ['and closes as the last byte that counts', `"\n${fill(L - 3)}"`, `${fill(5)}\nz`, L + 6, 'length'],
    ['and is doubled there', `"\n${fill(L - 3)}"`, `"${fill(5)}\nz`, 2, 'open-quote'],
    ['and closes behind it', `"\n${fill(L - 2)}`, `"\nz`, 2, 'open-quote'],
  ])('whose quote opens %s', (_, before, behind, end, reason) => {
    expect(before.length).toBeLessThanOrEqual(L + 1);
    const [found, overlong] = judged(before + behind);
    expect(found).toBe(end);
    expect(overlong).toEqual(reason === 'length' ? { reason } : { reason, end });
  });

  it('is too long where no quote is open, and ends with the next newline', () => {
    expect(judged(`"a\nb",${fill(L)}`)).toEqual([L + 7, { reason: 'length' }]);
    expect(judged(`"a\nb",${fill(L - 6)},"\n"`)).toEqual([L + 3, { reason: 'length' }]);
  });

  it('ends with its line where it is a comment', () => {
    expect(judged(`##"\n${fill(L)}`, compiled(CSV, '##'))[0]).toBe(4);
    expect(judged(`##"${fill(L)}`, compiled(CSV, '##'))).toEqual([L + 4, { reason: 'length' }]);
  });

  it('ends with the line of its quote where the file ends', () => {
    const bytes = Buffer.from('a,"b\nc,d\n');
    expect(endOfQuoted(bytes, 0, csv)).toBe(-1);
    expect(overlongQuoted(bytes, csv)).toEqual({ reason: 'open-quote', end: 5 });
  });
});
