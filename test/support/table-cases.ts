/** Outputs that are read as a table of the Glue catalog. */

import type { Context } from '../../lib/settings/read';

/** An input, and how a run reads it. */
export interface TableCase {
  readonly input: string;
  /** The settings of a deployment. */
  readonly settings: Context;
  /** The same as options of `dedup run`. */
  readonly options: readonly string[];
}

export const TABLE_CASES = {
  'plain text, whose order value is a number': {
    input: 'heat^ann^3.5^1\nheat^ann^4.0^+02\nheat^\\N^4"^-9223372036854775808\n',
    settings: {},
    options: [],
  },
  'packed text with a header and an empty order value': {
    input: 'Film Name\tuser\tseen\nheat\tann\t\nheat\tbob\t7\n',
    settings: {
      format: 'tsv',
      header: true,
      columns: 'Film Name,user,seen',
      key: 'Film Name,user',
      orderBy: 'seen',
      emptyOrder: 'oldest',
      compress: 'zstd',
    },
    options: [
      ...['--format=tsv', '--header', '--key=Film Name,user', '--order-by=seen'],
      ...['--empty-order=oldest', '--compress=zstd'],
    ],
  },
  'quoted text, in which every column is text': {
    input: 'film,seen\n"Heat, the ""movie""",1\n"Heat, the ""movie""",2\n',
    settings: { format: 'csv', header: true, columns: 'film,seen', key: 'film', orderBy: 'seen', compress: 'gzip' },
    options: ['--format=csv', '--header', '--key=film', '--order-by=seen', '--compress=gzip'],
  },
  'quoted text with an escape': {
    input: "film;seen\n'it\\'s';2026-11-22\n'a \\\\ b';2026-11-22\n",
    settings: {
      ...{ delimiter: ';', quote: "'", escape: '\\', header: true, columns: 'film,seen' },
      ...{ key: 'film', orderBy: 'seen:timestamp' },
    },
    options: ['--delimiter=;', "--quote='", '--escape=\\', '--header', '--key=film', '--order-by=seen:timestamp'],
  },
  'JSON Lines, with names in objects and names that no column can have': {
    input:
      '{"op-code":"u","after":{"Id":7,"other":[1]},"source":{"ts":{"ms":"5"}},"Seq":9007199254740991}\n' +
      '{"op-code":"u","after":{"Id":8},"source":{"ts":{"ms":6}},"Seq":-1}\n',
    settings: { format: 'json', key: 'after.Id,op-code', orderBy: 'source.ts.ms,Seq:int' },
    options: ['--format=json', '--key=after.Id,op-code', '--order-by=source.ts.ms,Seq:int'],
  },
  'envelopes, with all alternatives of a name': {
    input:
      '{"before":null,"after":{"id":7},"at":1}\n{"before":{"id":7},"after":{"id":8},"at":2}\n' +
      '{"before":{"id":9},"after":null,"ts":"3"}\n',
    settings: { format: 'json', key: 'after.id|before.id', orderBy: 'at|ts' },
    options: ['--format=json', '--key=after.id|before.id', '--order-by=at|ts'],
  },
} satisfies Readonly<Record<string, TableCase>>;

/** Fields of quoted text that stand on one line. */
const QUOTED = [
  ...['plain', '"with, delimiter"', '"a ""quoted"" word"', '""""', '"C:\\dir\\new"', '"ends with \\"', '"\\"'],
  ...['"\\""beside a quote"', '"{""json"":""\\n""}"', '\\N', '"\\N"', ' blanks ', '" blanks "', "it's"],
  ...['in "the" middle', '"\t"', '"#no comment"', '"null"', '"\u00e4\u4e2d\u{1f600}"'],
];

/** Fields of plain text, of which none begins with a quote: a run would warn of it. */
const PLAIN = [
  'plain',
  'with, comma',
  'C:\\dir\\new',
  'ends with \\',
  '\\',
  'a "quoted" word',
  '\\N',
  ' blanks ',
  'null',
];

/** Records with these fields, in bytes of UTF-8 as the files of tests have them. Each has an empty last field. */
function recordsWith(fields: readonly string[], delimiter: string): string {
  const records = fields.map((field, i) => `${[i, field, i, ''].join(delimiter)}\n`);
  return Buffer.from(records.join('')).toString('latin1');
}

const ODD_COLUMNS = { columns: 'id,text,at,rest', key: 'id', orderBy: 'at' };
const ODD_OPTIONS = ['--columns=id,text,at,rest', '--key=id', '--order-by=at'];

/** Outputs whose fields programs are known to read in different ways. */
export const ODD_TABLE_CASES: Readonly<Record<string, TableCase>> = {
  'quoted text with odd fields': {
    input: recordsWith(QUOTED, ','),
    settings: { ...ODD_COLUMNS, format: 'csv' },
    options: ['--format=csv', ...ODD_OPTIONS],
  },
  'packed quoted text with odd fields and headers': {
    input: `id,text,at,rest\n${recordsWith(QUOTED, ',')}`,
    settings: { ...ODD_COLUMNS, format: 'csv', header: true, compress: 'gzip' },
    options: ['--format=csv', '--header', '--compress=gzip', ...ODD_OPTIONS],
  },
  'plain text with odd fields': {
    input: recordsWith(PLAIN, '^'),
    settings: ODD_COLUMNS,
    options: ODD_OPTIONS,
  },
  'plain text with odd fields and headers': {
    input: `id^text^at^rest\n${recordsWith(PLAIN, '^')}`,
    settings: { ...ODD_COLUMNS, header: true },
    options: ['--header', ...ODD_OPTIONS],
  },
  'text whose delimiter cannot be seen': {
    input: recordsWith(['"a\u0001b"', '"say ""\\"""'], '\x01'),
    settings: { ...ODD_COLUMNS, delimiter: '\\x01', quote: '"' },
    options: ['--delimiter=\\x01', '--quote="', ...ODD_OPTIONS],
  },
  'a change log with deletes': {
    input: 'I,1,a,1\nD,1,a,2\nI,2,b,3\nU,2,c,4\n',
    settings: { columns: 'op,id,text,at', key: 'id', orderBy: 'at', delimiter: ',', deleteWhen: 'op=D' },
    options: ['--delimiter=,', '--columns=op,id,text,at', '--key=id', '--order-by=at', '--delete-when=op=D'],
  },
};
