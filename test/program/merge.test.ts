import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../support/command';
import { folderOfFile, namesBelow, snapshot, temporaryFolder, writeFiles } from '../support/folder';
import { readOutput, readSummary, visibleNames } from '../support/output';
import { Random } from '../support/random';
import { dedupResident as dedup } from '../support/resident';

const SEED = 20261122;

function ratings(random: Random, count: number): string {
  const line = () => `m${random.int(0, 12)}^u${random.int(0, 40)}^${random.int(1, 6)}^${random.int(-50, 50)}\n`;
  return Array.from({ length: count }, line).join('');
}

function run(home: string, inputs: readonly string[], output: string, ...args: string[]): Promise<Outcome> {
  return dedup(['run', ...inputs, '--output', output, '--quiet', ...args], { cwd: home });
}

/** Folders with an output, by the arguments of its run. */
const outputs = new Map<string, string>();

/** A folder with the input `old`, its output `out`, and the input `new`. The output is made once, and then copied. */
async function homeWithOutput(...args: string[]): Promise<string> {
  const name = args.join(' ');
  let made = outputs.get(name);
  if (made === undefined) {
    made = folderOfFile();
    writeFiles(made, { 'old/a': 'heat^ann^1^1\nheat^bob^1^1\n', 'new/a': 'heat^ann^2^2\n' });
    expect(await run(made, ['old'], 'out', ...args)).toMatchObject({ exitCode: 0 });
    outputs.set(name, made);
  }
  const home = temporaryFolder();
  cpSync(made, home, { recursive: true, preserveTimestamps: true });
  return home;
}

/** Requires that a merge with these arguments is refused with exit code 73 and this message, and changes no file. */
async function expectRefusal(home: string, args: readonly string[], message: string): Promise<void> {
  const before = snapshot(home);
  const outcome = await run(home, ['new'], 'out', '--merge', ...args);
  expect(outcome).toMatchObject({ exitCode: 73, stdout: '', stderr: expect.stringContaining(message) });
  expect(outcome.stderr).toMatch(/^dedup: cannot merge into 'out': .+\n$/);
  expect(snapshot(home)).toEqual(before);
}

test.each([
  ['plain', [], []],
  ['packed', ['--compress', 'gzip'], []],
  ['of another number of parts', ['--parts', '9'], ['--parts', '2', '--compress', 'gzip']],
])(`merging new data gives the same parts as a run on all inputs (seed ${SEED}): %s`, async (_, before, after) => {
  const random = new Random(SEED);
  const home = temporaryFolder({
    'one/a': ratings(random, 500),
    'two/a': ratings(random, 300),
    'two/b': ratings(random, 9),
  });
  expect(await run(home, ['one'], 'merged', ...before)).toMatchObject({ exitCode: 0 });
  const first = readSummary(join(home, 'merged'));
  expect(await run(home, ['two'], 'merged', '--merge', ...after)).toMatchObject({ exitCode: 0 });
  expect(await run(home, ['one', 'two'], 'at-once', ...after)).toMatchObject({ exitCode: 0 });
  const merged = readOutput(join(home, 'merged'));
  expect(merged.parts).toEqual(readOutput(join(home, 'at-once')).parts);
  expect(merged.summary.inputs).toMatchObject({ paths: ['two'], merged: first.run });
  expect(merged.summary.counts).toMatchObject({ lines: first.counts.kept + 309, rejected: 0 });
  expect(merged.names.filter((name) => name.includes(first.run))).toEqual([]);
  expect(await dedup(['verify', 'merged'], { cwd: home })).toMatchObject({ exitCode: 0 });
  // merging the same data once more changes no record
  expect(await run(home, ['two'], 'merged', '--merge', ...after)).toMatchObject({ exitCode: 0 });
  expect(readOutput(join(home, 'merged')).parts).toEqual(merged.parts);
});

