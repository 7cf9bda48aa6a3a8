/** Small files of many kinds, and the options by which `dedup sniff` reads them. */

import { gzipSync } from 'node:zlib';
import type { Files } from './folder';

export interface SniffSample {
  readonly title: string;
  readonly files: Files;
  /** The options of the printed command, without its output. */
  readonly options: string;
  /** The subjects of the doubts, each once. */
  readonly unsure: readonly string[];
}

const ROWS = [
  ['7', 'Ann Smith', '1.50', '2026-01-31T10:00:00Z'],
  ['8', 'Bob', '20', '2026-01-31T11:30:00Z'],
  ['7', 'Ann Jones', '2.25', '2026-02-01T00:00:01Z'],
];
const NAMES = ['order_id', 'name', 'amount', 'updated_at'];
const table = (separator: string, end = '\n') => [NAMES, ...ROWS].map((row) => row.join(separator) + end).join('');
const records = (separator: string, end = '\n') => ROWS.map((row) => row.join(separator) + end).join('');
const NAMED = '--header --key order_id --order-by updated_at:timestamp';
const UNNAMED = '--columns c1,c2,c3,c4 --key c1 --order-by c4:timestamp';
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

/** Files of which a run needs no more than a key: everything else is sure. */
export const SURE: readonly SniffSample[] = [
  { title: 'CSV with a header', files: { 'in/a.csv': table(',') }, options: `--format csv ${NAMED}`, unsure: [] },
  {
    title: 'lines that end in CR LF',
    files: { 'in/a.csv': table(',', '\r\n') },
    options: `--format csv ${NAMED}`,
    unsure: [],
  },
  {
    title: 'lines that end in CR',
    files: { 'in/a.csv': table(',', '\r') },
    options: `--format csv --line-end cr ${NAMED}`,
    unsure: [],
  },
  { title: 'tabs', files: { 'in/a.tsv': table('\t') }, options: `--format tsv ${NAMED}`, unsure: [] },
  { title: 'semicolons', files: { 'in/a.csv': table(';') }, options: `--delimiter ';' ${NAMED}`, unsure: [] },
  { title: 'pipes', files: { 'in/a.txt': table('|') }, options: `--delimiter '|' ${NAMED}`, unsure: [] },
  { title: 'two colons', files: { 'in/a.dat': table('::') }, options: `--delimiter :: ${NAMED}`, unsure: [] },
  { title: 'two pipes', files: { 'in/a.dat': table('||') }, options: `--delimiter '||' ${NAMED}`, unsure: [] },
  { title: 'three bytes', files: { 'in/a.dat': table('|~|') }, options: `--delimiter '|~|' ${NAMED}`, unsure: [] },
  {
    title: "Hive's byte",
    files: { 'in/000000_0': table('\x01') },
    options: `--delimiter '\\x01' ${NAMED}`,
    unsure: [],
  },
  {
    title: 'a paragraph sign',
    files: { 'in/a.txt': table('\xc2\xa7') },
    options: `--delimiter '§' ${NAMED}`,
    unsure: [],
  },
  {
    title: 'a packed file',
    files: { 'in/a.csv.gz': gzipSync(table(',')) },
    options: `--format csv ${NAMED}`,
    unsure: [],
  },
  { title: 'UTF-16', files: { 'in/a.csv': utf16(table(',')) }, options: `--format csv ${NAMED}`, unsure: [] },
  {
    title: 'a byte order mark',
    files: { 'in/a.csv': `\xef\xbb\xbf${table(',')}` },
    options: `--format csv ${NAMED}`,
    unsure: [],
  },
  {
    title: 'quotes with commas, newlines and quotes within',
    files: { 'in/a.csv': 'id,note,ts\n1,"a ""b"", c",5\n1,"see\n2,old,9\nend",6\n2,,7\n' },
    options: '--format csv --header --key id --order-by ts:int',
    unsure: [],
  },
  {
    title: 'quotes with a backslash before them',
    files: { 'in/a.csv': 'id,note,ts\n1,"a \\"b\\", c",5\n2,"d \\", e",6\n' },
    options: "--format csv --escape '\\' --header --key id --order-by ts:int",
    unsure: [],
  },
  {
    title: 'backslashes before delimiters and newlines, without quotes',
    files: { 'in/a.tsv': 'id\tnote\tts\n1\ta\\\tb\t5\n2\tsee\\\n2\\\told\\\t9\\\nend\t6\n3\t\\N\t7\n' },
    options: "--format tsv --escape '\\' --header --key id --order-by ts:int",
    unsure: [],
  },
  {
    title: 'backslashes at the end of values, which are data',
    files: { 'in/a.csv': 'id,path,ts\n1,C:\\,5\n2,D:\\,6\n' },
    options: '--format csv --header --key id --order-by ts:int',
    unsure: [],
  },
  {
    title: 'quoted fields with semicolons between them',
    files: { 'in/a.csv': '"id";"v";"ts"\n"1";"a;b";"5"\n"2";"c";"6"\n' },
    options: `--delimiter ';' --quote '"' --header --key id --order-by ts:int`,
    unsure: [],
  },
  {
    title: 'European decimals',
    files: { 'in/a.csv': 'id;price;modified\n1;3,50;2026-01-01\n2;14,00;2026-01-02\n' },
    options: "--delimiter ';' --header --key id --order-by modified:timestamp",
    unsure: [],
  },
  {
    title: 'blanks around fields',
    files: { 'in/a.csv': 'id, name, ts\n1, ann, 5\n2, bob, 6\n' },
    options: '--format csv --trim --header --key id --order-by ts:int',
    unsure: [],
  },
  {
    title: 'comments',
    files: { 'in/a.csv': '# exported, in May\nid,v,ts\n1,a,5\n# more\n2,b,6\n' },
    options: "--format csv --comment '#' --header --key id --order-by ts:int",
    unsure: [],
  },
  {
    title: 'comments as in SQL',
    files: { 'in/a.csv': '-- exported\nid,v,ts\n1,a,5\n2,b,6\n' },
    options: "--format csv --comment '-- ' --header --key id --order-by ts:int",
    unsure: [],
  },
  {
    title: 'a title and a blank line in front',
    files: { 'in/a.csv': 'Report of May\n\nid,v,ts\n1,a,5\n2,b,6\n' },
    options: '--format csv --skip-lines 2 --header --key id --order-by ts:int',
    unsure: [],
  },
  {
    title: 'a line in front that tells Excel the delimiter',
    files: { 'in/a.csv': 'sep=;\r\nid;v;ts\r\n1;a;5\r\n1;b;6\r\n' },
    options: "--delimiter ';' --skip-lines 1 --header --key id --order-by ts:int",
    unsure: [],
  },
  {
    title: 'a delimiter at the end of lines, but not of the header',
    files: { 'in/a.tbl': 'id|v|ts\n1|a|5|\n2|b|6|\n' },
    options: "--delimiter '|' --trailing-delimiter --header --key id --order-by ts:int",
    unsure: [],
  },
  {
    title: 'names in a header that belong together',
    files: { 'in/a.csv': 'userId,movieId,rating,timestamp\n1,10,5,100\n1,11,3.5,200\n2,10,4,200\n' },
    options: '--format csv --header --key userId,movieId --order-by timestamp:int',
    unsure: [],
  },
  {
    title: 'several files with one header, one of them alone',
    files: { 'in/a.csv': table(','), 'in/b.csv': table(','), 'in/c.csv': `${NAMES.join(',')}\n` },
    options: `--format csv ${NAMED}`,
    unsure: [],
  },
  {
    title: 'values of another kind that a separator stands in',
    files: {
      'in/a.csv': 'id,url,seen_at\n1,http://a.b/c?d;e,2026-01-31 10:00:00\n2,http://a.b/?;,2026-01-31 10:00:01\n',
    },
    options: '--format csv --header --key id --order-by seen_at:timestamp',
    unsure: ['order'],
  },
  {
    title: 'an integer beyond 64 bits',
    files: { 'in/a.csv': 'id,seq\n1,99999999999999999999\n2,100000000000000000000\n' },
    options: '--format csv --header --key id --order-by seq:decimal',
    unsure: [],
  },
];

