import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Outcome } from '../support/command';
import { snapshot, temporaryFolder } from '../support/folder';
import { readOutput, readSummary } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

const SPEC = ['--columns', 'k,t,op', '--key', 'k', '--order-by', 't:int,op:rank(I<U<D)', '--delimiter', ','];
const DELETES = ['--delete-when', 'op=D'];

function run(home: string, inputs: readonly string[], output: string, ...args: string[]): Promise<Outcome> {
  return runAloud(home, inputs, output, '--quiet', ...args);
}

function runAloud(home: string, inputs: readonly string[], output: string, ...args: string[]): Promise<Outcome> {
  return dedup(['run', ...inputs, '--output', output, ...SPEC, ...args], { cwd: home });
}

/** The lines of the files in `_deleted/`, in the order of their names. */
function deletesIn(folder: string): string {
  return deleteFiles(folder)
    .map((name) => {
      const bytes = readFileSync(join(folder, '_deleted', name));
      return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    })
    .join('');
}

function deleteFiles(folder: string): string[] {
  return readdirSync(folder).includes('_deleted') ? readdirSync(join(folder, '_deleted')).sort() : [];
}

const FIRST = 'a,1,I\na,2,D\nb,1,I\nc,1,I\nd,9,D\n';
const SECOND = 'a,1,U\nb,2,D\nc,2,U\nd,3,I\ne,1,I\n';

test('a key whose latest record is a delete is in _deleted/ alone, and the books count it', async () => {
  const home = temporaryFolder({ 'in/a': FIRST });
  const outcome = await runAloud(home, ['in'], 'out', ...DELETES);
  expect(outcome).toMatchObject({ exitCode: 0 });
  expect(outcome.stdout).toContain('  1 superseded, 2 deleted, 0 rejected');
  const { summary, records } = readOutput(join(home, 'out'));
  expect(records.split('\n').sort().join('\n')).toBe('\nb,1,I\nc,1,I');
  expect(deletesIn(join(home, 'out')).split('\n').sort().join('\n')).toBe('\na,2,D\nd,9,D');
  expect(summary).toMatchObject({
    format: 2,
    counts: { lines: 5, kept: 2, superseded: 1, deleted: 2, forgotten: 0, rejected: 0 },
    spec: { deleteWhen: [{ column: 'op', value: 'D' }] },
  });
  expect(summary.output.deleted.map(({ name }) => name)).toEqual(
    deleteFiles(join(home, 'out')).map((name) => `_deleted/${name}`),
  );
});

test.each([
  ['as they are', [], []],
  ['packed, in other parts, by one thread', ['--compress', 'gzip', '--parts', '3'], ['--parts', '7', '--threads', '1']],
])(
  'a late record does not bring a deleted key back: merged outputs are those of one run, %s',
  async (_, before, after) => {
    const home = temporaryFolder({ 'one/a': FIRST, 'two/a': SECOND });
    const output = join(home, 'merged');
    expect(await run(home, ['one'], 'merged', ...DELETES, ...before)).toMatchObject({ exitCode: 0 });
    expect(await run(home, ['two'], 'merged', ...DELETES, '--merge', ...after)).toMatchObject({ exitCode: 0 });
    expect(await run(home, ['one', 'two'], 'whole', ...DELETES)).toMatchObject({ exitCode: 0 });
    expect(readOutput(output).records).toBe(readOutput(join(home, 'whole')).records);
    expect(deletesIn(output)).toBe(deletesIn(join(home, 'whole')));
    const { counts, keys, run: name } = readSummary(output);
    expect(counts).toMatchObject({ lines: 9, kept: 2, deleted: 3, superseded: 4 });
    expect(keys).toEqual({ added: 1, changed: 2, unchanged: 2 });
    expect(deleteFiles(output).every((file) => file.includes(name))).toBe(true);
  },
);

test('deletes can be merged into an output that was made without them', async () => {
  const home = temporaryFolder({ 'one/a': 'a,1,I\nb,1,I\n', 'two/a': 'a,2,D\n' });
  expect(await run(home, ['one'], 'out')).toMatchObject({ exitCode: 0 });
  expect(readSummary(join(home, 'out')).format).toBe(1);
  expect(await run(home, ['two'], 'out', '--merge', ...DELETES)).toMatchObject({ exitCode: 0 });
  expect(readOutput(join(home, 'out')).records).toBe('b,1,I\n');
  expect(deletesIn(join(home, 'out'))).toBe('a,2,D\n');
});

