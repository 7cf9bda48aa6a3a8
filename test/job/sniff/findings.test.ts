/** What `dedup sniff` finds in the samples, and what it is unsure of. test/program/sniff.test.ts runs the printed commands. */

import { quoteArgument } from '../../../job/shared/shell-quote';
import { describeFindings } from '../../../job/sniff/describe';
import { findingsDocument } from '../../../job/sniff/document';
import { sniffed } from '../../../job/sniff/findings';
import { runCommand } from '../../../job/sniff/run-command';
import { type FileSample, SAMPLE_BYTES } from '../../../job/sniff/sample';
import { readDocument, tableRows } from '../../support/documents';
import type { Files } from '../../support/folder';
import { Random } from '../../support/random';
import { JSON_LINES, NOT_UNDERSTOOD } from '../../support/sniff-json';
import { SURE } from '../../support/sniff-sure';
import { UNSURE } from '../../support/sniff-unsure';

/** Samples of files that need neither unpacking nor decoding. */
function samplesOf(files: Files): FileSample[] {
  return Object.entries(files).map(([path, content]) => {
    const bytes = Buffer.from(content as string, 'latin1');
    return { path, bytes: bytes.subarray(0, SAMPLE_BYTES), isWhole: bytes.length <= SAMPLE_BYTES, isUtf16: false };
  });
}

function commandFor(files: Files) {
  const found = sniffed(samplesOf(files));
  if (found.table === null) throw new Error(found.others[0]?.why);
  const { words } = runCommand(found, { inputs: ['in'], output: 'latest/' });
  const options = words.slice(words.indexOf('latest/') + 1);
  return { options: options.map(quoteArgument).join(' '), doubts: found.doubts };
}

test('job/README.md lists every field of the document', () => {
  const found = sniffed(samplesOf({ in: 'id,v,ts\n1,a,5\n1,b,6\n' }));
  if (found.table === null) throw new Error(found.others[0]?.why);
  const looked = { files: 1, bytes: 20, lookedFiles: 1, lookedBytes: 20 };
  const fields = Object.keys(findingsDocument(found, looked, runCommand(found, { inputs: ['in'], output: 'out' })));
  const rows = tableRows(readDocument('job/README.md'), 'sniff field');
  expect(rows.flatMap(([names = '']) => names.match(/\w+/g) ?? [])).toEqual(fields);
});

const asText = (files: Files) => Object.values(files).every((content) => typeof content === 'string');

test.each([...SURE, ...UNSURE, ...JSON_LINES].filter(({ files }) => asText(files)))(
  '$title',
  ({ files, options, unsure }) => {
    const found = commandFor(files);
    expect({ ...found, unsure: [...new Set(found.doubts.map(({ about }) => about))].sort() }).toEqual({
      options,
      doubts: found.doubts,
      unsure,
    });
  },
);

test('a line that heads the records behind it is told, since its value would be lost', () => {
  const { doubts } = commandFor({ a: '17:\n1,3,2005-09-06\n2,5,2005-05-13\n' });
  expect(doubts.map(({ why }) => why).join()).toContain(
    "lines such as '17:' seem to head the records behind them, which lack this value: write it into each record",
  );
});

test('a table with more columns than a run takes is refused', () => {
  const line = (value: (column: number) => string | number) => Array.from({ length: 4001 }, (_, i) => value(i)).join();
  const files = { wide: `${line((i) => `c${i}`)}\n${line((i) => i)}\n${line((i) => i + 1)}\n` };
  expect(() => sniffed(samplesOf(files))).toThrow("'wide' has 4001 columns, at most 4000 are possible");
});

test('a word for no value is not a time without an offset', () => {
  const { doubts } = commandFor({
    a: 'id,at\n1,2026-01-01T00:00:00Z\n2,NULL\n3,2026-01-02T00:00:00Z\n1,2026-01-03T00:00:00Z\n',
  });
  expect(doubts.map(({ why }) => why).join()).not.toContain('name no offset');
});

test.each<[title: string, files: Files, ranks: string, condition: string]>([
  ['I, U and D', { a: 'Op,at,id\nI,2026-01-01,1\nU,2026-01-02,1\nD,2026-01-03,1\n' }, 'Op:rank(I<U<D)', 'Op=D'],
  [
    'I, U and D, which some files lack',
    { a: 'at,id\n2026-01-01,1\n', b: 'Op,at,id\nI,2026-01-01,1\nU,2026-01-02,1\nD,2026-01-03,1\n' },
    'Op:rank(I<U<D)',
    'Op=D',
  ],
  [
    'r, c, u and d of JSON Lines',
    { a: ['r', 'c', 'u', 'd'].map((op, i) => `{"op":"${op}","ts_ms":170000000000${i},"after":{"id":1}}\n`).join('') },
    'op:rank(r<c<u<d)',
    'op=d',
  ],
])('a column with %s tells of deletes, and how they are left out', (_, files, ranks, condition) => {
  const [found] = commandFor(files).doubts.filter(({ why }) => why.includes('inserts'));
  expect(found?.why).toContain(`--delete-when '${condition}' leaves deleted keys out`);
  expect(found?.why).toContain(`${ranks} as a further order column puts deletes last`);
});

