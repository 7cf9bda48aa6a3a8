import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, gunzipSync } from 'node:zlib';
import type { SummaryPart } from '../../job/summary/summary';
import type { Outcome } from '../support/command';
import { snapshot, temporaryFolder, writeFiles } from '../support/folder';
import { readOutput, readSummary } from '../support/output';
import { Random } from '../support/random';
import { dedupResident as dedup } from '../support/resident';

const SPEC = ['--columns', 'k,t,op', '--key', 'k', '--order-by', 't:int,op:rank(I<U<D)', '--delimiter', ','];
const SEED = 20261130;
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

test('a late record does not bring back a key that is deleted by having a value', async () => {
  const home = temporaryFolder({
    'one/a': 'a,1,\na,2,2026-03-01\nb,1,NULL\nd,9,x\n',
    'two/a': 'a,1,\nb,2,\nd,3,\ne,1,0\nb,1,y\n',
  });
  const gone = ['--order-by', 't', '--delete-when', 'op!='];
  const args = ['--columns', 'k,t,op', '--key', 'k', '--delimiter', ',', '--quiet', ...gone];
  const runOf = (output: string, ...words: string[]) =>
    dedup(['run', ...words, '--output', output, ...args], { cwd: home });
  expect(await runOf('out', 'one')).toMatchObject({ exitCode: 0 });
  expect(await runOf('out', 'two', '--merge')).toMatchObject({ exitCode: 0 });
  expect(await runOf('whole', 'one', 'two')).toMatchObject({ exitCode: 0 });
  const { summary, records, deletes } = readOutput(join(home, 'out'));
  expect(records).toBe('b,2,\n');
  expect({ records, deletes }).toEqual({ records, deletes: readOutput(join(home, 'whole')).deletes });
  expect(deletes.split('\n').sort()).toEqual(['', 'a,2,2026-03-01', 'd,9,x', 'e,1,0']);
  expect(summary).toMatchObject({ format: 4, spec: { deleteWhen: [{ column: 'op', value: '', isOther: true }] } });
  expect(await problemsOf(home)).toEqual([]);
});

test('deletes can be merged into an output that was made without them', async () => {
  const home = temporaryFolder({ 'one/a': 'a,1,I\nb,1,I\n', 'two/a': 'a,2,D\n' });
  expect(await run(home, ['one'], 'out')).toMatchObject({ exitCode: 0 });
  expect(readSummary(join(home, 'out')).format).toBe(1);
  expect(await run(home, ['two'], 'out', '--merge', ...DELETES)).toMatchObject({ exitCode: 0 });
  expect(readOutput(join(home, 'out')).records).toBe('b,1,I\n');
  expect(deletesIn(join(home, 'out'))).toBe('a,2,D\n');
});

test.each([1, 3])(
  'records of an output without conditions that meet one are deletes from then on (%i parts)',
  async (parts) => {
    const home = temporaryFolder({ 'one/a': 'a,1,I\nb,1,D\nc,1,I\nd,1,D\n', 'two/a': 'a,2,D\nd,2,U\n' });
    expect(await run(home, ['one'], 'out')).toMatchObject({ exitCode: 0 });
    expect(readSummary(join(home, 'out')).counts).toMatchObject({ kept: 4, deleted: 0 });
    expect(await run(home, ['two'], 'out', '--merge', ...DELETES, '--parts', `${parts}`)).toMatchObject({
      exitCode: 0,
    });
    expect(await run(home, ['one', 'two'], 'whole', ...DELETES)).toMatchObject({ exitCode: 0 });
    expect(readOutput(join(home, 'out')).records).toBe(readOutput(join(home, 'whole')).records);
    expect(deletesIn(join(home, 'out'))).toBe(deletesIn(join(home, 'whole')));
    expect(readSummary(join(home, 'out'))).toMatchObject({
      counts: { lines: 6, kept: 2, superseded: 2, deleted: 2, forgotten: 0 },
      keys: { added: 0, changed: 2, unchanged: 2 },
    });
  },
);