test('the bytes of the earlier output are data, even those that an input would not keep', async () => {
  // The record ends in a carriage return and begins with a byte order mark. Neither would be data in an input file.
  const home = temporaryFolder({
    'in/a': 'one^user^1^first\r\r\n',
    'in/b': '\xef\xbb\xbf\xef\xbb\xbfmark^user^1^first\n',
    'more/a': 'two^user^1^first\n',
  });
  const text = ['--order-by', 'timestamp:text', '--parts', '3'];
  expect(await run(home, ['in'], 'out', ...text)).toMatchObject({ exitCode: 0 });
  const before = readOutput(join(home, 'out')).records;
  expect(before.split('\n').sort()).toEqual(['', 'one^user^1^first\r', '\xef\xbb\xbfmark^user^1^first']);
  expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
  expect(await run(home, ['more'], 'out', '--merge', ...text)).toMatchObject({ exitCode: 0 });
  expect(readOutput(join(home, 'out')).records.split('\n').sort()).toEqual(
    [...before.split('\n'), 'two^user^1^first'].sort(),
  );
});

test('an output with a header can be merged into', async () => {
  const home = temporaryFolder({
    'old/a': 'm^u^r^t\nheat^ann^1^1\n',
    'new/a': 'm^u^r^t\nheat^ann^2^2\n',
    'else/a': 'm^u^r^at\n',
  });
  const header = ['--header', '--header-names', 'ignore'];
  await run(home, ['old'], 'out', ...header, '--parts', '3');
  expect(await run(home, ['new'], 'out', ...header, '--merge')).toMatchObject({ exitCode: 0 });
  const { headers, records, summary } = readOutput(join(home, 'out'));
  expect(new Set(headers)).toEqual(new Set(['m^u^r^t']));
  expect(records).toBe('heat^ann^2^2\n');
  expect(summary.counts).toEqual({
    lines: 6,
    blank: 0,
    headers: 4,
    comments: 0,
    skipped: 0,
    kept: 1,
    superseded: 1,
    deleted: 0,
    forgotten: 0,
    rejected: 0,
  });
  const outcome = await run(home, ['else'], 'out', ...header, '--merge');
  expect(outcome).toMatchObject({
    exitCode: 73,
    stderr: expect.stringContaining("with header 'm^u^r^t', and this run has header 'm^u^r^at'"),
  });
});

test('--merge treats an output that does not exist yet as empty', async () => {
  const home = temporaryFolder({ 'new/a': 'heat^ann^2^2\n' });
  expect(await run(home, ['new'], 'out', '--merge')).toMatchObject({ exitCode: 0 });
  expect(readOutput(join(home, 'out'))).toMatchObject({
    records: 'heat^ann^2^2\n',
    summary: { inputs: { merged: null } },
  });
});

test('the output may also be among the inputs of a merge, and is read only once', async () => {
  const home = await homeWithOutput();
  expect(await run(home, ['out', 'new'], 'out', '--merge')).toMatchObject({ exitCode: 0 });
  const { summary, records } = readOutput(join(home, 'out'));
  expect(records.split('\n').sort()).toEqual(['', 'heat^ann^2^2', 'heat^bob^1^1']);
  expect(summary.counts).toMatchObject({ lines: 3, superseded: 1 });
});

test.each([
  [['--key', 'movie'], "it was made with --key 'movie,user', and this run has --key 'movie'; ", "--key 'movie,user'"],
  [
    ['--columns', 'movie,user,rating,timestamp,note'],
    "it was made with --columns 'movie,user,rating,timestamp', and this run has --columns 'movie,",
    "--columns 'movie,user,rating,timestamp' for inputs that have these",
  ],
  [
    ['--order-by', 'rating:int'],
    "it was made with --order-by 'timestamp:int', and this run has --order-by 'rating:int'",
    "--order-by 'timestamp:int'",
  ],
  [['--order-by', 'timestamp:text'], "it was made with --order-by 'timestamp:int',", "--order-by 'timestamp:int'"],
  [
    ['--delimiter', '|'],
    "it was made with --delimiter '^', and this run has --delimiter '|'",
    "--delimiter '^' for inputs that have it",
  ],
])(
  'a merge with another record specification is refused, and the message names the ways out: %j',
  async (args, message, before) => {
    const home = await homeWithOutput();
    await expectRefusal(home, args, message);
    const way = `; give ${before}, or name another output, or run again without --merge on all inputs\n`;
    await expectRefusal(home, args, way);
  },
);

