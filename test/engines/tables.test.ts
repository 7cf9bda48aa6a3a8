/**
 * Real engines read outputs by the table that the stack defines: Trino with the catalog and the objects of a stand-in for
 * AWS, and Spark with a metastore of Hive and a folder. The rows are compared with the records as Python reads them.
 */

import { pathToFileURL } from 'node:url';
import { type Context, readSettings } from '../../lib/settings/read';
import { templatesOf } from '../lib/synth';
import { onlyOne } from '../lib/template';
import { type Engine, onEngines, type TableInput } from '../support/engines';
import { temporaryFolder, writeFiles } from '../support/folder';
import type { Row, Value } from '../support/hive-table';
import { readOutput } from '../support/output';
import { dedupResident } from '../support/resident';
import { newBucket } from '../support/s3-tests';
import { startSpark } from '../support/spark';
import { ODD_TABLE_CASES, TABLE_CASES, type TableCase } from '../support/table-cases';
import { nameInTable, recordsOf } from '../support/table-records';
import { startTrino } from '../support/trino';

const CASES: Readonly<Record<string, TableCase>> = { ...TABLE_CASES, ...ODD_TABLE_CASES };

onEngines('tables', (commands) => {
  let spark: Engine;
  let trino: Engine;
  let bucket: string;

  beforeAll(async () => {
    spark = startSpark(commands);
    [trino, bucket] = await Promise.all([startTrino(commands), newBucket()]);
  });
  afterAll(() => Promise.all([spark, trino].map((engine) => engine?.stop())));

  const unpacked = Object.keys(CASES).filter((title) => CASES[title]?.settings.compress !== 'zstd');
  test.each(unpacked)('Spark and Trino have the records of %s', async (title) => {
    const { records, table } = await published(CASES[title] as TableCase, `odd${unpacked.indexOf(title)}`);
    expect(sorted(await trino.rows(table.Name))).toEqual(sorted(records));
    expect(sorted(await sparkRows(table.Name))).toEqual(sorted(records.map((row) => inSpark(row, table))));
  });

  test('Trino reads parts of zstd, and Spark does where Hadoop has its native library', async () => {
    const { records, table } = await published(
      TABLE_CASES['packed text with a header and an empty order value'],
      'zstd',
    );
    expect(sorted(await trino.rows(table.Name))).toEqual(sorted(records));
    await expect(spark.rows(table.Name)).rejects.toThrow('native zStandard library not available');
  });

  test('Spark takes a newline within quotes as data, and Trino as the end of a record', async () => {
    const { table } = await published(quoted('1,"two\nlines",1\n2,"carriage\rreturn",2\n3,one,3\n'), 'newlines');
    const whole = { id: '3', text: 'one', at: '3' };
    expect(sorted(await sparkRows(table.Name))).toEqual([
      { id: '1', text: 'two\nlines', at: '1' },
      { id: '2', text: 'carriage\rreturn', at: '2' },
      whole,
    ]);
    // a field without its closing quote is NULL
    const none = { id: null, text: null, at: null };
    const begun = ['1', '2'].map((id) => ({ ...none, id }));
    expect(sorted(await trino.rows(table.Name))).toEqual(sorted([...begun, whole, none, none]));
  });

  test('both engines take a carriage return in plain text as the end of a record, but Spark not with headers', async () => {
    const headed = await published(plain('id^text^at\n1^carriage\rreturn^1\n', { header: true }), 'headed');
    expect(await sparkRows(headed.table.Name)).toEqual([{ id: '1', text: 'carriage\rreturn', at: 1n }]);
    const { table } = await published(plain('1^carriage\rreturn^1\n'), 'returns');
    const pieces = [
      { id: '1', text: 'carriage', at: null },
      { id: 'return', text: '1', at: null },
    ];
    expect(sorted(await sparkRows(table.Name))).toEqual(pieces);
    expect(sorted(await trino.rows(table.Name))).toEqual(pieces);
  });

  test('Spark takes an empty field of quoted text as NULL, and Trino as empty text', async () => {
    const { table } = await published(quoted('1,,1\n2,"",2\n'), 'empty');
    const rows = [
      { id: '1', text: '', at: '1' },
      { id: '2', text: '', at: '2' },
    ];
    expect(sorted(await sparkRows(table.Name))).toEqual(rows.map((row) => ({ ...row, text: null })));
    expect(sorted(await trino.rows(table.Name))).toEqual(rows);
  });

  test('columns of JSON Lines have the names of the records in Spark', async () => {
    const given = { format: 'json', key: 'op-code,User.Id', orderBy: 'Seq' };
    const options = ['--format=json', '--key=op-code,User.Id', '--order-by=Seq'];
    await published({ input: '{"op-code":"u","User":{"Id":"a"},"Seq":"7"}\n', settings: given, options }, 'names');
    expect(await spark.rows('names')).toEqual([{ User: { Id: 'a' }, 'op-code': 'u', Seq: '7' }]);
    expect(await spark.query('SELECT `op-code`, user.id, CAST(seq AS bigint) + 1 FROM names')).toEqual([
      ['u', 'a', 8n],
    ]);
    expect(await trino.rows('names')).toEqual([{ user: { id: 'a' }, op_code: 'u', seq: 7n }]);
  });

  test('by the SerDe alone Spark would read header lines as records', async () => {
    const { folder, table } = await published(plain('id^text^at\n1^one^1\n', { header: true }), 'headers');
    const { Parameters } = table;
    const kept = Object.entries(Parameters).filter(([name]) => !name.startsWith('spark.sql.'));
    await spark.add({ ...inFolder(table, folder), Name: 'serde', Parameters: Object.fromEntries(kept) });
    expect(sorted(await sparkRows('serde'))).toContainEqual({ id: 'id', text: 'text', at: null });
    expect(await sparkRows(table.Name)).toEqual([{ id: '1', text: 'one', at: 1n }]);
  });

  test('queries of the README have an answer', async () => {
    const films = 'movie,user,rating,seen';
    const name = '20261122t152504z-3f9a1c';
    await published(
      {
        input: 'heat^ann^3.5^2026-11-22T15:25:04Z\nheat^bob^4.5^2026-11-23\n',
        settings: { columns: films, orderBy: 'seen:timestamp' },
        options: [`--columns=${films}`, '--key=movie,user', '--order-by=seen:timestamp', `--run-id=${name}`],
      },
      'latest',
    );
    const average = 'SELECT movie, avg(CAST(rating AS double)) = 4 FROM latest GROUP BY movie';
    for (const engine of [spark, trino]) expect(await engine.query(average)).toEqual([['heat', true]]);
    const days = 'SELECT day_of_month(from_iso8601_timestamp(seen)) FROM latest ORDER BY 1';
    expect(await trino.query(days)).toEqual([[22n], [23n]]);
    const count = (path: string, name: string) => `SELECT count(*) FROM latest WHERE ${path} LIKE '%-${name}%'`;
    for (const [run, rows] of [
      [name, 2n],
      ['another', 0n],
    ] as const) {
      expect(await trino.query(count('"$path"', run))).toEqual([[rows]]);
      expect(await spark.query(count('input_file_name()', run))).toEqual([[rows]]);
    }
  });

  test('another publication is seen at once by the SerDe, and by a data source of Spark after REFRESH TABLE', async () => {
    for (const [name, header] of [
      ['anew_serde', false],
      ['anew_source', true],
    ] as const) {
      const first = plain(`${header ? 'id^text^at\n' : ''}1^one^1\n`, { header });
      const { folder, output, table } = await published(first, name);
      for (const engine of [spark, trino]) expect(await engine.rows(name)).toHaveLength(1);
      const next = { ...first, input: `${header ? 'id^text^at\n' : ''}1^two^2\n` };
      await run(next, folder, '--merge');
      await run(next, output, '--merge');
      const rows = [{ id: '1', text: 'two', at: 2n }];
      expect(await trino.rows(name)).toEqual(rows);
      if (header) {
        await expect(spark.rows(name)).rejects.toThrow('REFRESH TABLE');
        await spark.query(`REFRESH TABLE ${table.Name}`);
      }
      expect(await sparkRows(name)).toEqual(rows);
    }
  });

  /** The output of a run in S3, and the same one in a folder, with the table of a deployment in both engines. */
  async function published(given: TableCase, name: string) {
    const [folder, output] = [temporaryFolder(), `s3://${bucket}/${name}/`];
    await run(given, folder);
    await run(given, output);
    const table = definitionOf({ ...given.settings, output, catalogTable: `films.${name}` });
    await spark.add(inFolder(table, folder));
    await trino.add(table);
    return { folder, output, table, records: recordsOf(readOutput(folder), table) };
  }

  /** Rows with the names that columns have in the catalog. */
  async function sparkRows(table: string): Promise<Row[]> {
    return (await spark.rows(table)).map((row) => withNames(row) as Row);
  }
});

