/** `dedup sniff`, and the commands that it prints, run on the files that it looked at. */

import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sniffed } from '../../job/sniff/findings';
import { readSamples } from '../../job/sniff/read-samples';
import { runCommand } from '../../job/sniff/run-command';
import { snapshot, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';
import { dedupResident } from '../support/resident';
import { JSON_LINES, NOT_UNDERSTOOD } from '../support/sniff-json';
import type { SniffSample } from '../support/sniff-samples';
import { SURE } from '../support/sniff-sure';
import { UNSURE } from '../support/sniff-unsure';

const { signal } = new AbortController();

/** What `dedup sniff in` finds in a folder. */
async function findingsIn(home: string) {
  const read = await readSamples([join(home, 'in')], signal);
  const found = sniffed(read.samples);
  if (found.table === null) throw new Error(found.others[0]?.why);
  const inputs = found.others.length === 0 ? [join(home, 'in')] : found.table.files;
  return { found, command: runCommand(found, { inputs, output: join(home, 'out') }) };
}

test.each<SniffSample>([...SURE, ...UNSURE, ...JSON_LINES])(
  'the command for $title',
  async ({ files, options, unsure }) => {
    const home = temporaryFolder(files);
    const { found, command } = await findingsIn(home);
    const [, ...args] = command.words;
    const { exitCode, stdout, stderr } = await dedupResident([...args, '--json', '--threads', '1'], { cwd: home });
    if (!command.isComplete) {
      expect(options).toMatch(/<[a-z:]+>/);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 64,
        stderr: expect.stringMatching(/^dedup: [^\n]*<[^\n]*>[^\n]*\n$/),
      });
      return;
    }
    expect({ exitCode, stderr: stderr.replace(/^dedup: warning: .*\n/gm, '') }).toEqual({ exitCode: 0, stderr: '' });
    // the run keeps as many keys as the sample has, unless records are set aside or lack columns
    const { counts } = JSON.parse(stdout);
    if (!unsure.includes('lines') && counts.rejected === 0) expect(counts.kept).toBe(found.keys.guess?.distinct);
  },
);

test('the text has findings, records, key candidates and the command, which runs as it stands', async () => {
  const home = temporaryFolder({
    'in/a.csv': 'id,name,updated_at\n7,"Smith, Ann",2026-01-31T10:00:00Z\n8,Bob,2026-01-31T11:00:00Z\n',
    'in/b.csv.gz': gzipSync('id,name,updated_at\n7,"Jones, Ann",2026-02-01T00:00:00Z\n'),
  });
  const { exitCode, stdout, stderr } = await dedupResident(['sniff', 'in'], { cwd: home });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(`looked at 2 files, all ${stdout.match(/all (\d+ B)/)?.[1]}: 3 records

  format    csv: ',' between columns, " around fields
  header    the first line of each file
  columns   3
  order     updated_at:timestamp, whose greatest value is the latest

  column      type       record 1              record 2              record 3
  id          int        7                     8                     7
  name        text       Smith, Ann            Bob                   Jones, Ann
  updated_at  timestamp  2026-01-31T10:00:00Z  2026-01-31T11:00:00Z  2026-02-01T00:00:00Z

key candidates, and how many different values they have in 3 records
  id       2  66 %
  name     3  100 %
  id,name  3  100 %

unsure: of nothing but the key

--key id is a guess: nothing in the files says which columns make the key. If it is right, paste this:

dedup run in --output latest/ --format csv --header --key id --order-by updated_at:timestamp
`);
  const [, ...args] = (stdout.trim().split('\n').at(-1) as string).split(' ');
  expect(await dedupResident(args, { cwd: home })).toMatchObject({ exitCode: 0, stderr: '' });
  const { records } = readOutput(join(home, 'latest'));
  expect(records.trim().split('\n').sort()).toEqual([
    '7,"Jones, Ann",2026-02-01T00:00:00Z',
    '8,Bob,2026-01-31T11:00:00Z',
  ]);
  // the output is there now, and another run would replace it
  const again = await dedupResident(['sniff', 'in'], { cwd: home });
  expect(again.stdout).toMatch(/ --output latest-2\/ /);
});

