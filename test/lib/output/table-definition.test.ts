import { tableDefinition } from '../../../lib/output/table-definition';
import { type Context, readSettings } from '../../../lib/settings/read';

function definition(context: Context) {
  const { catalogTable, job } = readSettings({ ...context, catalogTable: 'films.latest' }, {});
  if (catalogTable === null) throw new Error('there is no table');
  const parts = { location: 's3://mine/out/', compress: job.compress, hasHeader: job.header };
  return tableDefinition(catalogTable, parts);
}

const serde = (context: Context) => definition(context).storageDescriptor.serdeInfo;
const CSV = { columns: 'a,b', key: 'a', orderBy: 'b' };

test('the table of plain text is read by its delimiter', () => {
  expect(definition({})).toMatchObject({
    name: 'latest',
    tableType: 'EXTERNAL_TABLE',
    parameters: { EXTERNAL: 'TRUE', classification: 'csv' },
    storageDescriptor: {
      location: 's3://mine/out/',
      compressed: false,
      numberOfBuckets: 0,
      inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      serdeInfo: {
        serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
        parameters: { 'field.delim': '^', 'serialization.format': '^' },
      },
    },
  });
  expect(serde({ delimiter: '\\x01' }).parameters).toMatchObject({ 'field.delim': '\x01' });
  expect(serde({ ...CSV, format: 'tsv' }).parameters).toMatchObject({ 'field.delim': '\t' });
});

test.each([
  [{ format: 'csv' }, { separatorChar: ',', quoteChar: '"', escapeChar: '\x01' }],
  [
    { delimiter: '\\x01', quote: '"' },
    { separatorChar: '\x01', quoteChar: '"', escapeChar: '\x02' },
  ],
  [
    { delimiter: ';', quote: "'", escape: '!' },
    { separatorChar: ';', quoteChar: "'", escapeChar: '!' },
  ],
])(
  'the table of quoted text with %j has the characters of its records, and an escape that is none of them',
  (...given) => {
    const [context, parameters] = given;
    expect(serde({ ...CSV, ...context })).toMatchObject({
      serializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
      parameters,
    });
  },
);

test('the table of JSON Lines maps names that no column can have', () => {
  const json = definition({ format: 'json', key: 'Op-Code,Id', orderBy: 'ts' });
  expect(json.parameters).toMatchObject({ EXTERNAL: 'TRUE', classification: 'json' });
  const { serializationLibrary, parameters } = json.storageDescriptor.serdeInfo;
  expect(serializationLibrary).toBe('org.openx.data.jsonserde.JsonSerDe');
  expect(parameters).toMatchObject({ 'serialization.format': '1', 'mapping.op_code': 'op-code' });
  expect(Object.keys(parameters).filter((name) => name.startsWith('mapping.'))).toEqual(['mapping.op_code']);
});

test.each(['gzip', 'zstd'])('the table of parts of %s with headers says so', (compress) => {
  const { parameters, storageDescriptor } = definition({ ...CSV, header: true, compress });
  expect(parameters).toMatchObject({ 'skip.header.line.count': '1', compressionType: compress });
  expect(storageDescriptor.compressed).toBe(true);
});