test.each([
  ['none', [], 'this run has no --delete-when'],
  ['others', ['--delete-when', 'op=X'], "this run has --delete-when 'op=X'"],
  ['other values', ['--delete-when', 'op!=D'], "this run has --delete-when 'op!=D'"],
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

/** The whole output, in one part and one file of deletes. */
async function outputToDamage(): Promise<{ readonly home: string; readonly part: string; readonly deletes: string }> {
  const home = temporaryFolder({ 'in/a': FIRST });
  expect(await run(home, ['in'], 'out', ...DELETES, '--parts', '1')).toMatchObject({ exitCode: 0 });
  const { parts, deleted } = readSummary(join(home, 'out')).output;
  return { home, part: parts[0]?.name as string, deletes: deleted[0]?.name as string };
}

/** Gives a file other lines, and changes the summary so that it is right in all but these lines. */
function rewrite(home: string, name: string, lines: readonly string[]): void {
  const bytes = Buffer.from(lines.join(''));
  const summary = readSummary(join(home, 'out'));
  const changed = { name, bytes: bytes.length, lines: lines.length, crc32: crc32(bytes) };
  const others = (files: readonly SummaryPart[]) => files.map((file) => (file.name === name ? changed : file));
  const output = { ...summary.output, parts: others(summary.output.parts), deleted: others(summary.output.deleted) };
  const linesOf = (files: readonly SummaryPart[]) => files.reduce((sum, { lines }) => sum + lines, 0);
  const [kept, deleted] = [linesOf(output.parts), linesOf(output.deleted)];
  const counts = { ...summary.counts, kept, deleted, superseded: 0, lines: kept + deleted };
  writeFiles(join(home, 'out'), {
    [name]: bytes,
    '_dedup/summary.json': JSON.stringify({ ...summary, output, counts }),
  });
}

async function problemsOf(home: string) {
  const { stdout } = await dedup(['verify', 'out', '--json'], { cwd: home });
  return JSON.parse(stdout).problems;
}

test('verify reads deletes too, and tells how many there are', async () => {
  const { home } = await outputToDamage();
  const outcome = await dedup(['verify', 'out'], { cwd: home });
  expect(outcome).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('out: 2 records in 1 part, 2 deletes beside them, all right'),
  });
  expect(await problemsOf(home)).toEqual([]);
});

test('verify finds records that are no deletes among deletes, and deletes among records', async () => {
  const { home, part, deletes } = await outputToDamage();
  const records = readFileSync(join(home, 'out', part), 'utf8').split(/(?<=\n)/);
  rewrite(
    home,
    part,
    records.map((line) => line.replace('I', 'D')),
  );
  const dead = readFileSync(join(home, 'out', deletes), 'utf8').split(/(?<=\n)/);
  rewrite(
    home,
    deletes,
    dead.map((line, i) => (i === 1 ? line.replace('D', 'U') : line)),
  );
  expect(await problemsOf(home)).toEqual([
    { file: part, offset: 0, problem: 'the record is a delete, but stands among the records of a part' },
    { file: part, offset: 6, problem: 'the record is a delete, but stands among the records of a part' },
    { file: deletes, offset: 6, problem: 'the record is no delete, but stands among deletes' },
  ]);
});

test('verify finds a key that is alive and deleted, a changed byte, and a file of deletes that the summary does not list', async () => {
  const { home, part, deletes } = await outputToDamage();
  const dead = readFileSync(join(home, 'out', deletes), 'utf8').split(/(?<=\n)/);
  const records = readFileSync(join(home, 'out', part), 'utf8').split(/(?<=\n)/);
  rewrite(home, part, await inCanonicalOrder([...records, 'a,1,I\n']));
  expect(await problemsOf(home)).toEqual([
    { file: '_deleted', offset: null, problem: '1 key deleted, but with a record in a part too' },
  ]);
  writeFiles(join(home, 'out'), { [deletes]: dead.join('').replace('D', 'E'), '_deleted/part-00009-x': 'a' });
  expect(await problemsOf(home)).toEqual([
    { file: '_deleted/part-00009-x', offset: null, problem: 'is no file of deletes of this output' },
    { file: deletes, offset: null, problem: expect.stringMatching(/^has checksum \d+, the summary says \d+$/) },
    { file: deletes, offset: 0, problem: expect.stringMatching(/^order column 'op' is 'E'/) },
  ]);
});