/** Files about which something is not sure. */
export const UNSURE: readonly SniffSample[] = [
  {
    title: 'records without a header',
    files: { 'in/a.csv': records(',') },
    options: `--format csv ${UNNAMED}`,
    unsure: ['columns', 'order'],
  },
  {
    title: 'one line',
    files: { 'in/a.csv': '7,Ann,1.50,2026-01-31\n' },
    options: `--format csv ${UNNAMED}`,
    unsure: ['columns', 'delimiter', 'header', 'order'],
  },
  {
    title: 'two lines of text alone',
    files: { 'in/a.txt': 'Hello, world\nDear Ann, good morning\n' },
    options: "--format csv --trim --columns c1,c2 --key c1 --order-by '<column:type>'",
    unsure: ['columns', 'delimiter', 'header', 'order'],
  },
  {
    title: 'a delimiter at the end of records without a header',
    files: { 'in/a.tbl': '1|a|5|\n1|b|6|\n' },
    options: "--delimiter '|' --trailing-delimiter --columns c1,c2,c3 --key c1 --order-by c3:int",
    unsure: ['columns', 'lines', 'order'],
  },
  {
    title: 'dates that may be read in two ways',
    files: { 'in/a.csv': 'id,v,updated\n1,a,01/02/2026\n2,b,03/02/2026\n' },
    options: "--format csv --header --key id --order-by '<column:type>'",
    unsure: ['order'],
  },
  {
    title: 'two columns of times',
    files: { 'in/a.csv': 'id,created_at,updated_at\n1,2026-01-01,2026-01-03\n2,2026-01-02,2026-01-02\n' },
    options: '--format csv --header --key id --order-by updated_at:timestamp',
    unsure: ['order'],
  },
  {
    title: 'a time whose name tells of something else',
    files: { 'in/a.csv': 'id,release_date\n1,2026-01-01\n2,2026-01-02\n' },
    options: '--format csv --header --key id --order-by release_date:timestamp',
    unsure: ['order'],
  },
  {
    title: 'empty order values',
    files: { 'in/a.csv': 'id,v,ts\n1,a,5\n2,b,\n3,c,6\n' },
    options: '--format csv --header --key id --order-by ts:int --empty-order oldest',
    unsure: ['order'],
  },
  {
    title: 'words for missing order values',
    files: { 'in/a.csv': 'id,v,ts\n1,a,5\n2,b,NULL\n3,c,6\n' },
    options: '--format csv --header --key id --order-by ts:int --empty-order oldest',
    unsure: ['order'],
  },
  {
    title: 'marks for missing order values',
    files: { 'in/a.csv': 'id,v,ts\n1,a,5\n2,b,-\n3,c,6\n' },
    options: '--format csv --header --key id --order-by ts:int --bad-records keep',
    unsure: ['order'],
  },
  {
    title: 'a change log',
    files: { 'in/a.csv': 'Op,id,name,ts\nI,1,a,5\nU,1,b,6\nD,1,b,7\n' },
    options: '--format csv --header --key id --order-by ts:int',
    unsure: ['order'],
  },
  {
    title: 'headers in another order',
    files: { 'in/a.csv': 'id,v,ts\n1,a,5\n', 'in/b.csv': 'ts,id,v\n6,1,b\n' },
    options: '--format csv --header --columns id,v,ts --key id --order-by ts:int',
    unsure: ['columns'],
  },
  {
    title: 'a header with one more column in a later file',
    files: { 'in/a.csv': 'id,v,ts\n1,a,5\n', 'in/b.csv': 'id,v,ts,extra\n1,b,6,x\n' },
    options: '--format csv --header --columns id,v,ts,extra --key id --order-by ts:int --missing-columns empty',
    unsure: ['columns'],
  },
  {
    title: 'equal names in a header',
    files: { 'in/a.csv': 'id,v,v,ts\n1,a,b,5\n2,c,d,6\n' },
    options: '--format csv --header --header-names ignore --columns id,v,c3,ts --key id --order-by ts:int',
    unsure: ['columns'],
  },
  {
    title: 'a header over texts alone',
    files: { 'in/a.csv': 'name,city\nann,Berlin\nbob,Paris\n' },
    options: "--format csv --header --key name --order-by '<column:type>'",
    unsure: ['delimiter', 'header', 'order'],
  },
  {
    title: 'years in a header',
    files: { 'in/a.csv': 'country,2019,2020\nFrance,1,2\nSpain,3,4\n' },
    options: '--format csv --columns c1,c2,c3 --key c1 --order-by c3:int',
    unsure: ['columns', 'header', 'order'],
  },
  {
    title: 'a header alone',
    files: { 'in/a.csv': 'movie,user,rating,timestamp\n' },
    options: "--format csv --header --key movie,user --order-by '<column:type>'",
    unsure: ['delimiter', 'header', 'order'],
  },
  {
    title: 'single lines of another length',
    files: { 'in/a.csv': `id,v,ts\n${'1,a,5\n'.repeat(30)}2,b\n3,"c"d,7\n` },
    options: '--delimiter , --header --key id --order-by ts:int --bad-records keep',
    unsure: ['lines', 'quote'],
  },
  {
    title: 'lines that lack fields at their end',
    files: { 'in/a.csv': `id,ts,v,w\n${'1,5,a,b\n'.repeat(30)}2,6\n3,7,c\n` },
    options: '--format csv --header --key id --order-by ts:int --missing-columns empty',
    unsure: ['lines'],
  },
  {
    title: 'numbers with a comma, one a line',
    files: { 'in/a.csv': '3,50\n4,25\n' },
    options: '--format csv --columns c1,c2 --key c1 --order-by c2:int',
    unsure: ['columns', 'delimiter', 'order'],
  },
  {
    title: 'a log whose times have a comma before their fraction',
    files: { 'in/a.log': '2026-01-31 10:00:00,123 INFO started\n2026-01-31 10:00:01,007 WARN a b c\n' },
    options: '--format csv --columns c1,c2 --key c2 --order-by c1:timestamp',
    unsure: ['columns', 'delimiter', 'order'],
  },
  {
    title: 'a line in front of records without a header',
    files: { 'in/a.csv': 'Report\n1,a,5\n2,b,6\n' },
    options: '--format csv --skip-lines 1 --columns c1,c2,c3 --key c1 --order-by c3:int',
    unsure: ['columns', 'lines', 'order'],
  },
  {
    title: 'a time that may be one that something took',
    files: { 'in/a.csv': 'id,time\n1,12\n2,30\n' },
    options: '--format csv --header --key id --order-by time:int',
    unsure: ['order'],
  },
  {
    title: 'versions that are no decimals',
    files: { 'in/a.csv': 'id,version\n1,1.9\n2,1.10\n' },
    options: '--format csv --header --key id --order-by version:decimal',
    unsure: ['order'],
  },
  {
    title: 'a date, which may be that of an order',
    files: { 'in/a.csv': 'id,date\n1,2026-01-01\n2,2026-01-02\n' },
    options: '--format csv --header --key id --order-by date:timestamp',
    unsure: ['order'],
  },
  {
    title: 'seconds and milliseconds in one column',
    files: { 'in/a.csv': 'id,ts\n1,1767225600\n2,1767225600000\n' },
    options: '--format csv --header --key id --order-by ts:int',
    unsure: ['order'],
  },
  {
    title: 'times with and without an offset',
    files: { 'in/a.csv': 'id,ts\n1,2026-01-31T10:00:00Z\n2,2026-01-31T10:00:00\n' },
    options: '--format csv --header --key id --order-by ts:timestamp',
    unsure: ['order'],
  },
  {
    title: 'apostrophes around fields',
    files: { 'in/a.csv': "id,v,ts\n1,'a',5\n2,'b',6\n" },
    options: '--format csv --header --key id --order-by ts:int',
    unsure: ['quote'],
  },
  {
    title: 'a header that begins like a comment',
    files: { 'in/a.csv': '#id,v,ts\n1,a,5\n2,b,6\n' },
    options: "--format csv --header --key '#id' --order-by ts:int",
    unsure: ['lines'],
  },
  {
    title: 'a first column without a name, as R writes it',
    files: { 'in/a.csv': 'v,ts\nr1,a,5\nr2,b,6\n' },
    options: '--format csv --skip-lines 1 --columns row,v,ts --key row --order-by ts:int',
    unsure: ['columns', 'header'],
  },
  {
    title: 'two separators that fit alike',
    files: { 'in/a.txt': '1;2,3;4\n5;6,7;8\n9;10,11;12\n' },
    options: "--delimiter ';' --columns c1,c2,c3 --key c1 --order-by c3:int",
    unsure: ['columns', 'order'],
  },
  {
    title: 'a column that tells which records are deleted',
    files: { 'in/a.csv': 'id,ts,is_deleted\n1,5,0\n1,6,1\n2,7,0\n' },
    options: '--format csv --header --key id --order-by ts:int',
    unsure: ['order'],
  },
  {
    title: 'one column',
    files: { 'in/a.txt': 'ann\nbob\nheat\nann\n' },
    options: '--format csv --columns c1 --key c1 --order-by c1:text',
    unsure: ['columns', 'delimiter', 'header', 'order'],
  },
  {
    title: 'one column of numbers',
    files: { 'in/a.txt': '15\n7\n15\n' },
    options: '--format csv --columns c1 --key c1 --order-by c1:text',
    unsure: ['columns', 'delimiter', 'order'],
  },
  {
    title: 'one column with a header',
    files: { 'in/a.csv': 'email\nann@a.org\nbob@a.org\nann@a.org\n' },
    options: '--format csv --header --key email --order-by email:text',
    unsure: ['delimiter', 'order'],
  },
  {
    title: 'one column in quotes, with commas within',
    files: { 'in/a.csv': '"Heat, The"\n"Babe"\nHeat\n' },
    options: '--format csv --columns c1 --key c1 --order-by c1:text',
    unsure: ['columns', 'delimiter', 'header', 'order'],
  },
  {
    title: 'one column of addresses of web pages, with commas',
    files: { 'in/a.txt': 'https://a.b/c\nhttps://a.b/d,e;f?x=1\n' },
    options: '--format tsv --columns c1 --key c1 --order-by c1:text',
    unsure: ['columns', 'delimiter', 'header', 'order'],
  },
  {
    title: 'blanks between columns',
    files: { 'in/a.log': '10.0.0.1 GET /a 200 12\n10.0.0.2 GET /b 404 7\n' },
    options: "--delimiter ' ' --columns c1,c2,c3,c4,c5 --key c1 --order-by c5:int",
    unsure: ['columns', 'delimiter', 'order'],
  },
  {
    title: 'a file of another kind',
    files: { 'in/a.csv': records(','), 'in/b.csv': records(','), 'in/c.csv': '1,2\n3,4\n' },
    options: `--format csv ${UNNAMED}`,
    unsure: ['columns', 'files', 'order'],
  },
  {
    title: 'text that is not UTF-8',
    files: { 'in/a.csv': 'id,name,ts\n1,Z\xfcrich,5\n2,K\xf6ln,6\n' },
    options: '--format csv --header --key id --order-by ts:int',
    unsure: ['format'],
  },
];

