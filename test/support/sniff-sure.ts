/** Delimited files of which a run needs no more than a key: everything else is sure. */

import { gzipSync } from 'node:zlib';
import { NAMES, type SniffSample, table } from './sniff-samples';

const NAMED = '--header --key order_id --order-by updated_at:timestamp';
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

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
