import fs from 'node:fs';
import { join } from 'node:path';
import { commonHeader } from '../../../job/format/format';
import { formatOf } from '../../../job/format/formats';
import { findHeader, refuseUnsaidHeader } from '../../../job/input/header';
import { resolveRecord } from '../../../job/options/record';
import { temporaryFolder } from '../../support/folder';
import { inputFile } from '../../support/in-process';
import { type RecordOptions, recordOptions, resolveSpec } from '../../support/record-options';

const SIGNAL = new AbortController().signal;

const COLUMNS = 'userId,movieId,timestamp,größe';
const OPTIONS = { columns: COLUMNS, key: 'userId,movieId', delimiter: ',' };
const COMMA = record(OPTIONS);

function record(options: Partial<RecordOptions>) {
  return resolveRecord(recordOptions(options), true);
}

function files(...contents: readonly (string | Buffer)[]) {
  const folder = temporaryFolder();
  return contents.map((content, i) => inputFile(join(folder, `f${i}`), Buffer.from(content as string), false));
}

/** The header of a single file. */
async function headerOf(
  content: string | Buffer,
  options: Partial<RecordOptions>,
  names: 'match' | 'ignore' = 'match',
) {
  const found = await findHeader(files(content), record(options), names, SIGNAL);
  const header = found?.header;
  return (
    header && { ...header, line: Buffer.from(header.line).toString(), found: Buffer.from(header.found).toString() }
  );
}

it.each([
  COLUMNS,
  'USERID,movieid,TimeStamp,GRÖSSE'.replace('SS', 'ß'),
  '"userId","movieId","timestamp","größe"',
  "'userId' , movie Id,\ttimestamp, größe",
  'userId,movieId,timestamp,gro\u0308ße',
])('takes %j for the names of the columns', async (line) => {
  const [file] = files(`\ufeff${line}\r\n1,2,3,4\n`);
  const found = await findHeader([file as never], COMMA, 'match', SIGNAL);
  const expected = { ...commonHeader(Buffer.from(line), file?.path as string), others: 'any-order' };
  expect(found?.header).toEqual(expected);
});

it('takes names in Latin-1', async () => {
  const line = Buffer.from(COLUMNS, 'latin1');
  expect(await findHeader(files(line), COMMA, 'match', SIGNAL)).toMatchObject({ header: { line, fields: null } });
});

it.each(['user_id,movieId,timestamp,größe', '1,10,3,200', ',,,'])(
  'refuses the names %j with both, unless they are to be ignored',
  async (line) => {
    const found = files('', `${line}\n1,2,3,4\n`);
    await expect(findHeader(found, COMMA, 'match', SIGNAL)).rejects.toMatchObject({
      exitCode: 65,
      message:
        `the header of '${found[1]?.path}' names '${line}', but --columns '${COLUMNS}'; ` +
        'give --columns as the file has them, --header-names ignore where its names mean nothing, or name the inputs ' +
        'without files of other tables',
    });
    const ignored = await findHeader(found, COMMA, 'ignore', SIGNAL);
    expect(ignored?.header).toEqual(commonHeader(Buffer.from(line), found[1]?.path as string));
  },
);

it('has none where no file has a line, whatever the names of the files', async () => {
  const [file] = files('');
  fs.renameSync(file?.path as string, `${file?.path}.gz`);
  const empty = { ...file, path: `${file?.path}.gz` };
  expect(await findHeader([empty as never], COMMA, 'match', SIGNAL)).toMatchObject({ header: null });
  expect(await findHeader(files('\ufeff', 'one\n'), record({ key: 'a', skipLines: '1' }), 'match', SIGNAL)).toBeNull();
});