test('a merge with --header into an output without one is refused, and the message names the ways out', async () => {
  const home = await homeWithOutput();
  writeFiles(home, { 'new/a': 'movie^user^rating^timestamp\nheat^ann^2^2\n' });
  const way = '; read inputs without a header, and without --header, or name another output, or run again';
  await expectRefusal(home, ['--header'], way);
});

test('a merge names a former delimiter beyond ASCII as --delimiter takes it', async () => {
  const home = temporaryFolder({ 'new/a': 'heat^ann^2^2\n' });
  mkdirSync(join(home, 'old'));
  writeFileSync(join(home, 'old/a'), 'heat\xa6ann\xa61\xa61\n', 'latin1');
  expect(await run(home, ['old'], 'out', '--delimiter', '\\xa6')).toMatchObject({ exitCode: 0 });
  await expectRefusal(home, [], "; give --delimiter '\\xa6' for inputs that have it, or name another output");
});

test('a merge may name the columns of the key in another order', async () => {
  const home = await homeWithOutput('--key', 'user,movie');
  expect(await run(home, ['new'], 'out', '--merge', '--key', 'movie,user')).toMatchObject({ exitCode: 0 });
});

test('a merge into an output of another format version is refused', async () => {
  const home = await homeWithOutput();
  const summary = readSummary(join(home, 'out'));
  writeFiles(home, { 'out/_dedup/summary.json': JSON.stringify({ ...summary, format: 5 }) });
  await expectRefusal(home, [], 'it was made with format 5, this program knows formats 1 to 4');
});

test.each<[what: string, damage: (out: string) => void, message: string]>([
  ['has no _SUCCESS', (out) => rmSync(join(out, '_SUCCESS')), 'it has no _SUCCESS; run again without --merge'],
  ['lacks a part', (out) => rmSync(join(out, visibleNames(out)[1] as string)), "part 'part-00001-"],
])('a merge is refused when the output %s', async (_, damage, message) => {
  const home = await homeWithOutput('--parts', '3');
  damage(join(home, 'out'));
  await expectRefusal(home, [], message);
});

test('a merge is refused when a part was edited', async () => {
  const home = await homeWithOutput('--parts', '1');
  const [part] = visibleNames(join(home, 'out')) as [string];
  writeFiles(home, { [`out/${part}`]: 'heat^ann^1^1\n' });
  const before = snapshot(home);
  expect(await run(home, ['new'], 'out', '--merge')).toMatchObject({ exitCode: 73 });
  expect(snapshot(home)).toEqual(before);
});

test.each([
  [
    ['--bad-records', 'drop'],
    'no record was kept of 2 lines (2 rejected, 0 blank, 0 headers); the first bad one is in ',
  ],
  [['--bad-records', 'drop', '--max-bad-records', '60%'], '2 of 2 records are bad, --max-bad-records allows 60%; '],
])(
  'a merge of new data without a good record is refused, however large the earlier output is: %j',
  async (args, message) => {
    const home = await homeWithOutput();
    writeFiles(home, { 'bad/a': 'heat\ncold\n' });
    const before = snapshot(home);
    expect(await run(home, ['bad'], 'out', '--merge', ...args)).toMatchObject({
      exitCode: 65,
      stderr: expect.stringContaining(message),
    });
    expect(snapshot(home)).toEqual(before);
  },
);

/** Changes one byte of a part such that the record is still good. */
function damage(home: string, from: string, to: string): void {
  const [part] = visibleNames(join(home, 'out')) as [string];
  const file = join(home, 'out', part);
  const bytes = readFileSync(file);
  bytes.write(to, bytes.indexOf(from));
  writeFileSync(file, bytes);
}

test.each([[[]], [['--threads', '1', '--memory', '16m']]])(
  'is refused where a part is damaged, though its lines are good ones: %j',
  async (args) => {
    const home = await homeWithOutput('--parts', '1');
    damage(home, 'bob^1', 'bob^2');
    const before = snapshot(home);
    const outcome = await run(home, ['new'], 'out', '--merge', ...args);
    expect(outcome).toMatchObject({ exitCode: 65, stdout: '' });
    expect(outcome.stderr).toMatch(
      /^dedup: cannot merge into 'out': part 'part-00000-\S+' is damaged, its checksum is \d+, \d+ in the summary; restore it, .+\n$/,
    );
    expect(snapshot(home)).toEqual(before);
  },
);

