/** The error for bad records begins with their likely cause. test/job/diagnosis tests every kind of cause. */

import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { homeOf, map } from '../support/containers';
import { type Files, snapshot, temporaryFolder } from '../support/folder';
import { dedupResident as dedup } from '../support/resident';

const TSV = 'heat\tann\t3\t1\nheat\tann\t3\t2\n';
const CAUSE = /^dedup: the columns of '[^']*in\/a(\.gz)?' have '\\t' between them: give --delimiter '\\t'; /;

test.each<[where: string, files: Files, args: readonly string[], then: RegExp]>([
  ['a file', { 'in/a': TSV }, [], /; bad record in 'in\/a' at byte 0: 1 column, [^;]*\n$/],
  ['a packed file', { 'in/a.gz': gzipSync(TSV) }, [], /; bad record in 'in\/a\.gz' at byte 0: 1 column, [^;]*\n$/],
  [
    'a header',
    { 'in/a': TSV },
    ['--header', '--columns', 'movie,user,rating,timestamp'],
    /; the header of 'in\/a' has 1 column, expected 4 with [^;]*\n$/,
  ],
  [
    'records that are all dropped',
    { 'in/a': TSV },
    ['--bad-records', 'drop'],
    /; no record was kept of 2 lines .*; the first bad one is in 'in\/a' at byte 0: [^;]*\n$/,
  ],
  [
    'more bad records than are allowed',
    { 'in/a': TSV, 'in/b': 'heat^ann^3^3\n' },
    ['--bad-records', 'keep', '--max-bad-records', '1'],
    /; 2 of 3 records are bad, --max-bad-records allows 1; the first is in 'in\/a' at byte 0: [^;]*\n$/,
  ],
])('of %s', async (_, files, args, then) => {
  const home = temporaryFolder(files);
  const before = snapshot(home);
  const { exitCode, stderr } = await dedup(['run', 'in', '--output', 'out', ...args], { cwd: home });
  expect(exitCode).toBe(65);
  expect(stderr).toMatch(CAUSE);
  expect(stderr).toMatch(then);
  expect(snapshot(home)).toEqual(before);
});

test('of a task on YARN', async () => {
  const home = homeOf({ 'in/a': TSV }, { badRecords: 'fail' });
  const { exitCode, stderr } = await map(home, 0);
  expect(exitCode).toBe(65);
  expect(stderr).toMatch(CAUSE);
  expect(stderr).toMatch(/; bad record in '.*in\/a' at byte 0: 1 column, [^;]*\n$/);
});

test('far behind the head, where the record itself tells it', async () => {
  const home = temporaryFolder({ 'in/a': `${'heat,ann,3,1\n'.repeat(20_000)}"heat, the",ann,3,1\n` });
  const outcome = await dedup(['run', 'in', '--output', join(home, 'out'), '--delimiter', ','], { cwd: home });
  expect(outcome.stderr).toMatch(
    /^dedup: fields of 'in\/a' are in double quotes: give --quote '"'; bad record in 'in\/a' at byte 260000: /,
  );
});
