import type { Dialect } from '../../../job/options/spec';
import { type InProcess, keepLatestOf } from '../../support/in-process';
import type { OracleSpec } from '../../support/oracle';

/** Two columns: a key, and an integer to order by. */
const PAIR: OracleSpec = { columns: 2, delimiter: ',', keyColumns: [0], orderColumn: 1, orderIsText: false };
/** Two columns of a key, and an integer. */
const TRIPLE: OracleSpec = { columns: 3, delimiter: ',', keyColumns: [0, 1], orderColumn: 2, orderIsText: false };
const CSV: Partial<Dialect> = { quote: '"', escape: '"' };
const BACKSLASH: Partial<Dialect> = { quote: '"', escape: '\\' };
const ESCAPED: Partial<Dialect> = { quote: null, escape: '\\' };

/** Expects the kept records in any order, and the reason and the line of each bad record in theirs. */
async function expectRead(text: string, how: InProcess, kept: readonly string[], bad: readonly (readonly string[])[]) {
  const { records, rejects } = await keepLatestOf([Buffer.from(text, 'latin1')], how);
  const rest = kept.reduce((left, record) => left.replace(`${record}\n`, ''), records.toString('latin1'));
  expect([rest, rejects.map(({ reason, line }) => [reason, line])]).toEqual(['', bad]);
}

describe('records of one key', () => {
  it.each<[title: string, how: InProcess, text: string, kept: readonly string[]]>([
    ['quoted and not', { spec: PAIR, dialect: CSV }, '"heat",1\nheat,2\n', ['heat,2']],
    ['an order value quoted and not', { spec: PAIR, dialect: CSV }, 'heat,"7"\nheat,6\n', ['heat,"7"']],
    ['quotes doubled in quotes', { spec: PAIR, dialect: CSV }, '"a""b",1\na"b,2\n', ['a"b,2']],
    ['a quote behind a backslash', { spec: PAIR, dialect: BACKSLASH }, '"a\\"b",3\na"b,2\n', ['"a\\"b",3']],
    ['a delimiter in quotes', { spec: PAIR, dialect: CSV }, '"a,b",1\n"a,b",2\n', ['"a,b",2']],
    ['a newline in quotes', { spec: PAIR, dialect: CSV }, '"a\r\nb",1\r\n"a\r\nb",2\r\n', ['"a\r\nb",2']],
    [
      'a delimiter behind an escape, and bytes that need none',
      { spec: PAIR, dialect: ESCAPED },
      'a\\,\\"\\x,1\na\\,"x,\\2\n',
      ['a\\,"x,\\2'],
    ],
    ['a letter for a control byte', { spec: PAIR, dialect: ESCAPED }, 'a\\tb,1\na\tb,2\na\\\tb,3\n', ['a\\\tb,3']],
    ['two columns, with escapes and without', { spec: TRIPLE, dialect: ESCAPED }, '\\a,\\x,1\na,x,2\n', ['a,x,2']],
    ['an empty value quoted and not', { spec: PAIR, dialect: CSV }, '"",1\n,2\n', [',2']],
    ['a delimiter of two bytes', { spec: { ...PAIR, delimiter: '::' } }, 'a:b::1\na:b::2\n', ['a:b::2']],
    ['the leftmost of two delimiters', { spec: { ...TRIPLE, delimiter: '::' } }, 'a:::b::1\na:::b::2\n', ['a:::b::2']],
    ['blanks around a field', { spec: PAIR, dialect: { isTrimmed: true } }, ' a\t,1\na, 2 \n', ['a, 2 ']],
    [
      'blanks around quotes',
      { spec: PAIR, dialect: { ...CSV, isTrimmed: true } },
      ' "a" ,1\na,2\n" a",3\n',
      ['" a",3', 'a,2'],
    ],
    ['two columns quoted and not', { spec: TRIPLE, dialect: CSV }, '"a","b",1\na,b,2\n', ['a,b,2']],
    [
      'a long delimiter, quoted and not',
      { spec: { ...TRIPLE, delimiter: '::' }, dialect: CSV },
      'a:b::c::1\n"a:b"::c::2\n',
      ['"a:b"::c::2'],
    ],
  ])('are one where they differ by %s', async (_, how, text, kept) => {
    await expectRead(text, how, kept, []);
  });

  it.each([
    ['a,b', 'c', 'a', 'b,c'],
    ['a', 'b', 'a,b', ''],
    ['"', '', '', '"'],
    ['"\x01\0\0\0a', 'b', 'a', 'b'],
  ])('are two where %j and %j is one key, and %j and %j the other', async (a, b, c, d) => {
    const quoted = [a, b, c, d].map((value) => `"${value.replaceAll('"', '""')}"`);
    const text = `${quoted.slice(0, 2)},1\n${quoted.slice(2)},1\n`;
    await expectRead(text, { spec: TRIPLE, dialect: CSV }, text.slice(0, -1).split('\n'), []);
  });
});

it.each([
  ['a\\,b,c', 'a,b\\,c'],
  ['\\N,b', '\\\\N,b'],
  ['\\N,b', 'N,b'],
  ['\\\\n,b', '\\n,b'],
  ['\\\\,b', '\\\\\\\\,b'],
  ['\\\\\x01\\0\\0\\0a,b', '\\\\\x01\\0\\0\\0,ab'],
])('%j and %j with escapes are two keys', async (one, other) => {
  await expectRead(`${one},1\n${other},1\n`, { spec: TRIPLE, dialect: ESCAPED }, [`${one},1`, `${other},1`], []);
});

it.each<[text: string, bad: readonly (readonly [string, string])[], kept: readonly string[]]>([
  ['"a"b,1\nc,2\n', [['quote', '"a"b,1']], ['c,2']],
  ['"a" ,1\nc,2\n', [['quote', '"a" ,1']], ['c,2']],
  ['"a"\r,1\n', [['quote', '"a"\r,1']], []],
  ['"a"b"c,1\nd,2\n', [['quote', '"a"b"c,1']], ['d,2']],
  ['a"b,1\n', [], ['a"b,1']],
  ['"a,1\nb,2\nc,3\n', [['open-quote', '"a,1']], ['b,2', 'c,3']],
  ['a,"1\nb,2\n"c,3\nd,4', [['quote', 'a,"1\nb,2\n"c,3']], ['d,4']],
  ['"a\nb","1\nc,2\n', [['open-quote', '"a\nb","1']], ['c,2']],
  ['"a""\nb,1\n', [['open-quote', '"a""']], ['b,1']],
])('reads %j', async (text, bad, kept) => {
  await expectRead(text, { spec: PAIR, dialect: CSV }, kept, bad);
});