describe('without --columns the header names the columns', () => {
  it.each<[line: string, options: Partial<RecordOptions>, columns: readonly string[]]>([
    ['id,v,ts', { delimiter: ',' }, ['id', 'v', 'ts']],
    [' "id" ,v , "ts"\r', { delimiter: ',' }, ['id', 'v', 'ts']],
    ['"id","a ""b"", c",ts', { format: 'csv' }, ['id', 'a "b", c', 'ts']],
    ['"id","a\nb",ts', { format: 'csv' }, ['id', 'a\nb', 'ts']],
    ['id::v::ts', { delimiter: '::' }, ['id', 'v', 'ts']],
    ['id,v,ts,', { delimiter: ',', trailingDelimiter: true }, ['id', 'v', 'ts']],
    ['id,größe,ts', { delimiter: ',' }, ['id', 'größe', 'ts']],
    [',id,ts', { delimiter: ',' }, ['', 'id', 'ts']],
  ])('%j', async (line, options, columns) => {
    const found = await findHeader(
      files(`${line}\n`),
      record({ key: 'id', orderBy: 'ts', ...options }),
      'match',
      SIGNAL,
    );
    expect(found?.spec).toMatchObject({ columns, keyColumns: [columns.indexOf('id')] });
    expect(found?.header).toMatchObject({ fields: null, others: 'same-order' });
  });

  it('in Latin-1 too', async () => {
    const line = Buffer.from('id,größe,ts', 'latin1');
    const found = await findHeader(
      files(line),
      record({ key: 'größe', orderBy: 'ts', delimiter: ',' }),
      'match',
      SIGNAL,
    );
    expect(found?.spec.keyColumns).toEqual([1]);
  });

  it.each([
    ['id,v,id', 'id', "names 'id' twice, as column 1 and 3"],
    ['id,"v", v ', 'id', "names 'v' twice, as column 2 and 3"],
  ])('and no two columns may have one name: %j', async (line, key, message) => {
    const refused = findHeader(files(line), record({ key, orderBy: 'v', delimiter: ',' }), 'match', SIGNAL);
    await expect(refused).rejects.toMatchObject({ exitCode: 65, message: expect.stringContaining(message) });
  });

  it('and a key that it does not name is refused with its names', async () => {
    const refused = findHeader(
      files('id,v,ts'),
      record({ key: 'user', orderBy: 'ts', delimiter: ',' }),
      'match',
      SIGNAL,
    );
    await expect(refused).rejects.toMatchObject({
      exitCode: 64,
      message: expect.stringContaining('it names id, v, ts'),
    });
  });

  it.each([
    ['movie,user,rating,timestamp', ','],
    ['"movie"\t"user"\t"timestamp"', '\\t'],
    ['heat\tann\t3\t1', '\\t'],
    ['movie::user::timestamp', '::'],
  ])('and the delimiter of %j is told where another one was meant', async (line, delimiter) => {
    const found = files(`${line}\n`);
    await expect(findHeader(found, record({}), 'match', SIGNAL)).rejects.toMatchObject({
      exitCode: 65,
      message:
        `the names in the header of '${found[0]?.path}' have '${delimiter}' between them, and not '^'; ` +
        `give --delimiter '${delimiter}'`,
    });
  });
});

describe('with --columns the header says where they are', () => {
  const options = { columns: 'id,v,ts', key: 'id', orderBy: 'ts', delimiter: ',' };

  it.each<[line: string, more: Partial<RecordOptions>, from: readonly number[], count: number]>([
    ['ts,id,v', {}, [1, 2, 0], 3],
    ['TS," id ",V', {}, [1, 2, 0], 3],
    ['ts,id', { missingColumns: 'empty' }, [1, -1, 0], 2],
    ['x,ts,v,y,id', { extraColumns: 'drop' }, [4, 2, 1], 5],
    ['x,id,ts', { missingColumns: 'empty', extraColumns: 'drop' }, [1, -1, 2], 3],
    ['v,ts,id,', { trailingDelimiter: true }, [2, 0, 1], 3],
  ])('%j', async (line, more, from, count) => {
    expect(await headerOf(`${line}\n`, { ...options, ...more })).toMatchObject({
      line: 'id,v,ts',
      found: line,
      fields: { count, from },
      others: 'any-order',
    });
  });

  it.each<[columns: string, line: string, more: Partial<RecordOptions>, expected: string]>([
    ['id,a b,ts', 'ts,a b,id', { format: 'csv' }, 'id,a b,ts'],
    ['id,a|b,ts', 'ts|"a|b"|id', { format: 'csv', delimiter: '|' }, 'id|"a|b"|ts'],
    ['id,a"b,ts', 'ts,"a""b",id', { format: 'csv' }, 'id,"a""b",ts'],
    ['id,a"b,ts', 'ts,"a\\"b",id', { format: 'csv', escape: '\\' }, 'id,"a\\"b",ts'],
  ])('the header of the output names %s in the dialect', async (columns, line, more, expected) => {
    expect(await headerOf(line, { columns, key: 'id', orderBy: 'ts', ...more })).toMatchObject({ line: expected });
  });

  it('the header of the output is in Latin-1 where that of the input is', async () => {
    const content = Buffer.from('ts,größe,id\n', 'latin1');
    const found = await findHeader(files(content), record({ ...options, columns: 'id,größe,ts' }), 'match', SIGNAL);
    expect(found?.header?.line).toEqual(Buffer.from('id,größe,ts', 'latin1'));
  });

  it('a name that the dialect cannot write is refused', async () => {
    const unwritable = { columns: 'a,b,c^d', key: 'a', orderBy: 'b', missingColumns: 'empty' };
    await expect(headerOf('b^a', unwritable)).rejects.toMatchObject({
      exitCode: 64,
      message: "--columns names 'c^d', which cannot stand in a header without --quote; give another name",
    });
  });

  it.each<[what: string, line: string, more: Partial<RecordOptions>, message: string]>([
    ['lacks a column', 'ts,id', {}, "lacks 'v' of --columns; give --missing-columns empty to read it as empty"],
    [
      'lacks a column of the key',
      'ts,v',
      { missingColumns: 'empty' },
      "lacks 'id', which is a column of the key; name the inputs without files of other tables",
    ],
    ['lacks a column of the order', 'v,id', { missingColumns: 'empty' }, "lacks 'ts', which is a column of the order"],
    [
      'has a column more',
      'ts,id,v,w',
      {},
      "has 'w', which --columns does not name; name it there, or give --extra-columns drop to leave it out",
    ],
    ['has a name twice', 'ts,id,v,v', { extraColumns: 'drop' }, "names 'v' twice, as column 3 and 4"],
    ['has no name of them', 'a,b', { missingColumns: 'empty' }, "has 2 columns, expected 3 with ',' between them"],
  ])('a header that %s is refused', async (_, line, more, message) => {
    await expect(headerOf(`${line}\n`, { ...options, ...more })).rejects.toMatchObject({
      exitCode: 65,
      message: expect.stringContaining(message),
    });
  });
});