test.each(['fail', 'drop', 'keep'])(
  'a merge is refused when a part holds a bad record, with --bad-records %s',
  async (mode) => {
    const home = await homeWithOutput('--parts', '1');
    damage(home, '^bob', 'xbob');
    const outcome = await run(home, ['new'], 'out', '--merge', '--bad-records', mode);
    expect(outcome).toMatchObject({ exitCode: 65, stdout: '' });
    expect(outcome.stderr).toMatch(
      /^dedup: cannot merge with 'out\/part-00000-\S+', which is damaged at byte \d+: .*3 columns.*; restore it, .+\n$/,
    );
  },
);

test('a merge is refused when a compressed part is damaged', async () => {
  const home = await homeWithOutput('--parts', '1', '--compress', 'gzip');
  const [part] = visibleNames(join(home, 'out')) as [string];
  const file = join(home, 'out', part);
  const bytes = readFileSync(file);
  // changes the time in the gzip header, which leaves the unpacked bytes as they were
  bytes.writeUInt32LE(12345, 4);
  writeFileSync(file, bytes);
  const outcome = await run(home, ['new'], 'out', '--merge');
  expect(outcome).toMatchObject({ exitCode: 65, stderr: expect.stringContaining(`part '${part}' is damaged`) });
});

test('a merge tells how many keys are new, changed and unchanged', async () => {
  const home = await homeWithOutput();
  writeFiles(home, { 'new/b': 'heat^cid^1^1\nheat^bob^0^0\n' });
  const outcome = await dedup(['run', 'new', '--output', 'out', '--merge'], { cwd: home });
  expect(outcome.stdout).toContain('\n  merged   1 key added, 1 changed, 1 unchanged\n');
  expect(readSummary(join(home, 'out')).keys).toEqual({ added: 1, changed: 1, unchanged: 1 });
  expect(await run(home, ['new'], 'out')).toMatchObject({ exitCode: 0 });
  expect(readSummary(join(home, 'out')).keys).toBe(null);
});

test('new data with some bad records, or with no record at all, is merged', async () => {
  const home = await homeWithOutput();
  writeFiles(home, { 'some/a': 'heat\nheat^ann^9^9\n', 'none/a': '\n' });
  expect(
    await run(home, ['some'], 'out', '--merge', '--bad-records', 'drop', '--max-bad-records', '50%'),
  ).toMatchObject({
    exitCode: 0,
  });
  expect(await run(home, ['none'], 'out', '--merge', '--bad-records', 'drop')).toMatchObject({ exitCode: 0 });
  expect(readOutput(join(home, 'out')).records.split('\n').sort().join('\n')).toBe('\nheat^ann^9^9\nheat^bob^1^1');
});

test('a merge of empty files is refused unless --allow-empty is given', async () => {
  const home = await homeWithOutput();
  writeFiles(home, { 'empty/a': '' });
  const before = snapshot(home);
  expect(await run(home, ['empty'], 'out', '--merge')).toMatchObject({
    exitCode: 66,
    stderr: "dedup: only empty files in 'empty'; --allow-empty keeps what the output holds\n",
  });
  expect(snapshot(home)).toEqual(before);
  const { records } = readOutput(join(home, 'out'));
  expect(await run(home, ['empty'], 'out', '--merge', '--allow-empty')).toMatchObject({ exitCode: 0 });
  expect(readOutput(join(home, 'out')).records).toBe(records);
});

test('a merge that fails leaves the earlier output as it was', async () => {
  const home = await homeWithOutput();
  writeFiles(home, { 'new/b': 'heat\n' });
  const before = snapshot(home);
  expect(await run(home, ['new'], 'out', '--merge')).toMatchObject({ exitCode: 65 });
  expect(snapshot(home)).toEqual(before);
  expect(readdirSync(home).sort()).toEqual(['new', 'old', 'out']);
  expect(namesBelow(join(home, 'out')).filter((name) => name.includes('_temporary'))).toEqual([]);
});
