import { sparkSource } from '../../../lib/output/spark-source';
import type { CatalogTable } from '../../../lib/settings/catalog-table';
import { type Context, readSettings } from '../../../lib/settings/read';

function source(context: Context) {
  const { catalogTable, job } = readSettings({ ...context, catalogTable: 'films.latest' }, {});
  return sparkSource(catalogTable as CatalogTable, 's3://mine/out/', job.header);
}

/** The schema, without what every field of it has. */
function schema(context: Context): unknown {
  const { 'spark.sql.sources.schema': text = '' } = source(context).properties;
  return JSON.parse(text, (_, value) => {
    if (value.nullable !== true) return value;
    const { nullable, metadata, ...field } = value;
    return field;
  });
}

const TEXT = { columns: 'Film,seen', key: 'Film', orderBy: 'seen' };

test('plain text without headers is read by the SerDe', () => {
  expect(source(TEXT)).toEqual({ properties: {}, options: {} });
});

test.each([
  ['plain text with headers', {}, { quote: '', escape: '', nullValue: '\\N', header: 'true', sep: '^' }],
  ['quoted text', { quote: "'" }, { quote: "'", escape: "'", multiLine: 'true', header: 'true', sep: '^' }],
  ['text with an escape', { quote: '"', escape: '!', delimiter: '\\t' }, { quote: '"', escape: '!', sep: '\t' }],
])('%s is read as csv, by the characters of its records', (_, context, options) => {
  const { properties, options: found } = source({ ...TEXT, ...context, header: true });
  expect(properties).toMatchObject({ 'spark.sql.sources.provider': 'csv' });
  expect(found).toMatchObject({ path: 's3://mine/out/', lineSep: '\n', ...options });
});

test('quoted text without headers has no line that is skipped', () => {
  expect(source({ ...TEXT, format: 'csv' }).options).toMatchObject({ header: 'false' });
});

test('numbers of text are numbers, where the records have no quotes', () => {
  const fields = [
    { name: 'film', type: 'string' },
    { name: 'seen', type: 'long' },
  ];
  expect(schema({ ...TEXT, header: true })).toEqual({ type: 'struct', fields });
});

test('JSON Lines have the names of their records, and text alone', () => {
  const context = { format: 'json', key: 'after.Id,Op-Code', orderBy: 'source.ts' };
  expect(source(context).properties).toMatchObject({ 'spark.sql.sources.provider': 'json' });
  expect(source(context).options).toEqual({ path: 's3://mine/out/', lineSep: '\n' });
  const object = (name: string, member: string) => ({
    name,
    type: { type: 'struct', fields: [{ name: member, type: 'string' }] },
  });
  const fields = [{ name: 'Op-Code', type: 'string' }, object('after', 'Id'), object('source', 'ts')];
  expect(schema(context)).toEqual({ type: 'struct', fields });
});
