import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Files, namesBelow, snapshot, temporaryFolder, writeFiles } from '../support/folder';
import { readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

/** A file with one record of a key of its own, which shows in the output whether the file was read. */
function record(name: string): string {
  return `heat^${name}^1^1\n`;
}

const FILES: Files = {
  'in/a.csv': record('a'),
  'in/b.txt': record('b'),
  'in/sub/c.csv': record('c'),
  'in/sub/deep/d.csv': record('d'),
  'in/_hidden/e.csv': 'not a record',
  'in/.hidden/f.csv': 'not a record',
  'in/_g.csv': 'not a record',
  'in/.h.csv': 'not a record',
  'in2/i.csv': record('i'),
  'in.csv': record('in'),
  '_apart/j.csv': record('j'),
};

/** The users in the output of a run with these inputs. */
async function usersOf(home: string, inputs: readonly string[]): Promise<string[]> {
  const outcome = await dedup(['run', ...inputs, '--output', 'out', '--quiet'], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 0, stdout: '' });
  // warnings of skipped files have tests of their own
  expect(outcome.stderr).toMatch(/^(dedup: warning: .+ skipped because .+\n)?$/);
  const { records } = readOutput(join(home, 'out'));
  return Array.from(records.matchAll(/\^(.+?)\^/g), ([, user]) => user as string).sort();
}

test.each<[inputs: readonly string[], users: readonly string[]]>([
  [['in'], ['a', 'b', 'c', 'd']],
  [['in/'], ['a', 'b', 'c', 'd']],
  [['./in'], ['a', 'b', 'c', 'd']],
  [['in2'], ['i']],
  [['in/a.csv'], ['a']],
  [
    ['in/sub', 'in2', 'in.csv'],
    ['c', 'd', 'i', 'in'],
  ],
  [
    ['in', 'in/a.csv', './in/sub'],
    ['a', 'b', 'c', 'd'],
  ],
  [['in/*.csv'], ['a']],
  [['in/*'], ['a', 'b', 'c', 'd']],
  [['in/**/*.csv'], ['a', 'c', 'd']],
  [['in/{a,b}.*'], ['a', 'b']],
  [['in/[ab].???'], ['a', 'b']],
  [['in?'], ['i']],
  [['in*'], ['a', 'b', 'c', 'd', 'i', 'in']],
  [['_apart/*.csv'], ['j']],
  [['_apart/j.csv'], ['j']],
])('the inputs %j stand for the files %j', async (inputs, users) => {
  expect(await usersOf(temporaryFolder(FILES), inputs)).toEqual(users);
});

test('a pattern may start at the root', async () => {
  const home = temporaryFolder(FILES);
  expect(await usersOf(home, [`${home}/in/**/*.csv`])).toEqual(['a', 'c', 'd']);
});

test('an existing file whose name looks like a pattern is read as that file', async () => {
  const home = temporaryFolder({ 'in/[ab].csv': record('brackets'), 'in/a.csv': record('a'), 'in/*': record('star') });
  expect(await usersOf(home, ['in/[ab].csv', 'in/*'])).toEqual(['brackets', 'star']);
});

test('symbolic links are followed, but a circle of links is not followed forever', async () => {
  const home = temporaryFolder(FILES);
  symlinkSync('..', join(home, 'in/sub/up'));
  symlinkSync('.', join(home, 'in/here'));
  symlinkSync('../in2', join(home, 'in/other'));
  symlinkSync('../in.csv', join(home, 'in/file'));
  symlinkSync('in', join(home, 'link'));
  const users = ['a', 'b', 'c', 'd', 'i', 'in'];
  expect(await usersOf(home, ['in'])).toEqual(users);
  expect(await usersOf(home, ['link'])).toEqual(users);
  expect(await usersOf(home, ['link/**/*'])).toEqual(users);
});

test.each<[wrong: string, input: string, message: string]>([
  ['no such file', 'none', "no such input: 'none'"],
  ['no such file in a folder', 'in/none.csv', "no such input: 'in/none.csv'"],
  ['nothing that matches', 'in/*.json', "no input matches 'in/*.json'"],
  ['a pattern that only hidden names match', 'in/.*', "no input matches 'in/.*'"],
  ['a hidden file', 'in/_g.csv', "input 'in/_g.csv' is skipped, because its name starts with '_'"],
  ['a hidden folder', 'in/.hidden', "input 'in/.hidden' is skipped, because its name starts with '.'"],
  ['no name at all', '', "no such input: ''"],
  ['a file below a file', 'in.csv/a', "no such input: 'in.csv/a'"],
  ['a folder with no file', 'bare', "no file in 'bare'"],
  [
    'a folder with hidden files alone',
    'veiled',
    "no file in 'veiled', but 1 file (1 B: 'veiled/_a') skipped for names that begin with '_' or '.'; rename them, or ",
  ],
  ['a folder with empty files alone', 'empty', "only empty files in 'empty'; --allow-empty publishes"],
])('%s is refused', async (_, input, message) => {
  const home = temporaryFolder({ ...FILES, 'veiled/_a': 'x', 'empty/a': '', 'empty/b/c': '' });
  mkdirSync(join(home, 'bare'));
  const before = snapshot(home);
  const outcome = await dedup(['run', input, '--output', 'out'], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 66, stdout: '', stderr: expect.stringContaining(message) });
  expect(outcome.stderr).toMatch(/^dedup: .+\n$/);
  expect(snapshot(home)).toEqual(before);
});