const CDC = 'id,_ab_cdc_lsn,_ab_cdc_updated_at,_ab_cdc_deleted_at';
const AT = '2026-03-01T00:00:00Z';
const ORDERED = ['2026-03-01T00:00:00Z', '2026-03-01T00:00:01Z', '2026-03-01T00:00:02Z'];

test.each<[title: string, files: Files, condition: string]>([
  ['Airbyte', { a: `${CDC}\n1,5,${AT},\n2,6,${AT},${AT}\n3,7,${AT},\n` }, '_ab_cdc_deleted_at!='],
  [
    'Singer, whose records may lack the name',
    { a: `{"id":1,"_sdc_sequence":5}\n{"id":2,"_sdc_sequence":6,"_sdc_deleted_at":"${AT}"}\n` },
    '_sdc_deleted_at!=',
  ],
  [
    'soft deletes, most of which have a time',
    { a: `id,updated_at,deletedAt\n${ORDERED.map((at, i) => `${i},${at},${i === 1 ? '\\N' : at}\n`).join('')}` },
    'deletedAt!=',
  ],
  [
    'rows in an envelope, with numbers of milliseconds',
    {
      a: [null, 1772323200000, null]
        .map((at, i) => `{"ts":177232320000${i},"row":{"id":${i},"delete_time":${at}}}\n`)
        .join(''),
    },
    'row.delete_time!=',
  ],
])('a column with times of deletes tells of deletes: %s', (_, files, condition) => {
  const { doubts, options } = commandFor(files);
  expect(doubts.map(({ why }) => why)).toContainEqual(
    `${condition.replace('!=', '')} seems to tell when records were deleted: --delete-when '${condition}' leaves deleted keys out`,
  );
  expect(options).toMatch(/--order-by (?!\S*delete)\S/);
});

test.each([
  ['that no record has', ['', '', '']],
  ['that each record has', [AT, AT, AT]],
  ['where a zero is written', ['0', '1772323200000', '']],
  ['that are no times', ['x', '', 'y']],
])('a column of deletes with values %s tells of none by them', (_, values) => {
  const text = ORDERED.map((at, i) => `${i},${at},${values[i]}\n`).join('');
  const { doubts } = commandFor({ a: `id,updated_at,deleted_at\n${text}` });
  expect(doubts.map(({ why }) => why).join()).not.toContain('--delete-when');
});

test.each(NOT_UNDERSTOOD)('%s is not understood', (_, content, says) => {
  const bytes = Buffer.from(content as string, 'latin1');
  const found = sniffed([{ path: 'in/a', bytes, isWhole: true, isUtf16: false }]);
  expect(found.table).toBeNull();
  expect(found.others.map(({ why }) => why)).toEqual([expect.stringMatching(says)]);
});

test('no text makes it fail, whatever stands where', () => {
  const random = new Random(20261130);
  const texts = [...SURE, ...UNSURE, ...JSON_LINES]
    .filter(({ files }) => asText(files))
    .flatMap(({ files }) => Object.values(files) as string[]);
  const pieces = [
    '"',
    "'",
    ',',
    ';',
    '|',
    '\\',
    '\n',
    '\r',
    '\r\n',
    '\0',
    '#',
    ' ',
    '\t',
    '{',
    '}',
    '[',
    ':',
    '\xff',
    '\xef\xbb\xbf',
    '1e9',
    'NA',
    '',
  ];
  let tables = 0;
  for (let round = 0; round < 400; round++) {
    const changed = Array.from({ length: random.int(1, 4) }, () => {
      let text = random.pick(texts);
      for (let i = random.int(0, 6); i > 0; i--) {
        const at = random.int(0, text.length);
        text = text.slice(0, at) + random.pick(pieces).repeat(random.int(1, 4)) + text.slice(at + random.int(0, 4));
      }
      return text;
    });
    const samples = samplesOf(Object.fromEntries(changed.map((text, i) => [`in/${i}`, text])));
    const found = sniffed(samples.map((sample) => ({ ...sample, isWhole: random.chance(0.5) })));
    if (found.table === null) expect(found.others).toHaveLength(samples.length);
    else {
      tables++;
      const looked = { files: 1, bytes: 20, lookedFiles: 1, lookedBytes: 20 };
      const command = runCommand(found, { inputs: ['in'], output: 'latest/' });
      expect(describeFindings(found, looked, command)).toMatch(/\ndedup run in --output latest\/ [^\n]*--key [^\n]*$/);
      expect(found.table.files.length + found.others.length).toBe(samples.length);
    }
  }
  expect(tables).toBeGreaterThan(150);
});

test('a header of thousands of names is understood', () => {
  const names = Array.from({ length: 4000 }, (_, i) => (i === 0 ? 'id' : i === 3999 ? 'ts' : `v${i}`));
  const records = [1, 2, 3].map((each) => `${names.map(() => each).join(',')}\n`);
  const { options } = commandFor({ in: `${names.join(',')}\n${records.join('')}` });
  expect(options).toBe('--format csv --header --key id --order-by ts:int');
});

test('names that differ in case alone are different columns', () => {
  const found = sniffed(samplesOf({ in: 'ID,id,ts\n1,a,5\n2,b,6\n' }));
  expect(found.table?.columns.map(({ values }) => values)).toEqual([
    ['1', '2'],
    ['a', 'b'],
    ['5', '6'],
  ]);
});
