/** Raw envelopes of Debezium, whose key is in `after` or in `before`, by the commands that read outputs. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/command';
import { temporaryFolder, writeFiles } from '../support/folder';
import { readOutput, readSummary } from '../support/output';
import { dedupResident as dedup } from '../support/resident';
import { problemsOf } from '../support/verified';

const FIXTURE = join(ROOT, 'test/fixtures/program/change-log-debezium-envelopes');
const OPTIONS = [...readFileSync(join(FIXTURE, 'args'), 'latin1').trimEnd().split('\n'), '--bad-records', 'drop'];
const LINES = ['0-000000.jsonl', '0-000007.jsonl'].flatMap((name) =>
  readFileSync(join(FIXTURE, 'in', name), 'utf8')
    .trimEnd()
    .split('\n'),
);
/** The log in three files, with a tombstone that is null, and others that are blank lines. */
const FILES = { 'a/1': LINES.slice(0, 4), 'b/1': ['null', ...LINES.slice(4, 10)], 'c/1': LINES.slice(10) };
const ORDERS = ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'];

function homeWithLog(): string {
  return temporaryFolder(
    Object.fromEntries(Object.entries(FILES).map(([name, lines]) => [name, lines.map((line) => `${line}\n`).join('')])),
  );
}

async function run(home: string, inputs: readonly string[], output: string, ...args: readonly string[]) {
  const outcome = await dedup(['run', ...inputs, '--output', output, '--quiet', ...OPTIONS, ...args], { cwd: home });
  expect({ ...outcome, stderr: '' }).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
}

test('the files of a log have the same records and deletes in whichever order they are merged', async () => {
  const home = homeWithLog();
  for (const order of ORDERS) {
    const [first, ...others] = order;
    await run(home, [String(first)], order);
    for (const input of others) await run(home, [input], order, '--merge', '--parts', '3');
    const { records, deletes } = readOutput(join(home, order));
    expect({ order, records }).toEqual({ order, records: readFileSync(join(FIXTURE, 'expected'), 'latin1') });
    expect({ order, deletes }).toEqual({ order, deletes: readFileSync(join(FIXTURE, 'expected.deleted'), 'latin1') });
    expect(await problemsOf(join(home, order))).toEqual([]);
  }
});

test('the alternatives are part of the spec of an output, in their order', async () => {
  const home = homeWithLog();
  await run(home, ['a', 'b'], 'out');
  const { format, spec } = readSummary(join(home, 'out'));
  expect({ format, spec }).toMatchObject({ format: 3, spec: { key: ['after.id|before.id'] } });
  const other = OPTIONS.map((option) => (option === 'after.id|before.id' ? 'before.id|after.id' : option));
  const outcome = await dedup(['run', 'c', '--output', 'out', '--merge', ...other], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 73 });
  expect(outcome.stderr).toContain(
    "it was made with --key 'after.id|before.id', and this run has --key 'before.id|after.id'",
  );
});

test('explain tells of a key in an output, and of its records in the inputs', async () => {
  const home = homeWithLog();
  await run(home, ['a', 'b', 'c'], 'out');
  const keys = ['1001', '1002', '1006', '7'].flatMap((key) => ['--key', key]);
  const { exitCode, stdout } = await dedup(['explain', 'out', ...keys, '--inputs', '--json'], { cwd: home });
  const found = JSON.parse(stdout);
  const fates = found.keys.map(({ records }: { records: readonly { fate: string; line: string }[] }) =>
    records.map(({ fate, line }) => `${JSON.parse(line).op} ${fate}`),
  );
  // the last key is absent
  expect({ exitCode, fates }).toEqual({
    exitCode: 1,
    fates: [
      ['r superseded', 'd superseded', 'c kept'],
      ['r superseded', 'u superseded', 'u superseded', 'd deleted'],
      ['c kept'],
      [],
    ],
  });
});

test('diff compares two outputs with alternatives', async () => {
  const home = homeWithLog();
  await run(home, ['a', 'b'], 'old');
  await run(home, ['a', 'b', 'c'], 'new');
  expect(await dedup(['diff', 'old', 'old'], { cwd: home })).toMatchObject({ exitCode: 0 });
  const { exitCode, stdout } = await dedup(['diff', 'old', 'new', '--json'], { cwd: home });
  expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 1, added: 1, deleted: 1 });
});

test('an output of an earlier version, in which a bar is a character of a name, is merged into with \\|', async () => {
  const home = temporaryFolder({ 'old/a': '{"a|b":1,"n":1}\n{"a|b":2,"n":1}\n', 'new/a': '{"a|b":2,"n":2}\n' });
  const run = (input: string, ...args: readonly string[]) =>
    dedup(['run', input, '--output', 'out', '--quiet', '--format', 'json', '--order-by', 'n', ...args], { cwd: home });
  expect(await run('old', '--key', 'a\\|b')).toMatchObject({ exitCode: 0, stderr: '' });
  const summary = readSummary(join(home, 'out'));
  const spec = { ...summary.spec, columns: ['a|b', 'n'], key: ['a|b'] };
  writeFiles(home, { 'out/_dedup/summary.json': JSON.stringify({ ...summary, format: 1, spec }) });
  expect(await problemsOf(join(home, 'out'))).toEqual([]);
  const refused = await run('new', '--merge', '--key', 'a|b');
  expect(refused).toMatchObject({ exitCode: 73, stderr: expect.stringContaining("give --key 'a\\|b'") });
  expect(await run('new', '--merge', '--key', 'a\\|b')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(readOutput(join(home, 'out')).records.trimEnd().split('\n').sort()).toEqual([
    '{"a|b":1,"n":1}',
    '{"a|b":2,"n":2}',
  ]);
});
