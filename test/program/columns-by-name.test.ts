/** Files whose headers name the columns: whatever their order, the output is that of files that have it. */

import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Files, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';
import { Random } from '../support/random';
import { dedupResident as dedup } from '../support/resident';
import { problemsOf } from '../support/verified';

const SPEC = ['--header', '--delimiter', ',', '--key', 'id', '--order-by', 'ts'];
const COLUMNS = ['--columns', 'id,v,ts'];
const NAMES = ['id', 'v', 'ts'];

async function run(home: string, ...options: readonly string[]) {
  return dedup(['run', 'in', '--output', 'out', ...SPEC, ...options], { cwd: home });
}

async function read(files: Files, ...options: readonly string[]) {
  const home = temporaryFolder(files);
  const { exitCode, stderr } = await run(home, '--quiet', ...options);
  expect({ exitCode, stderr: stderr.replace(/^dedup: warning: .*\n/gm, '') }).toEqual({ exitCode: 0, stderr: '' });
  expect(await problemsOf(join(home, 'out'))).toEqual([]);
  return { home, stderr, ...readOutput(join(home, 'out')) };
}

const lines = (records: string) => records.split('\n').filter(Boolean).sort();

test('the header names the columns where the options do not', async () => {
  const { records, headers, summary, stderr } = await read({
    'in/a': '',
    'in/b': 'id,"v" ,ts\n1,a,5\n1,b,6\n',
    'in/c': 'id,v,ts\r\n2,c,7\r\n',
  });
  expect({ records: lines(records), stderr }).toEqual({ records: ['1,b,6', '2,c,7'], stderr: '' });
  expect(new Set(headers)).toEqual(new Set(['id,"v" ,ts']));
  expect(summary.spec).toMatchObject({ columns: NAMES, key: ['id'], orderBy: [{ column: 'ts' }] });
  expect(summary.inputs.rearrangedFiles).toBe(0);
});

test('where the first header gives the order, a file with another order is refused with the option to paste', async () => {
  const home = temporaryFolder({ 'in/a': 'id,v,ts\n1,a,5\n', 'in/b': 'ts,id,v\n6,1,b\n' });
  const outcome = await run(home);
  expect(outcome).toMatchObject({
    exitCode: 65,
    stderr:
      "dedup: the header of 'in/b' names 'ts,id,v', but that of 'in/a' 'id,v,ts'; give the order of the output: " +
      '--columns id,v,ts\n',
  });
  const pasted = /--columns \S+/.exec(outcome.stderr)?.[0].split(' ') as string[];
  expect(await run(home, ...pasted)).toMatchObject({ exitCode: 0 });
  expect(lines(readOutput(join(home, 'out')).records)).toEqual(['1,b,6']);
});

test('without inputs that have a header nothing names the columns', async () => {
  const home = temporaryFolder({ 'in/a.gz': gzipSync('') });
  expect(await run(home, '--allow-empty')).toMatchObject({
    exitCode: 66,
    stderr: 'dedup: no input has a header, which would name the columns; give --columns\n',
  });
});

test('files are read by their names, and the run says how many once', async () => {
  const files = {
    'in/a': 'ts,id,v\n6,1,b\n1,4,\n',
    'in/b': 'id,v,ts\n1,a,5\n',
    'in/c.gz': gzipSync('x,ts,y,id\nx,9,y,2\n'),
    'in/d': Buffer.from('\ufeffV;ID;TS\nü;3;7\n'.replaceAll(';', ','), 'utf16le'),
  };
  const options = ['--missing-columns', 'empty', '--extra-columns', 'drop', ...COLUMNS];
  const { records, headers, summary, stderr } = await read(files, ...options);
  expect(lines(Buffer.from(records, 'latin1').toString())).toEqual(['1,b,6', '2,,9', '3,ü,7', '4,,1']);
  expect(new Set(headers)).toEqual(new Set(['id,v,ts']));
  expect(summary.inputs).toMatchObject({ rearrangedFiles: 3, utf16Files: 1 });
  expect(stderr).toBe(
    'dedup: warning: 1 file in UTF-16 was read as UTF-8, which the output is\n' +
      'dedup: warning: 3 files were read by the names in the header: the columns are not those of --columns, or in ' +
      'another order\n',
  );
});