describe('a header with escapes', () => {
  const escaped = { columns: 'id,a\nb,ts', key: 'id', orderBy: 'ts', format: 'tsv', escape: '\\' };

  it('names columns by what they mean, and is written with escapes', async () => {
    expect(await headerOf('id\ta\\\nb\tts\n', escaped)).toMatchObject({ line: 'id\ta\\\nb\tts', fields: null });
    expect(await headerOf('ts\tid\ta\\nb\n', escaped)).toMatchObject({ line: 'id\ta\\\nb\tts' });
  });

  it.each(['id\ta\tts\\', 'id\ta\tts\\\n', 'id\ta\tts\\\r\n'])(
    'is refused where it ends with one: %j',
    async (text) => {
      await expect(headerOf(text, { ...escaped, columns: 'id,a,ts' }, 'ignore')).rejects.toMatchObject({
        exitCode: 65,
        message: expect.stringContaining("expected a byte behind the last '\\', which escapes it"),
      });
    },
  );
});

it('skips lines and comments before the header', async () => {
  const content = 'Report\r\nof May\n\n#one\n#two\nts,id,v\n';
  const found = await headerOf(content, {
    columns: 'id,v,ts',
    key: 'id',
    orderBy: 'ts',
    delimiter: ',',
    skipLines: '3',
    comment: '#',
  });
  expect(found).toMatchObject({ found: 'ts,id,v' });
});

it('reads the header of a file in UTF-16', async () => {
  const content = Buffer.from(`\ufeff${COLUMNS}\r\n1,2,3,4\r\n`, 'utf16le');
  expect(await headerOf(content, OPTIONS)).toMatchObject({ line: COLUMNS });
});

describe('a header that was not asked for', () => {
  const spec = resolveSpec({ columns: 'id,ts', key: 'id', orderBy: 'ts:text', delimiter: ',' });

  it.each([
    ['at the start', 'id,ts\n1,2\n', {}],
    ['behind lines that are skipped', 'Report\n\nid,ts\n', { skipLines: 2 }],
    ['behind comments', '\ufeff#1\n#2\nID,TS\n', { comment: '#' }],
  ])('is refused %s', (_, content, reading) => {
    const read = { ...spec, reading: { ...spec.reading, ...reading } };
    const refuse = (bytes: Buffer) => refuseUnsaidHeader(files('')[0] as never, bytes, read, formatOf(read));
    expect(() => refuse(Buffer.from(content))).toThrow(/begins with the names of the columns/);
    expect(() => refuse(Buffer.from(content.replace(/id/i, '1')))).not.toThrow();
  });
});
