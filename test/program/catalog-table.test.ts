/** The table of the setting `catalogTable`, read by its definition alone: it has the records of the output. */

import { tableDefinition } from '../../lib/output/table-definition';
import { type Context, readSettings } from '../../lib/settings/read';
import { temporaryFolder } from '../support/folder';
import { type GlueTable, type Row, rowsOf } from '../support/hive-table';
import { dedupResident } from '../support/resident';

/** The table of a deployment with these settings. */
function tableOf(context: Context): GlueTable {
  const { catalogTable, job } = readSettings({ ...context, catalogTable: 'films.latest' }, {});
  if (catalogTable === null) throw new Error('there is no table');
  const parts = { location: 's3://mine/out/', compress: job.compress, hasHeader: job.header };
  const { parameters, storageDescriptor } = tableDefinition(catalogTable, parts);
  const { location, columns, compressed, inputFormat, serdeInfo } = storageDescriptor;
  return {
    Parameters: parameters,
    StorageDescriptor: {
      Location: location,
      Columns: columns.map(({ name, type }) => ({ Name: name, Type: type })),
      Compressed: compressed,
      InputFormat: inputFormat,
      SerdeInfo: { SerializationLibrary: serdeInfo.serializationLibrary, Parameters: serdeInfo.parameters },
    },
  };
}

interface Case {
  readonly input: string;
  readonly settings: Context;
  readonly options: readonly string[];
  readonly rows: readonly Row[];
}

const CASES: Readonly<Record<string, Case>> = {
  'plain text, whose order value is a number': {
    input: 'heat^ann^3.5^1\nheat^ann^4.0^+02\nheat^\\N^4"^-9223372036854775808\n',
    settings: {},
    options: [],
    rows: [
      { movie: 'heat', user: 'ann', rating: '4.0', timestamp: 2n },
      { movie: 'heat', user: null, rating: '4"', timestamp: -9223372036854775808n },
    ],
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
    rows: [
      { film_name: 'heat', user: 'ann', seen: null },
      { film_name: 'heat', user: 'bob', seen: 7n },
    ],
  },
  'quoted text, in which every column is text': {
    input: 'film,seen\n"Heat, the ""movie""",1\n"Heat, the ""movie""",2\n',
    settings: { format: 'csv', header: true, columns: 'film,seen', key: 'film', orderBy: 'seen', compress: 'gzip' },
    options: ['--format=csv', '--header', '--key=film', '--order-by=seen', '--compress=gzip'],
    rows: [{ film: 'Heat, the "movie"', seen: '2' }],
  },
  'quoted text with an escape': {
    input: "film;seen\n'it\\'s';2026-11-22\n",
    settings: {
      ...{ delimiter: ';', quote: "'", escape: '\\', header: true, columns: 'film,seen' },
      ...{ key: 'film', orderBy: 'seen:timestamp' },
    },
    options: ['--delimiter=;', "--quote='", '--escape=\\', '--header', '--key=film', '--order-by=seen:timestamp'],
    rows: [{ film: "it's", seen: '2026-11-22' }],
  },
  'JSON Lines, with names in objects and names that no column can have': {
    input:
      '{"op-code":"u","after":{"Id":7,"other":[1]},"source":{"ts":{"ms":"5"}},"Seq":9007199254740991}\n' +
      '{"op-code":"u","after":{"Id":8},"source":{"ts":{"ms":6}},"Seq":-1}\n',
    settings: { format: 'json', key: 'after.Id,op-code', orderBy: 'source.ts.ms,Seq:int' },
    options: ['--format=json', '--key=after.Id,op-code', '--order-by=source.ts.ms,Seq:int'],
    rows: [
      { after: { id: '7' }, op_code: 'u', source: { ts: { ms: 5n } }, seq: 9007199254740991n },
      { after: { id: '8' }, op_code: 'u', source: { ts: { ms: 6n } }, seq: -1n },
    ],
  },
  'envelopes, with all alternatives of a name': {
    input:
      '{"before":null,"after":{"id":7},"at":1}\n{"before":{"id":7},"after":{"id":8},"at":2}\n' +
      '{"before":{"id":9},"after":null,"ts":"3"}\n',
    settings: { format: 'json', key: 'after.id|before.id', orderBy: 'at|ts' },
    options: ['--format=json', '--key=after.id|before.id', '--order-by=at|ts'],
    rows: [
      { after: { id: '7' }, before: null, at: 1n, ts: null },
      { after: { id: '8' }, before: { id: '7' }, at: 2n, ts: null },
      { after: null, before: { id: '9' }, at: null, ts: '3' },
    ],
  },
};

test.each(Object.keys(CASES))('the table has the records of %s', async (name) => {
  const { input, settings, options, rows } = CASES[name] as Case;
  const folder = temporaryFolder();
  const outcome = await dedupResident([
    'run',
    temporaryFolder({ a: input }),
    '--output',
    folder,
    '--quiet',
    ...options,
  ]);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  const found = rowsOf(tableOf(settings), folder);
  expect(found).toHaveLength(rows.length);
  expect(found).toEqual(expect.arrayContaining([...rows]));
});