test.each([
  ['lacks a column', 'id,ts\n', "the header of 'in/b' lacks 'v' of --columns; give --missing-columns empty"],
  ['has one more', 'id,v,w,ts\n', "the header of 'in/b' has 'w', which --columns does not name; name it there"],
  ['lacks the key', 'v,ts\n', "the header of 'in/b' lacks 'id', which is a column of the key"],
  ['names a column twice', 'id,v,ts,v\n', "the header of 'in/b' names 'v' twice, as column 2 and 4"],
])('a file that %s is refused', async (_, header, message) => {
  const home = temporaryFolder({ 'in/a': 'id,v,ts\n', 'in/b': header });
  const options = header === 'id,v,ts,v\n' ? ['--extra-columns', 'drop'] : [];
  const outcome = await run(home, ...COLUMNS, ...options);
  expect(outcome).toMatchObject({ exitCode: 65, stdout: '', stderr: expect.stringContaining(message) });
});

test('a column of the order that a file lacks is older than any value, where the options allow it', async () => {
  const files = {
    'in/LOAD1.csv': 'ts,id,v\n2026-03-01 00:00:00.000000,1,a\n2026-03-02 00:00:00.000000,2,b\n',
    'in/2.csv':
      'op,ts,id,v\nI,2026-03-02 00:00:00.000000,2,c\nI,2026-03-03 00:00:00.000000,3,d\nD,2026-03-03 00:00:00.000000,3,d\n',
  };
  const options = [
    '--columns',
    'op,ts,id,v',
    '--order-by',
    'ts:timestamp,op:rank(I<U<D)',
    '--missing-columns',
    'empty',
  ];
  const home = temporaryFolder(files);
  const given = ['--header', '--delimiter', ',', '--key', 'id', ...options];
  const outcome = await dedup(['run', 'in', '--output', 'out', ...given], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 65, stderr: expect.stringContaining('--empty-order oldest') });
  const kept = await dedup(['run', 'in', '--output', 'out', ...given, '--empty-order', 'oldest'], { cwd: home });
  expect(kept).toMatchObject({ exitCode: 0 });
  expect(lines(readOutput(join(home, 'out')).records)).toEqual([
    ',2026-03-01 00:00:00.000000,1,a',
    'D,2026-03-03 00:00:00.000000,3,d',
    'I,2026-03-02 00:00:00.000000,2,c',
  ]);
});

test('a file without any column of the order has the oldest records', async () => {
  const { records } = await read(
    { 'in/a': 'id,v\n1,a\n2,b\n', 'in/b': 'id,v,ts\n2,c,-5\n' },
    ...[...COLUMNS, '--missing-columns', 'empty', '--empty-order', 'oldest'],
  );
  expect(lines(records)).toEqual(['1,a,', '2,c,-5']);
});