test('a single input that does not exist is enough to refuse the run', async () => {
  const home = temporaryFolder(FILES);
  const outcome = await dedup(['run', 'in', 'none', '--output', 'out'], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 66, stderr: "dedup: no such input: 'none'\n" });
  expect(namesBelow(join(home, 'out'))).toEqual([]);
});

test.each(['in', 'in/b'])('a dangling symbolic link is refused, and the message names it: %s', async (input) => {
  const home = temporaryFolder({ 'in/a': record('a') });
  symlinkSync('nowhere', join(home, 'in/b'));
  const outcome = await dedup(['run', input, '--output', 'out'], { cwd: home });
  expect(outcome).toMatchObject({
    exitCode: 66,
    stderr: "dedup: 'in/b' is a link that leads nowhere, to 'nowhere'; remove it, or bring that back\n",
  });
});

test('a file name that is not UTF-8 is refused', async () => {
  const home = temporaryFolder({ 'in/a': record('a') });
  writeFileSync(Buffer.concat([Buffer.from(join(home, 'in/b')), Buffer.from([0xff])]), record('b'));
  const outcome = await dedup(['run', 'in', '--output', 'out'], { cwd: home });
  expect(outcome).toMatchObject({
    exitCode: 66,
    stderr: Buffer.from("dedup: cannot open 'in/b\ufffd': its name is not UTF-8; rename it\n").toString('latin1'),
  });
});

test('an input that is neither a file nor a folder is refused at once, without waiting for its data', async () => {
  const home = temporaryFolder({ 'in/a': record('a') });
  execFileSync('mkfifo', [join(home, 'in/pipe')]);
  for (const input of ['in', 'in/pipe']) {
    const outcome = await dedup(['run', input, '--output', 'out'], { cwd: home });
    expect(outcome).toMatchObject({
      exitCode: 66,
      stderr: "dedup: input 'in/pipe' is a pipe, which can be read only once; write its bytes to a file\n",
    });
  }
});

test.each([
  ['empty files', { 'in/a': '', 'in/b': '' }],
  ['blank lines', { 'in/a': '\n\n' }],
  ['hidden files', { 'in/_a': 'x' }],
])('--allow-empty publishes an output without records for %s', async (_, files: Files) => {
  const home = temporaryFolder(files);
  const outcome = await dedup(['run', 'in', '--output', 'out', '--allow-empty', '--parts', '2'], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 0 });
  expect(readOutput(join(home, 'out'))).toMatchObject({ records: '', parts: ['', ''] });
  expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
});

test('every line of many tiny files is read exactly once', async () => {
  const files = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`in/${i % 10}/${i}`, record(String(i))]));
  const home = temporaryFolder(files);
  const outcome = await dedup(['run', 'in', '--output', 'out', '--quiet'], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  const { summary, records } = readOutput(join(home, 'out'));
  expect(summary.inputs).toMatchObject({ paths: ['in'], files: 10_000, bytes: Object.values(files).join('').length });
  expect(records.split('\n').sort().slice(1)).toEqual(
    Object.values(files)
      .map((line) => line.trimEnd())
      .sort(),
  );
});

// the file is sparse and takes hardly any disk space
test('records and bad lines beyond the 32-bit range of a large file are found at their offsets', async () => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const file = openSync(join(home, 'in/a'), 'r+');
  const afterHole = 4_300_000_000;
  writeSync(file, '\nheat^ann^2^2\nno record\nheat^bob^1^1\n', afterHole);
  closeSync(file);
  const options = ['--bad-records', 'keep', '--threads', '2', '--parts', '1', '--quiet'];
  const outcome = await dedup(['run', 'in', '--output', 'out', ...options], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  const { records, rejects } = readOutput(join(home, 'out'));
  expect(records).toBe('heat^bob^1^1\nheat^ann^2^2\n');
  expect(rejects.map(({ offset, reason, lineBytes }) => ({ offset, reason, lineBytes }))).toEqual([
    { offset: 13, reason: 'length', lineBytes: afterHole - 13 },
    { offset: afterHole + 14, reason: 'columns', lineBytes: undefined },
  ]);
});