test('--json prints the findings as one object', async () => {
  const home = temporaryFolder({ 'in/a.csv': 'id,v,ts\n1,a,5\n1,b,6\n' });
  const { exitCode, stdout } = await dedupResident(['sniff', 'in', '--json'], { cwd: home });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    files: { files: 1, bytes: 20, lookedFiles: 1, lookedBytes: 20, others: [] },
    format: 'csv',
    encoding: 'UTF-8',
    lineEnd: 'lf',
    skipLines: 0,
    text: {
      delimiter: ',',
      quote: null,
      escape: null,
      isTrimmed: false,
      hasTrailingDelimiter: false,
      comment: null,
      hasHeader: true,
    },
    columns: [
      { name: 'id', type: 'int', empty: 0, distinct: 1 },
      { name: 'v', type: 'text', empty: 0, distinct: 2 },
      { name: 'ts', type: 'int', empty: 0, distinct: 2 },
    ],
    order: { column: 'ts', type: 'int' },
    otherOrders: [],
    key: ['id'],
    keyCandidates: [
      { columns: ['id'], distinct: 1 },
      { columns: ['v'], distinct: 2 },
      { columns: ['id', 'v'], distinct: 2 },
    ],
    records: {
      count: 2,
      bad: 0,
      examples: [
        ['1', 'a', '5'],
        ['1', 'b', '6'],
      ],
    },
    unsure: [{ about: 'key', why: expect.stringMatching(/guess/) }],
    command: 'dedup run in --output latest/ --format csv --header --key id --order-by ts:int'.split(' '),
    isComplete: true,
  });
});

test('of many large files some are looked at, the first megabyte of each', async () => {
  const line = 'heat,ann,3.5,1767225600\n';
  const files = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [`in/${String(i).padStart(2, '0')}`, line.repeat(i === 0 ? 60_000 : 3)]),
  );
  const home = temporaryFolder(files);
  const { exitCode, stdout } = await dedupResident(['sniff', 'in'], { cwd: home });
  expect(exitCode).toBe(0);
  // of the first file as many records as the mebibyte has whole ones
  expect(stdout).toMatch(/^looked at 8 of 20 files, 1\.05 MB of 1\.44 MB: 43,711 records\n/);
});

test.each<[string, string | Buffer, number, RegExp]>([
  ...NOT_UNDERSTOOD.map(([title, content, says]): [string, string | Buffer, number, RegExp] => [
    title,
    content,
    65,
    says,
  ]),
  ['a Parquet file', Buffer.from('PAR1\x15\x04\x15\x10', 'latin1'), 65, /is a Parquet file/],
  ['an empty file', '', 66, /^dedup: only empty files in 'in'; name files that have records$/],
])('%s is told in one line', async (_, content, code, says) => {
  const home = temporaryFolder({ 'in/a': content });
  const before = snapshot(home);
  const { exitCode, stdout, stderr } = await dedupResident(['sniff', 'in'], { cwd: home });
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: code,
    stdout: '',
    stderr: expect.stringMatching(/^dedup: [^\n]*\n$/),
  });
  expect(stderr.trimEnd()).toMatch(says);
  expect(snapshot(home)).toEqual(before);
});

test('inputs are named and skipped as for a run', async () => {
  const home = temporaryFolder({ 'in/_old.csv': 'id,ts\n1,5\n' });
  expect(await dedupResident(['sniff', 'in'], { cwd: home })).toMatchObject({
    exitCode: 66,
    stderr: expect.stringMatching(
      /^dedup: no file in 'in', but 1 file .* skipped for names that begin with '_' or '\.'; /,
    ),
  });
  expect(await dedupResident(['sniff', 'none'], { cwd: home })).toMatchObject({ exitCode: 66 });
  expect(await dedupResident(['sniff', 'hdfs:///in'], { cwd: home })).toMatchObject({ exitCode: 64 });
});