test.each([
  ['none', [], 'this run has no --delete-when'],
  ['others', ['--delete-when', 'op=X'], "this run has --delete-when 'op=X'"],
  ['one more', [...DELETES, '--delete-when', 'op=X'], "this run has --delete-when 'op=D' --delete-when 'op=X'"],
])('an output with deletes is not merged by a run with other conditions: %s', async (_, args, words) => {
  const home = temporaryFolder({ 'one/a': FIRST });
  expect(await run(home, ['one'], 'out', ...DELETES)).toMatchObject({ exitCode: 0 });
  const before = snapshot(home);
  const outcome = await run(home, ['one'], 'out', '--merge', ...args);
  expect(outcome).toMatchObject({ exitCode: 73, stdout: '' });
  expect(outcome.stderr).toMatch(/^dedup: cannot merge into 'out': it was made with --delete-when 'op=D', and .*\n$/);
  expect(outcome.stderr).toContain(`${words}; give --delete-when 'op=D', or`);
  expect(snapshot(home)).toEqual(before);
});

test('the order of the conditions makes no difference to a merge', async () => {
  const home = temporaryFolder({ 'one/a': FIRST });
  const conditions = ['--delete-when', 'op=D', '--delete-when', 'k=x'];
  expect(await run(home, ['one'], 'out', ...conditions)).toMatchObject({ exitCode: 0 });
  const other = ['--delete-when', 'k=x', '--delete-when', 'op=D', '--delete-when', 'op=D'];
  expect(await run(home, ['one'], 'out', '--merge', ...other)).toMatchObject({ exitCode: 0 });
});

test('a run without --merge replaces the deletes of the former output', async () => {
  const home = temporaryFolder({ 'one/a': FIRST, 'two/a': 'a,1,I\n' });
  expect(await run(home, ['one'], 'out', ...DELETES)).toMatchObject({ exitCode: 0 });
  expect(await run(home, ['two'], 'out')).toMatchObject({ exitCode: 0 });
  expect(deleteFiles(join(home, 'out'))).toEqual([]);
  expect(readOutput(join(home, 'out')).records).toBe('a,1,I\n');
});

test('a merge into an output whose deletes are damaged is refused', async () => {
  const home = temporaryFolder({ 'one/a': FIRST, 'two/a': SECOND });
  expect(await run(home, ['one'], 'out', ...DELETES, '--parts', '1')).toMatchObject({ exitCode: 0 });
  const [name] = deleteFiles(join(home, 'out')) as [string];
  const file = join(home, 'out', '_deleted', name);
  writeFileSync(file, readFileSync(file, 'utf8').replace('a,2', 'a,3'));
  const outcome = await run(home, ['two'], 'out', '--merge', ...DELETES);
  expect(outcome).toMatchObject({ exitCode: 65 });
  expect(outcome.stderr).toContain(`part '_deleted/${name}' is damaged, its checksum is`);
});

test('every key deleted is no record kept, which a run publishes only with --allow-empty', async () => {
  const home = temporaryFolder({ 'in/a': 'a,1,I\na,2,D\n' });
  expect(await run(home, ['in'], 'out', ...DELETES)).toMatchObject({
    exitCode: 65,
    stderr: expect.stringContaining('no record was kept of 2 lines (1 deleted, 0 rejected'),
  });
  expect(await run(home, ['in'], 'out', ...DELETES, '--allow-empty')).toMatchObject({ exitCode: 0 });
  expect(deletesIn(join(home, 'out'))).toBe('a,2,D\n');
});

test('deletes that are forgotten are counted, and let an older record bring its key back', async () => {
  const home = temporaryFolder({ 'one/a': FIRST, 'two/a': 'a,1,U\n' });
  const forget = [...DELETES, '--forget-deleted-before', '9'];
  const outcome = await runAloud(home, ['one'], 'out', ...forget);
  expect(outcome).toMatchObject({ exitCode: 0 });
  expect(outcome.stdout).toContain('2 deleted (1 of them forgotten)');
  expect(deletesIn(join(home, 'out'))).toBe('d,9,D\n');
  expect(readSummary(join(home, 'out')).counts).toMatchObject({ kept: 2, deleted: 2, forgotten: 1 });
  expect(await run(home, ['two'], 'out', '--merge', ...forget)).toMatchObject({ exitCode: 0 });
  expect(readOutput(join(home, 'out')).records).toContain('a,1,U\n');
  expect(readSummary(join(home, 'out')).keys).toEqual({ added: 1, changed: 0, unchanged: 3 });
});

test('a value of no order column to forget before is refused before anything is read', async () => {
  const home = temporaryFolder({ 'in/a': 'a,1,bad line\n' });
  const outcome = await run(home, ['in'], 'out', ...DELETES, '--forget-deleted-before', '2026-01-01');
  expect(outcome).toMatchObject({ exitCode: 64, stdout: '' });
  expect(outcome.stderr).toBe(
    "dedup: --forget-deleted-before '2026-01-01' is no value of the order column 't:int', expected an integer\n",
  );
});