describe('a file that is skipped for its name', () => {
  const TOOLS: Files = {
    'in/_SUCCESS': '',
    'in/_temporary/0/a': 'not a record',
    'in/._a.csv': 'x',
    'in/.a.csv.crc': 'crc',
    'in/_delta_log/0.json': '{}',
    'in/_committed_1': '{}',
    'in/.DS_Store': 'x',
  };

  test('is counted and printed in the summary, without a warning when its name is one that tools give', async () => {
    const home = temporaryFolder({ 'in/a.csv': record('a'), ...TOOLS });
    const outcome = await dedup(['run', 'in', '--output', 'out'], { cwd: home });
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(Buffer.from(outcome.stdout, 'latin1').toString()).toContain(
      "\n  skipped  7 files (21 B: 'in/.DS_Store', 'in/._a.csv', 'in/.a.csv.crc', …) for their names\n",
    );
    expect(readOutput(join(home, 'out')).summary.inputs).toMatchObject({
      files: 1,
      skipped: { files: 7, bytes: 21, examples: ['in/.DS_Store', 'in/._a.csv', 'in/.a.csv.crc'] },
    });
  });

  test('causes a warning, once a file, when the name may be that of a data file', async () => {
    const home = temporaryFolder({
      'in/2023.csv': record('a'),
      'in/_2024.csv': record('b'),
      'in/.old/x/c': 'xy',
      ...TOOLS,
    });
    const outcome = await dedup(['run', 'in', 'in/*', 'in/**/*', '--output', 'out', '--quiet'], { cwd: home });
    expect(outcome).toMatchObject({
      exitCode: 0,
      stderr:
        "dedup: warning: 2 files (13 B: 'in/.old/x/c', 'in/_2024.csv') are skipped because names that begin with '_' or '.' are not read; " +
        'rename those that hold records\n',
    });
    expect(readOutput(join(home, 'out')).summary.inputs.skipped).toMatchObject({ files: 9, bytes: 34 });
  });

  test('causes a warning when it has the deletes of an output', async () => {
    const home = temporaryFolder({
      'old/part-0': record('a'),
      'old/_deleted/part-0': record('b'),
      'old/_deleted/part-1': '',
      'old/_SUCCESS': '',
      'new/a': record('b'),
    });
    const told = (files: string, are: string) =>
      `dedup: warning: ${files} ${are} skipped: deletes of an output that is an input here are not read, so that an older ` +
      'record of such a key in another input brings the key back; --merge into that output reads them\n';
    const ran = await dedup(['run', 'old', 'new', '--output', 'out', '--quiet'], { cwd: home });
    expect(ran).toMatchObject({ exitCode: 0, stderr: told("1 file (11 B: 'old/_deleted/part-0')", 'is') });
    writeFiles(home, { 'old/_deleted/part-1': record('c'), 'old/_new.csv': record('c') });
    const both = await dedup(['run', 'old', 'new', '--output', 'two', '--quiet'], { cwd: home });
    expect(both.stderr.split(/(?<=\n)/)).toEqual([
      expect.stringContaining("1 file (11 B: 'old/_new.csv') is skipped because names"),
      told("2 files (22 B: 'old/_deleted/part-0', 'old/_deleted/part-1')", 'are'),
    ]);
  });

  test('causes the same warning when parts of the output are named one by one, also by a pattern', async () => {
    const home = temporaryFolder();
    const part = 'part-00000-20260131t235959z-0a1b2c';
    writeFiles(home, { [`old/${part}`]: record('a'), [`old/_deleted/${part}`]: record('b'), 'new/a': record('b') });
    for (const inputs of [[`old/${part}`], ['old/part-*'], ['old', `old/${part}`]]) {
      const { exitCode, stderr } = await dedup(['run', ...inputs, 'new', '--output', 'out', '--quiet'], { cwd: home });
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(`warning: 1 file (11 B: 'old/_deleted/${part}') is skipped: deletes of an output`);
    }
  });

  test('is never one in the folder of a Spark partition, such as _name=value', async () => {
    const home = temporaryFolder({
      'in/_year=2023/a.csv': record('a'),
      'in/_year=2024/_month=1/b.csv': record('b'),
      'in/_year=2024/_SUCCESS': '',
      'in/.year=2024/c.csv': record('c'),
    });
    expect(await usersOf(home, ['in'])).toEqual(['a', 'b']);
    expect(await usersOf(home, ['in/_year=2023', 'in/*/*/*.csv'])).toEqual(['a', 'b']);
  });

  test('is named in the error when it is all that a pattern matches', async () => {
    const home = temporaryFolder({ 'in/_2024.csv': record('a') });
    const outcome = await dedup(['run', 'in/*.csv', '--output', 'out'], { cwd: home });
    expect(outcome).toMatchObject({
      exitCode: 66,
      stderr: "dedup: no input matches 'in/*.csv', but names that are skipped, such as 'in/_2024.csv'; rename them\n",
    });
  });
});
