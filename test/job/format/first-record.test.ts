import { likeliestFirst } from '../../../job/format/first-record';
import { endOfQuoted } from '../../../job/format/record-ends';
import { type QuotedDialect, quotedDialect } from '../../../job/format/record-walk';
import type { Dialect } from '../../../job/options/spec';
import { Random } from '../../support/random';

const CSV: Dialect = { delimiter: ',', quote: '"', escape: '"', isTrimmed: false, hasTrailingDelimiter: false };
const compiled = (dialect: Dialect, comment: string | null = null) => quotedDialect(dialect, comment) as QuotedDialect;

/** The cuts at which another place is guessed than where a record begins, read from the front. */
function wrongCuts(file: Buffer, columns: number, dialect: QuotedDialect): { wrong: number[]; cuts: number } {
  const starts: number[] = [];
  for (let at = 0; at >= 0 && at < file.length; at = endOfQuoted(file, at, dialect)) starts.push(at);
  starts.push(file.length);
  const wrong: number[] = [];
  let next = 0;
  for (let cut = 1; cut < file.length; cut++) {
    while ((starts[next] as number) < cut) next++;
    const first = likeliestFirst(file.subarray(cut - 1), columns, true, dialect);
    if ((first < 0 ? file.length : cut - 1 + first) !== starts[next]) wrong.push(cut);
  }
  return { wrong, cuts: file.length - 1 };
}

/** A file as a program writes it that quotes every text, or only where it has to. */
function written(random: Random, { delimiter, escape: escaping }: Dialect, quotesAll: boolean, rows: number): Buffer {
  const texts = [
    'heat',
    'up',
    'say "hi"',
    `a${delimiter} b`,
    'two\nlines',
    '',
    '"',
    'x\r\ny',
    'plain text, more',
    'ann',
  ];
  const quoted = (text: string) => `"${text.replaceAll('"', `${escaping}"`)}"`;
  const isNeedy = (text: string) => /["\n\r]/.test(text) || text.includes(delimiter);
  const field = (text: string) => (quotesAll || isNeedy(text) ? quoted(text) : text);
  const row = () => [random.pick(texts), random.pick(texts), `${random.int(0, 5)}`, `${random.int(0, 1e9)}`];
  return Buffer.from(Array.from({ length: rows }, () => `${row().map(field).join(delimiter)}\n`).join(''));
}

describe.each([
  ['quotes every field', true],
  ['quotes where it has to', false],
])('in a file whose writer %s', (_, quotesAll) => {
  it.each<[string, Dialect]>([
    ['commas', CSV],
    ['a delimiter of two bytes', { ...CSV, delimiter: '::' }],
    ['escaped quotes', { ...CSV, escape: '\\' }],
  ])('finds the first record behind almost every cut, with %s', (__, dialect) => {
    const { wrong, cuts } = wrongCuts(written(new Random(5), dialect, quotesAll, 150), 4, compiled(dialect));
    expect(cuts).toBeGreaterThan(3000);
    // a field of the first column whose newline leaves a rest that looks whole cannot be told for sure
    expect(wrong.length / cuts).toBeLessThan(0.01);
  });
});

it('finds the first record in a file without a quote, and where many records are bad', () => {
  const good = 'heat,ann,3,5\n';
  expect(wrongCuts(Buffer.from(good.repeat(50)), 4, compiled(CSV)).wrong).toEqual([]);
  const mixed = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 'bad\n' : i === 31 ? '"a,b",b,3,5\n' : good));
  expect(wrongCuts(Buffer.from(mixed.join('')), 4, compiled(CSV)).wrong).toEqual([]);
});

it('takes no quote in a comment for one', () => {
  const file = Buffer.from('a,b\n# it"s\nc,"d"\ne,f\n# 5" and\n'.repeat(20));
  expect(wrongCuts(file, 2, compiled(CSV, '#')).wrong).toEqual([]);
});

it('finds the end of a long quoted text', () => {
  const text = Array.from({ length: 600 }, (_, i) => `line ${i}, of a text`).join('\n');
  const file = Buffer.from(`a,b,c,"${text}"\n${'d,e,f,"g"\n'.repeat(300)}`);
  const cut = file.indexOf('line 17');
  expect(cut - 1 + likeliestFirst(file.subarray(cut - 1), 4, true, compiled(CSV))).toBe(file.indexOf('\nd,e') + 1);
});

it('asks for more bytes where those that it has do not suffice', () => {
  const records = Buffer.from('a,"b"\n'.repeat(6000));
  const dialect = compiled(CSV);
  expect(likeliestFirst(records.subarray(1, 5000), 2, false, dialect)).toBe(-1);
  expect(likeliestFirst(records.subarray(1, 20_000), 2, false, dialect)).toBe(5);
  const long = Buffer.from(`x,"${'y'.repeat(100_000)}"\n${'a,"b"\n'.repeat(6000)}`);
  expect(likeliestFirst(long.subarray(1, 90_000), 2, false, dialect)).toBe(-1);
  expect(likeliestFirst(long.subarray(1), 2, false, dialect)).toBe(long.indexOf('\n'));
  expect(likeliestFirst(Buffer.from('no newline'), 2, true, dialect)).toBe(-1);
});