/** Files of JSON Lines. */
export const JSON_LINES: readonly SniffSample[] = [
  {
    title: 'flat objects',
    files: { 'in/a.jsonl': '{"id":1,"v":"a","ts":5}\n{"id":1,"v":"b","ts":6}\n' },
    options: '--format json --key id --order-by ts:int',
    unsure: [],
  },
  {
    title: 'nested objects, with dots in names',
    files: {
      'in/a.jsonl':
        '{"user":{"id":7},"movie.id":1,"event":{"time":"2026-01-31T10:00:00Z"},"tags":["a"]}\n' +
        '{"user":{"id":8},"movie.id":1,"event":{"time":"2026-01-31T10:00:01Z"},"tags":[]}\n',
    },
    options: "--format json --key 'user.id,movie\\.id' --order-by event.time:timestamp",
    unsure: [],
  },
  {
    title: 'milliseconds since 1970, as a decimal in one line',
    files: { 'in/a.jsonl': '{"id":"x","ts_ms":1767225600000}\n{"id":"y","ts_ms":1767225600000.5}\n' },
    options: '--format json --key id --order-by ts_ms:decimal',
    unsure: [],
  },
  {
    title: "Debezium's envelopes",
    files: {
      'in/a.jsonl':
        '{"before":null,"after":{"id":1,"v|w":"a"},"op":"r","ts_ms":1767225600000}\n' +
        '{"before":null,"after":{"id":2,"v|w":"b"},"op":"c","ts_ms":1767225600001}\n' +
        '{"before":{"id":2,"v|w":"b"},"after":{"id":2,"v|w":"c"},"op":"u","ts_ms":1767225600002}\n' +
        '{"before":{"id":1},"after":null,"op":"d","ts_ms":1767225600003}\n',
    },
    options: "--format json --key 'after.id|before.id' --order-by ts_ms:int",
    unsure: ['order'],
  },
  {
    title: 'envelopes of which some have no row',
    files: {
      'in/a.jsonl':
        '{"before":null,"after":{"id":1},"op":"c","ts_ms":1767225600000}\n' + '{"op":"t","ts_ms":1767225600001}\n',
    },
    options: '--format json --key op --order-by ts_ms:int',
    unsure: [],
  },
  {
    title: 'null and missing order values',
    files: { 'in/a.jsonl': '{"id":1,"ts":5}\n{"id":2,"ts":null}\n{"id":3,"ts":7}\n{"id":4,"ts":8}\n' },
    options: '--format json --key id --order-by ts:int --empty-order oldest',
    unsure: ['order'],
  },
  {
    title: "Debezium's envelopes beside their schema",
    files: {
      'in/a.jsonl':
        '{"schema":{"type":"struct"},"payload":{"before":null,"after":{"id":1},"op":"c","ts_ms":1767225600000}}\n' +
        '{"schema":{"type":"struct"},"payload":{"before":{"id":1},"after":null,"op":"d","ts_ms":1767225600001}}\n',
    },
    options: "--format json --key 'payload.after.id|payload.before.id' --order-by payload.ts_ms:int",
    unsure: ['order'],
  },
  {
    title: 'values with their types, as MongoDB writes them',
    files: {
      'in/a.json':
        '{"_id":{"$oid":"64a"},"updatedAt":{"$date":"2026-01-01T10:00:00Z"}}\n' +
        '{"_id":{"$oid":"64b"},"updatedAt":{"$date":"2026-01-02T10:00:00Z"}}\n',
    },
    options: "--format json --key '_id.$oid' --order-by 'updatedAt.$date:timestamp'",
    unsure: [],
  },
  {
    title: 'values with their types, as DynamoDB writes them',
    files: {
      'in/a.json': '{"Item":{"id":{"S":"a"},"ts":{"N":"5"}}}\n' + '{"Item":{"id":{"S":"b"},"ts":{"N":"16"}}}\n',
    },
    options: '--format json --key Item.id.S --order-by Item.ts.N:int',
    unsure: [],
  },
  {
    title: 'identifiers beyond 64 bits',
    files: { 'in/a.json': '{"id":12345678901234567890,"ts":5}\n{"id":12345678901234567891,"ts":6}\n' },
    options: '--format json --key id --order-by ts:int',
    unsure: [],
  },
];