/** Lines of different keys in the order in which a part has them. */
async function inCanonicalOrder(lines: readonly string[]): Promise<string[]> {
  const home = temporaryFolder({ 'in/a': lines.join('') });
  expect(await run(home, ['in'], 'out', '--parts', '1')).toMatchObject({ exitCode: 0 });
  return readOutput(join(home, 'out')).records.split(/(?<=\n)/);
}

test(`diff tells keys that are deleted from those that are removed (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const states = Array.from({ length: 400 }, (_, i) => ({ key: `k${i}`, kind: random.int(0, 6) }));
  const old = states.flatMap(({ key, kind }) => (kind < 4 ? [`${key},1,I\n`] : []));
  const now = states.flatMap(({ key, kind }) => {
    if (kind === 0) return [`${key},1,I\n`];
    if (kind === 1) return [`${key},2,U\n`];
    if (kind === 2 || kind === 4) return [`${key},3,D\n`];
    return kind === 5 ? [`${key},1,I\n`] : [];
  });
  const home = temporaryFolder({ 'old/a': old.join(''), 'now/a': now.join('') });
  expect(await run(home, ['old'], 'before', '--parts', '3')).toMatchObject({ exitCode: 0 });
  expect(await run(home, ['now'], 'after', ...DELETES, '--parts', '5')).toMatchObject({ exitCode: 0 });
  const count = (kind: number) => states.filter((state) => state.kind === kind).length;
  const outcome = await dedup(['diff', 'before', 'after', '--records', '--json'], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
  const documents = outcome.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(documents.pop()).toEqual({
    old: 'before',
    new: 'after',
    added: count(5),
    changed: count(1),
    removed: count(3),
    deleted: count(2),
    unchanged: count(0),
  });
  const deleted = documents.filter(({ change }) => change === 'deleted').map((each) => [each.old, each.delete]);
  const expected = states.filter(({ kind }) => kind === 2).map(({ key }) => [`${key},1,I`, `${key},3,D`]);
  expect(deleted.sort()).toEqual(expected.sort());
  expect(await dedup(['diff', 'after', 'after'], { cwd: home })).toMatchObject({ exitCode: 0 });
  expect((await dedup(['diff', 'before', 'after'], { cwd: home })).stdout).toContain(`, ${count(2)} deleted, `);
  expect((await dedup(['diff', 'before', 'after', '--records'], { cwd: home })).stdout).not.toContain(',3,D');
});

test.each([[[]], [['--compress', 'gzip']]])(
  'explain says that a key is deleted, and by which record: %j',
  async (args) => {
    const home = temporaryFolder({ 'in/a': FIRST, 'in/b': SECOND });
    expect(await run(home, ['in'], 'out', ...DELETES, '--parts', '3', ...args)).toMatchObject({ exitCode: 0 });
    const words = await dedup(['explain', 'out', '--key', 'a', '--key', 'c', '--key', 'x', '--inputs'], { cwd: home });
    expect(words).toMatchObject({ exitCode: 1, stderr: '' });
    expect(words.stdout).toMatch(/^a: deleted by the record in 'out\/_deleted\/part-0000\d-\S+' at byte \d+: a,2,D$/m);
    expect(words.stdout).toMatch(/^ {2}'in\/a' at byte 6: t 2, op D, a delete, and the latest: the key is deleted$/m);
    expect(words.stdout).toMatch(/^c: in 'out\/part-/m);
    expect(words.stdout).toMatch(/^x: absent/m);
    const found = await dedup(['explain', 'out', '--key', 'a', '--key', 'c', '--json'], { cwd: home });
    const place = { file: expect.stringContaining('part-'), offset: expect.any(Number) };
    expect(JSON.parse(found.stdout).keys).toEqual([
      { key: 'a', found: null, deleted: { ...place, line: 'a,2,D' } },
      { key: 'c', found: { ...place, line: 'c,2,U' }, deleted: null },
    ]);
  },
);
