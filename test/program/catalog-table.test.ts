/** The table of the setting `catalogTable`, read by its definition alone: it has the records of the output. */

import { tableDefinition } from '../../lib/output/table-definition';
import { type Context, readSettings } from '../../lib/settings/read';
import { temporaryFolder } from '../support/folder';
import { type GlueTable, type Row, rowsOf } from '../support/hive-table';
import { dedupResident } from '../support/resident';
import { TABLE_CASES } from '../support/table-cases';

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

const ROWS: Readonly<Record<keyof typeof TABLE_CASES, readonly Row[]>> = {
  'plain text, whose order value is a number': [
    { movie: 'heat', user: 'ann', rating: '4.0', timestamp: 2n },
    { movie: 'heat', user: null, rating: '4"', timestamp: -9223372036854775808n },
  ],
  'packed text with a header and an empty order value': [
    { film_name: 'heat', user: 'ann', seen: null },
    { film_name: 'heat', user: 'bob', seen: 7n },
  ],
  'quoted text, in which every column is text': [{ film: 'Heat, the "movie"', seen: '2' }],
  'quoted text with an escape': [
    { film: "it's", seen: '2026-11-22' },
    { film: 'a \\ b', seen: '2026-11-22' },
  ],
  'JSON Lines, with names in objects and names that no column can have': [
    { after: { id: '7' }, op_code: 'u', source: { ts: { ms: 5n } }, seq: 9007199254740991n },
    { after: { id: '8' }, op_code: 'u', source: { ts: { ms: 6n } }, seq: -1n },
  ],
  'envelopes, with all alternatives of a name': [
    { after: { id: '7' }, before: null, at: 1n, ts: null },
    { after: { id: '8' }, before: { id: '7' }, at: 2n, ts: null },
    { after: null, before: { id: '9' }, at: null, ts: '3' },
  ],
};

test.each(Object.keys(ROWS) as (keyof typeof ROWS)[])('the table has the records of %s', async (name) => {
  const { input, settings, options } = TABLE_CASES[name];
  const rows = ROWS[name];
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