async function run({ input, options }: TableCase, output: string, ...more: readonly string[]): Promise<void> {
  const folder = temporaryFolder();
  writeFiles(folder, { a: input });
  const outcome = await dedupResident(['run', folder, '--output', output, '--quiet', '--parts=3', ...options, ...more]);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
}

const COLUMNS = { columns: 'id,text,at', key: 'id', orderBy: 'at' };
const OPTIONS = ['--columns=id,text,at', '--key=id', '--order-by=at'];

function quoted(input: string): TableCase {
  return { input, settings: { ...COLUMNS, format: 'csv' }, options: ['--format=csv', ...OPTIONS] };
}

function plain(input: string, { header = false } = {}): TableCase {
  return { input, settings: { ...COLUMNS, header }, options: header ? ['--header', ...OPTIONS] : OPTIONS };
}

/** The table in the template of a deployment. */
function definitionOf(context: Context): TableInput {
  const { catalogTable, job, output } = readSettings(context, {});
  const { cluster } = templatesOf({ catalogTable, job, output });
  return onlyOne(cluster, 'AWS::Glue::Table').Properties.TableInput;
}

/** The same table over another place. */
function inFolder(table: TableInput, folder: string): TableInput {
  return JSON.parse(JSON.stringify(table).replaceAll(table.StorageDescriptor.Location, `${pathToFileURL(folder)}/`));
}

/**
 * A row as Spark has it: where a data source reads the parts, an empty field of text is NULL, and each value of JSON Lines
 * is text.
 */
function inSpark(row: Row, { Parameters }: TableInput): Row {
  const source = Parameters['spark.sql.sources.provider'];
  const changed = (value: Value): Value => {
    if (source === 'csv' && value === '') return null;
    if (source !== 'json' || value === null || typeof value === 'string') return value;
    return typeof value === 'bigint' ? String(value) : inSpark(value, { Parameters } as TableInput);
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, changed(value)]));
}

function withNames(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [nameInTable(name), withNames(inner)]));
}

function sorted(rows: readonly Row[]): Row[] {
  const text = (row: Row) => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  return [...rows].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}
