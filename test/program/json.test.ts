/** JSON Lines by the built command; test/fixtures/program has further cases, which run on S3 too. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import type { Outcome } from '../support/command';
import { type Files, snapshot, temporaryFolder, writeFiles } from '../support/folder';
import { readOutput, readSummary, visibleNames } from '../support/output';
import { Random } from '../support/random';
import { dedupResident as dedup } from '../support/resident';
import { problemsOf } from '../support/verified';

const JSON_LINES = ['--format', 'json', '--key', 'user.id', '--order-by', 'at'];

function run(home: string, input: string, ...args: readonly string[]): Promise<Outcome> {
  return dedup(['run', input, '--output', 'out', '--quiet', ...JSON_LINES, ...args], { cwd: home });
}

async function homeWithOutput(files: Files, ...args: readonly string[]): Promise<string> {
  const home = temporaryFolder(files);
  expect(await run(home, 'old', ...args)).toMatchObject({ exitCode: 0, stderr: '' });
  return home;
}

const OLD =
  '{"user":{"id":1},"at":1}\n{"user":{"id":"1"},"at":1}\n{"user":{},"at":1}\n{"user":{"id":1e0},"at":0}\n{"user":{"id":"\\u0062"},"at":5}\n';

test('new data is merged into an output, whatever spelling a key has', async () => {
  const home = await homeWithOutput({ 'old/a': OLD }, '--missing-columns', 'empty');
  writeFiles(home, { 'new/a': '{"user":{"id":1.0},"at":2}\n{"user":{"id":"b"},"at":4}\n{"user":{"id":[]},"at":1}\n' });
  const outcome = await run(home, 'new', '--merge', '--bad-records', 'keep');
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  const { records, rejects, summary } = readOutput(join(home, 'out'));
  expect(records.trimEnd().split('\n').sort()).toEqual([
    '{"user":{"id":"1"},"at":1}',
    '{"user":{"id":"\\u0062"},"at":5}',
    '{"user":{"id":1.0},"at":2}',
    '{"user":{},"at":1}',
  ]);
  expect(summary.keys).toEqual({ added: 0, changed: 1, unchanged: 3 });
  expect(rejects).toEqual([{ file: 'new/a', offset: 54, reason: 'key', line: '{"user":{"id":[]},"at":1}' }]);
  expect(summary.rejects.examples).toEqual([
    expect.objectContaining({
      detail: "key name 'user.id' is an array, expected a string, a number, true, false or null",
    }),
  ]);
  expect(await problemsOf(join(home, 'out'))).toEqual([]);
});

test('a merge into an output of another format is refused', async () => {
  const home = await homeWithOutput({ 'old/a': '{"user":{"id":1},"at":1}\n', 'new/a': 'heat^ann^1^1\n' });
  const before = snapshot(home);
  const outcome = await dedup(['run', 'new', '--output', 'out', '--merge'], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 73, stdout: '' });
  expect(outcome.stderr).toBe(
    "dedup: cannot merge into 'out': it was made with --format json, and this run has delimited text; give --format json " +
      'for inputs that are JSON Lines, or name another output, or run again without --merge on all inputs\n',
  );
  expect(snapshot(home)).toEqual(before);
});

test('verify finds a line that is no JSON object, and a key that stands twice in two spellings', async () => {
  const home = await homeWithOutput({ 'old/a': '{"user":{"id":1},"at":1}\n' }, '--parts', '1');
  const folder = join(home, 'out');
  const [name = ''] = visibleNames(folder);
  const text = `${readFileSync(join(folder, name), 'latin1')}{"user":{"id":1.0},"at":0}\n{"user":{"id":1},"at":01}\n`;
  writeFileSync(join(folder, name), text);
  const summary = readSummary(folder);
  const part = { ...summary.output.parts[0], bytes: text.length, lines: 3, crc32: crc32(text) };
  const changed = {
    ...summary,
    counts: { ...summary.counts, lines: 3, kept: 3 },
    output: { ...summary.output, bytes: text.length, parts: [part] },
  };
  writeFiles(folder, { '_dedup/summary.json': JSON.stringify(changed) });
  const { exitCode, stdout } = await dedup(['verify', folder, '--json']);
  expect(exitCode).toBe(65);
  expect(JSON.parse(stdout).problems).toEqual([
    { file: name, offset: 25, problem: expect.stringMatching(/key/) },
    {
      file: name,
      offset: 52,
      problem: "byte 22 of the line is '0', expected a number without zeros in front of it",
    },
  ]);
});

test('threads, memory and parts change no byte of the records', async () => {
  const random = new Random(18);
  const line = () => {
    const id = random.int(0, 30_000);
    const key = random.pick([`${id}`, `${id}.0`, `"${id}"`]);
    return `{"at":${random.int(0, 1000)},"text":"${'x'.repeat(random.int(0, 300))}","user":{"id":${key}}}\n`;
  };
  const home = temporaryFolder({ 'old/a': Array.from({ length: 60_000 }, line).join('') });
  const ways = [
    ['--threads', '1'],
    ['--threads', '3', '--memory', '48m', '--parts', '7', '--compress', 'gzip'],
  ];
  const found: string[] = [];
  for (const way of ways) {
    expect(await run(home, 'old', ...way)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await problemsOf(join(home, 'out'))).toEqual([]);
    found.push(readOutput(join(home, 'out')).records);
  }
  expect(found[1]).toBe(found[0]);
});

test('the names of the records are told of a packed file too', async () => {
  const home = temporaryFolder({ 'old/a.jsonl.gz': gzipSync('{"userId":1,"at":1}\n{"userId":2,"at":1}\n') });
  const { exitCode, stderr } = await run(home, 'old');
  expect(exitCode).toBe(65);
  expect(stderr).toBe(
    "dedup: 'user.id' of --key is not in the first 2 records of 'old/a.jsonl.gz', which have userId, at: give --key userId; " +
      "bad record in 'old/a.jsonl.gz' at byte 0: key name 'user.id' is missing, expected a string, a number, true, false or " +
      `null: '{"userId":1,"at":1}'\n`,
  );
});