/** Files that are not understood, and the end of the one line that says so. */
export const NOT_UNDERSTOOD: readonly (readonly [title: string, content: string | Buffer, says: RegExp])[] = [
  [
    'a JSON array',
    '[\n {"id":1},\n {"id":2}\n]\n',
    /holds one JSON array, .* as by jq -c '\.\[\]' in\/a > records\.jsonl$/,
  ],
  ['JSON over several lines', '{\n "id": 1\n}\n', /holds JSON that is not one object a line: .* jq -c \. in\/a > /],
  ['JSON arrays, one a line', '[1,2]\n[3,4]\n', /holds JSON arrays, one a line/],
  [
    'records in an array of one object',
    '{"Records":[{"id":1},{"id":2}]}\n',
    /as by jq -c '\.Records\[\]' in\/a > records\.jsonl$/,
  ],
  [
    'objects with commas behind them',
    '{"id":1},\n{"id":2},\n',
    /holds objects with a comma behind each of them: .* sed/,
  ],
  [
    'objects as Python prints them',
    "{'id': 1}\n{'id': 2}\n",
    /as Python prints them, which is not JSON: write them by json\.dumps$/,
  ],
  ['JSON with record separators', '\x1e{"id":1}\n\x1e{"id":2}\n', /begins its lines with the record separator of JSON/],
  [
    'JSON Lines behind a comment',
    '// export\n{"id":1}\n{"id":2}\n',
    /behind 1 other line: run takes --format json --skip-lines 1$/,
  ],
  ['XML', '<?xml version="1.0"?>\n<a/>\n', /holds XML or HTML, and neither delimited text nor JSON Lines: convert it$/],
  ['SQL', 'INSERT INTO a VALUES (1,2);\nINSERT INTO a VALUES (3,4);\n', /holds SQL, /],
  [
    'a log',
    'started\n10:00 GET /index.html\n10:01 error: no such file\n  at line 5, column 7\n',
    /no delimiter makes the same number of columns/,
  ],
  [
    'texts with commas here and there',
    'likes apples, bananas\nx, y, z\nno more\n',
    /if each line is one value, a --delim/,
  ],
  ['columns aligned by blanks', 'id   name     ts\n1    ann      5\n22   bob jr   6\n', /aligned by blanks/],
  ['a table drawn for people', '| id | v |\n|----|---|\n| 1  | a |\n', /drawn for people to read/],
  [
    'random bytes',
    Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 7919 + 13) % 251)),
    /holds bytes that no text has/,
  ],
  ['blank lines', '\n\n\n', /has only blank lines$/],
];
