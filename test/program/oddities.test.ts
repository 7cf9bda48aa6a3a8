import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Files, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

const SPEC = ['--columns', 'id,v,ts', '--key', 'id', '--delimiter', ',', '--parts', '1'];
const TEXT = [...SPEC, '--order-by', 'ts:text'];
const HEADER = 'id,v,ts\n';

async function run(files: Files, ...options: readonly string[]) {
  const home = temporaryFolder(files);
  const outcome = await dedup(['run', 'in', '--output', 'out', '--quiet', ...options], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 0, stdout: '' });
  return { stderr: Buffer.from(outcome.stderr, 'latin1').toString(), ...readOutput(join(home, 'out')), home };
}

test('a header line inside a file, compressed or not, is counted as a header and not as a record', async () => {
  const one = `${HEADER}1,a,2024-01-01\n\xef\xbb\xbf${HEADER}1,b,2024-01-02\n`;
  const { records, headers, summary, stderr } = await run(
    { 'in/a': one, 'in/b.gz': gzipSync(`${HEADER}2,a,2024\n${HEADER}`) },
    ...TEXT,
    '--header',
  );
  expect({ records: records.split('\n').sort(), headers, stderr }).toEqual({
    records: ['', '1,b,2024-01-02', '2,a,2024'],
    headers: ['id,v,ts'],
    stderr: '',
  });
  expect(summary.counts).toEqual({
    lines: 7,
    blank: 0,
    headers: 4,
    comments: 0,
    skipped: 0,
    kept: 2,
    superseded: 1,
    deleted: 0,
    forgotten: 0,
    rejected: 0,
  });
});

test('the header lines inside a file are counted by all workers together', async () => {
  const block = `${HEADER}${Array.from({ length: 999 }, (_, i) => `${i},v,${i}\n`).join('')}`;
  const { summary } = await run(
    { 'in/a': block.repeat(2000) },
    ...SPEC,
    '--order-by',
    'ts',
    '--header',
    '--threads',
    '2',
  );
  expect(summary.counts).toMatchObject({
    lines: 2_000_000,
    headers: 2000,
    comments: 0,
    skipped: 0,
    kept: 999,
    rejected: 0,
  });
});

test('a first line with the names of the columns is refused when --header is missing, even if it could be a record', async () => {
  const home = temporaryFolder({ 'in/a': `"ID", v ,TS\n1,a,2024\n` });
  const outcome = await dedup(['run', 'in', '--output', 'out', ...TEXT, '--bad-records', 'drop'], { cwd: home });
  expect(outcome).toMatchObject({
    exitCode: 65,
    stderr:
      "dedup: 'in/a' begins with the names of the columns, '\"ID\", v ,TS', which would be a record; give --header, or " +
      'other names in --columns where it is one\n',
  });
});

test('records whose order value is a word for nothing are counted, and one warning names the first', async () => {
  const rows = [
    '1,a,NA',
    '1,b,2024',
    '2,a,null',
    '2,b,2023',
    '3,a,None',
    '3,b,',
    '4,a,\\N',
    '5,a,"N/a"',
    '6,a,nano',
    '7,a,x',
  ];
  const { summary, stderr } = await run({ 'in/a': '0,a,2020\n', 'in/b': `${rows.join('\n')}\n` }, ...TEXT);
  const first = { kind: 'no-order', count: 6, file: 'in/b', offset: 0, line: '1,a,NA' };
  expect(summary.oddities).toEqual([first]);
  expect(stderr).toContain(
    "dedup: warning: 6 records have no value in the order column 'ts' (nothing, NA, null, None, \\N …), and a word is later " +
      "than any digit; --empty-order oldest has these before all others, the first in 'in/b' at byte 0: '1,a,NA'\n",
  );
});

test('the columns that order by text are named, where records without a value are', async () => {
  const orders = ['--columns', 'id,seq,a,b', '--key', 'id', '--delimiter', ',', '--order-by'];
  const input = { 'in/a': '1,1,x,NULL\n1,1,x,y\n' };
  const one = await run(input, ...orders, 'seq:int,b:text');
  expect(one.stderr).toContain("1 record has no value in the order column 'b' (");
  const two = await run(input, ...orders, 'seq:int,a:text,b:text');
  expect(two.stderr).toContain("1 record has no value in the order columns 'a', 'b' (");
});

test.each([
  ['text', ['--order-by', 'ts:text']],
  ['text behind another column', ['--order-by', 'v:text:least,ts:text']],
])('an odd record is counted once, even when records spill, where the order is %s', async (_, order) => {
  const rows = Array.from({ length: 500_000 }, (_, i) => `\xef\xbb\xbf${i},a record of some length,NA\n`).join('');
  const { summary } = await run({ 'in/a': `0,a,1\n${rows}` }, ...SPEC, ...order, '--memory', '16m', '--threads', '1');
  expect(summary.spilledBytes).toBeGreaterThan(0);
  expect(summary.oddities).toMatchObject([
    { kind: 'byte-order-mark', count: 500_000, offset: 6 },
    { kind: 'no-order', count: 500_000, offset: 6 },
  ]);
});

test('a byte order mark inside a file causes a warning', async () => {
  const { summary, stderr } = await run(
    { 'in/a': '\xef\xbb\xbf1,a,5\n\xef\xbb\xbf1,b,6\n' },
    ...SPEC,
    '--order-by',
    'ts',
  );
  expect(summary.oddities).toEqual([
    { kind: 'byte-order-mark', count: 1, file: 'in/a', offset: 9, line: '\\u{feff}1,b,6' },
  ]);
  expect(stderr).toBe(
    'dedup: warning: 1 line inside of files begins with a byte order mark, which is data there, the first in ' +
      "'in/a' at byte 9: '\\u{feff}1,b,6'\n",
  );
});

test('a merge does not warn again of odd records of the earlier output', async () => {
  const { home } = await run({ 'in/a': '1,a,NA\n' }, ...TEXT);
  const outcome = await dedup(['run', 'in', '--output', 'out', '--merge', '--quiet', ...TEXT], { cwd: home });
  expect(outcome.stderr).toContain('1 record has no value');
  expect(readOutput(join(home, 'out')).summary.oddities).toMatchObject([{ count: 1 }]);
});

test('times of several forms that are ordered as text, deletes that are written otherwise, and copies cause warnings', async () => {
  const { stderr } = await run(
    { 'in/a': '1,d,2026-01-01T00:00:00Z\n1,d,2026-01-01T00:00:00.5Z\n', 'in/a.bak': '2,d,2026-01-01T00:00:00Z\n' },
    ...TEXT,
    '--delete-when',
    'v=D',
  );
  expect(stderr).toContain(
    "dedup: warning: 1 file has a name of a copy or of a transfer that is not complete, and is read: 'in/a.bak'",
  );
  expect(stderr).toContain(
    "dedup: warning: no key is deleted: --delete-when asks for 'D' in 'v', and records have 'd'",
  );
  expect(stderr).toContain("dedup: warning: times in the order column 'ts' are written in several ways");
});

test('deletes by any value, one of which says no, cause a warning', async () => {
  const files = { 'in/a': '1,false,2026-01-01\n2,2026-01-01,2026-01-01\n3,,2026-01-01\n' };
  const { home, stderr } = await run(files, ...TEXT, '--delete-when', 'v!=');
  expect(stderr).toBe(
    "dedup: warning: 'false' in 'v' makes a delete, since --delete-when 'v!=' means any value; if 'v' says yes or no, " +
      'give the value for yes, like v=true\n',
  );
  expect(readOutput(join(home, 'out')).summary.counts).toMatchObject({ kept: 1, deleted: 2 });
});