describe('large files with columns in any order', () => {
  const random = new Random(7);
  const sets = [NAMES, ['ts', 'id', 'v'], ['v', 'x', 'ts', 'id', 'y'], ['ts', 'id']];
  const rows = Array.from({ length: 120_000 }, () => [
    String(random.int(0, 50_000)),
    'v'.repeat(random.int(0, 20)),
    String(random.int(0, 1000)),
  ]);
  const files = sets.map((names, number) => {
    const own = rows.filter((_, i) => i % sets.length === number);
    const fieldOf = (row: readonly string[], name: string) => (NAMES.includes(name) ? row[NAMES.indexOf(name)] : 'z');
    const linesOf = own.map((row) => names.map((name) => fieldOf(row, name)).join(','));
    const inOrder = own.map(([id, v, ts]) => [id, names.includes('v') ? v : '', ts].join(','));
    const header = names.join(',');
    // the header stands once more inside of each file
    linesOf.splice(linesOf.length / 2, 0, header);
    return { rearranged: `${header}\n${linesOf.join('\n')}\n`, plain: `id,v,ts\n${inOrder.join('\n')}\n` };
  });
  const options = [...COLUMNS, '--missing-columns', 'empty', '--extra-columns', 'drop'];
  const named = (kind: 'rearranged' | 'plain') => Object.fromEntries(files.map((file, i) => [`in/${i}`, file[kind]]));

  test('give the output of files that have the order, whatever the splits', async () => {
    const plain = await read(named('plain'), ...COLUMNS, '--threads', '1');
    for (const way of [
      ['--threads', '1'],
      ['--threads', '2', '--parts', '3'],
      ['--threads', '7', '--memory', '112m'],
    ]) {
      const { records, summary } = await read(named('rearranged'), ...options, ...way);
      expect(records === plain.records).toBe(true);
      expect(summary.counts).toMatchObject({ lines: 120_008, headers: 8, kept: plain.summary.counts.kept });
      expect(summary.inputs.rearrangedFiles).toBe(3);
    }
  });

  test('have bad records that are told by the columns of their file', async () => {
    const home = temporaryFolder(named('rearranged'));
    const bad = join(home, 'in/1');
    appendFileSync(bad, '1,2\nno,1,v\n');
    const outcome = await run(home, ...options.filter((option) => !/missing|empty/.test(option)), '--threads', '2');
    expect(outcome.exitCode).toBe(65);
    writeFileSync(join(home, 'in/3'), 'id,v,ts\n');
    const kept = await run(home, ...COLUMNS, '--extra-columns', 'drop', '--bad-records', 'keep', '--threads', '2');
    expect(kept).toMatchObject({ exitCode: 0 });
    const { summary, rejects } = readOutput(join(home, 'out'));
    expect(rejects).toMatchObject([
      { reason: 'columns', line: '1,2' },
      { reason: 'order', line: 'no,1,v' },
    ]);
    expect(summary.rejects.examples.map(({ detail }) => detail)).toEqual([
      "2 columns, expected 3 with ',' between them",
      "order column 'ts' is 'no', expected an integer",
    ]);
  });
});

test('a merge reads its former output in its own order, and keeps its header', async () => {
  const { home } = await read({ 'in/a': '"ID",v,ts\n1,a,5\n2,b,6\n' }, ...COLUMNS);
  writeFileSync(join(home, 'in/a'), 'v,ts,id\nc,7,1\n');
  expect(await run(home, ...COLUMNS, '--merge')).toMatchObject({ exitCode: 0 });
  const { headers, records, summary } = readOutput(join(home, 'out'));
  expect({ headers: new Set(headers), records: lines(records) }).toEqual({
    headers: new Set(['"ID",v,ts']),
    records: ['1,c,7', '2,b,6'],
  });
  expect(summary.keys).toEqual({ added: 0, changed: 1, unchanged: 1 });
  expect(await problemsOf(join(home, 'out'))).toEqual([]);
  writeFileSync(join(home, 'in/a'), '');
  expect(
    await dedup(['run', 'in', '--output', 'out', '--merge', '--allow-empty', ...SPEC], { cwd: home }),
  ).toMatchObject({
    exitCode: 0,
  });
  expect(new Set(readOutput(join(home, 'out')).headers)).toEqual(new Set(['"ID",v,ts']));
});

test('the likely cause of bad records is found by the columns of their file', async () => {
  const home = temporaryFolder({ 'in/a': 'ts,v,id\n2024-01-01T00:00:00,a,1\n2024-01-01T00:00:01,b,1\n' });
  const outcome = await run(home, ...COLUMNS);
  expect(outcome).toMatchObject({ exitCode: 65, stderr: expect.stringContaining('--order-by ts:timestamp') });
});
