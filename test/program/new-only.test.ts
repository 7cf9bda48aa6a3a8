/** Runs with `--new-only`: which files they read, what they write down about them, and when they publish nothing. */

import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { SummaryPart } from '../../job/summary/summary';
import type { Outcome } from '../support/command';
import { snapshot, temporaryFolder, writeFiles } from '../support/folder';
import { ledgerFileOf, ledgerLocations } from '../support/ledger';
import { readOutput, readSummary } from '../support/output';
import { Random } from '../support/random';
import { dedupResident as dedup } from '../support/resident';

const SEED = 20261130;
const NIGHTS = 7;

let home: string;
const out = () => join(home, 'out');

function run(...args: readonly string[]): Promise<Outcome> {
  return dedup(['run', 'in', '--output', 'out', ...args], { cwd: home });
}

async function runNew(...args: readonly string[]): Promise<Outcome> {
  const outcome = await run('--new-only', '--quiet', ...args);
  expect(outcome).toMatchObject({ exitCode: 0, stdout: '' });
  return outcome;
}

const ledgerFile = () => ledgerFileOf(out());

/** The locations in the ledger, below the folder of the test. */
function ledgerNames(): string[] {
  return ledgerLocations(out()).map((location) => location.slice(home.length + 1));
}

/** Requires that a run changes nothing, and says so. */
async function expectNothingNew(...args: readonly string[]): Promise<void> {
  const before = snapshot(out());
  const outcome = await run('--new-only', ...args);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  expect(outcome.stdout).toMatch(/^nothing new: out has the records of all \d+ files?; nothing was published\n/);
  expect(snapshot(out())).toEqual(before);
}

beforeEach(() => {
  home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n', 'in/b': 'heat^bob^1^1\n' });
});

test(`each night reads the files of that night alone, and the last output is that of one full run (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const ratings = () =>
    Array.from({ length: 40 }, () => `m${random.int(0, 9)}^u${random.int(0, 9)}^1^${random.int(0, 99)}\n`).join('');
  for (let night = 0; night < NIGHTS; night++) {
    const files = night === 0 ? 20 : 3;
    // the names are not in the order of the nights
    for (let i = 0; i < files; i++) writeFiles(home, { [`in/${random.int(0, 3)}/${night}-${i}`]: ratings() });
    await runNew('--parts', String(1 + (night % 3)));
    const { inputs } = readSummary(out());
    const read = night === 0 ? files + 2 : files;
    expect(inputs.ledger).toEqual({ new: read, changed: 0, unchanged: night === 0 ? 0 : 19 + 3 * night, gone: 0 });
    expect(inputs.files).toBe(read + (night === 0 ? 0 : 1 + ((night + 2) % 3)));
  }
  expect(await dedup(['run', 'in', '--output', 'full', '--quiet'], { cwd: home })).toMatchObject({ exitCode: 0 });
  expect(readOutput(out()).records).toBe(readOutput(join(home, 'full')).records);
  expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
  await expectNothingNew();
});

test('a run that finds nothing new tells of it as JSON too', async () => {
  await runNew();
  const { run: former } = readSummary(out());
  const { stdout } = await run('--new-only', '--json');
  const files = { new: 0, changed: 0, unchanged: 2, gone: 0 };
  expect(JSON.parse(stdout)).toEqual({ nothingNew: true, output: 'out', run: former, files });
  expect(await runNew()).toMatchObject({ stderr: '' });
});

describe('a file that has changed', () => {
  const GROWN = 'heat^bob^1^1\nheat^bob^2^2\nheat^cy^1^1\n';

  beforeEach(async () => {
    await runNew();
  });

  test('is read again as a whole, and the run warns', async () => {
    writeFileSync(join(home, 'in/b'), GROWN);
    expect((await runNew()).stderr).toBe(
      'dedup: warning: 1 file has changed since a former run read it; it is read again as a whole, and records that are ' +
        'no longer there stay in the output\n',
    );
    expect(readOutput(out()).records.split('\n').sort().join(' ').trim()).toBe('heat^ann^1^1 heat^bob^2^2 heat^cy^1^1');
    expect(readSummary(out()).inputs.ledger).toEqual({ new: 0, changed: 1, unchanged: 1, gone: 0 });
    await expectNothingNew();
  });

  test('ends the run with --changed-files fail', async () => {
    writeFileSync(join(home, 'in/b'), GROWN);
    const before = snapshot(out());
    expect(await run('--new-only', '--changed-files', 'fail')).toMatchObject({
      exitCode: 65,
      stderr:
        "dedup: 1 file has changed since a former run read it, the first is 'in/b'; --changed-files read reads it again\n",
    });
    expect(snapshot(out())).toEqual(before);
  });

  test('is seen although it has the same size, and changed within the same second', async () => {
    writeFileSync(join(home, 'in/b'), 'heat^bob^9^9\n');
    await runNew();
    expect(readOutput(out()).records).toContain('heat^bob^9^9');
  });

  test('is seen although it has the same size, and was given its old time again', async () => {
    const asOld = () => utimesSync(join(home, 'in/b'), 1_700_000_000, 1_700_000_000);
    asOld();
    await runNew();
    writeFileSync(join(home, 'in/b'), 'heat^bob^9^9\n');
    asOld();
    await runNew();
    expect(readOutput(out()).records).toContain('heat^bob^9^9');
  });
});

test('files that are gone stay in the ledger, and are counted', async () => {
  await runNew();
  rmSync(join(home, 'in/a'));
  writeFiles(home, { 'in/c': 'heat^cy^1^1\n' });
  await runNew();
  expect(readSummary(out()).inputs.ledger).toEqual({ new: 1, changed: 0, unchanged: 1, gone: 1 });
  expect(ledgerNames()).toEqual(['in/a', 'in/b', 'in/c']);
  expect(readOutput(out()).records).toContain('heat^ann^1^1');
  rmSync(join(home, 'in'), { recursive: true });
  writeFiles(home, { 'in/_hidden': '' });
  await expectNothingNew();
});

test('a ledger has the files in the order of the bytes of their paths, each once, whatever names them', async () => {
  writeFiles(home, { 'in/x/1': 'a^b^1^1\n', 'in/x.csv': 'a^c^1^1\n', 'in/\xe9': 'a^d^1^1\n', 'in/_no/2': 'a^e^1^1\n' });
  await dedup(['run', './in/x', 'in', join(home, 'in/_no/2'), '--output', 'out', '--new-only', '--quiet'], {
    cwd: home,
  });
  expect(ledgerNames()).toEqual(['in/_no/2', 'in/a', 'in/b', 'in/x.csv', 'in/x/1', 'in/é']);
  expect(readSummary(out()).inputs).toMatchObject({ files: 6, skipped: { files: 0 } });
  await expectNothingNew(join(home, 'in/_no/2'));
});

test('conditions for deletes begin to hold in a run that finds nothing new', async () => {
  await runNew();
  const { stderr, stdout } = await run('--new-only', '--delete-when', 'user=bob');
  expect({ stderr, stdout }).toEqual({ stderr: '', stdout: expect.stringContaining('0 files new, 0 changed, 2 read') });
  expect(readOutput(out()).records).toBe('heat^ann^1^1\n');
  expect(readSummary(out()).counts).toMatchObject({ kept: 1, deleted: 1 });
  expect(ledgerNames()).toEqual(['in/a', 'in/b']);
  expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
  await expectNothingNew('--delete-when', 'user=bob');
});

test('an empty new file makes no error and is read once', async () => {
  await runNew();
  writeFiles(home, { 'in/empty': '' });
  await runNew();
  expect(ledgerNames()).toEqual(['in/a', 'in/b', 'in/empty']);
  await expectNothingNew();
});

test('an output that lies in the input is no input of it', async () => {
  const inside = ['run', 'in', '--output', 'in/out', '--new-only'];
  expect(await dedup([...inside, '--quiet'], { cwd: home })).toMatchObject({ exitCode: 0 });
  expect((await dedup(inside, { cwd: home })).stdout).toMatch(/^nothing new/);
  writeFiles(home, { 'in/c': 'heat^cy^1^1\n' });
  expect(await dedup([...inside, '--quiet'], { cwd: home })).toMatchObject({ exitCode: 0 });
  expect(readSummary(join(home, 'in/out')).inputs.ledger).toEqual({ new: 1, changed: 0, unchanged: 2, gone: 0 });
  expect((await dedup(inside, { cwd: home })).stdout).toMatch(/^nothing new/);
});

test('the header of the output stays when the new files of a night are empty or have another one', async () => {
  home = temporaryFolder({ 'in/a': 'movie,user,rating,timestamp\nheat,ann,1,1\n' });
  const how = ['--header', '--format', 'csv'];
  await runNew(...how);
  await expectNothingNew(...how);
  writeFiles(home, { 'in/b': 'movie,user,rating,timestamp\nheat,bob,1,1\n' });
  await runNew(...how);
  expect(readOutput(out()).records).toContain('heat,bob,1,1');
});

describe('without a ledger that can be believed, all files are read once, and the run says why', () => {
  const everything = { new: 2, changed: 0, unchanged: 0, gone: 0 };
  const changed = (change: (text: string) => string) => () => {
    const file = ledgerFile();
    const text = gunzipSync(readFileSync(file)).toString();
    const packed = gzipSync(change(text));
    const summary = readSummary(out());
    const ledger = { ...summary.output.ledger, bytes: packed.length };
    writeFileSync(file, packed);
    const output = { ...summary.output, ledger };
    writeFileSync(join(out(), '_dedup/summary.json'), JSON.stringify({ ...summary, output }));
  };

  test.each<[string, () => void, string]>([
    ['is gone', () => rmSync(ledgerFile()), 'is gone, or has another size than the summary says'],
    ['is cut off', () => truncateSync(ledgerFile(), 30), 'is gone, or has another size than the summary says'],
    ['has more bytes', () => appendFileSync(ledgerFile(), 'x'), 'is gone, or has another size than the summary says'],
    ['is of other bytes', changed((text) => text.replace('/in/a', '/in/A')), 'is damaged, its checksum is '],
    ['lacks a line', changed((text) => text.slice(text.indexOf('\n') + 1)), 'has 1 lines, 2 in the summary'],
    ['ends within a line', changed((text) => text.slice(0, -1)), 'ends within a line'],
    ['has a line twice', changed((text) => text.repeat(2)), 'is not in order in line 3'],
    ['has other lines', changed(() => '{}\n[]\n'), 'has no entry in line 1'],
    ['is no gzip', () => writeFileSync(ledgerFile(), Buffer.alloc(statSync(ledgerFile()).size)), 'is damaged: '],
  ])('a ledger that %s', async (_, damage, reason) => {
    await runNew();
    const { name } = readSummary(out()).output.ledger as SummaryPart;
    damage();
    expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({
      exitCode: 65,
      stdout: expect.stringContaining(`${name}: ${reason}`),
      stderr: "dedup: 'out' has 1 problem\n",
    });
    const { stderr } = await runNew();
    expect(stderr).toContain(`dedup: warning: the ledger of 'out' ${reason}`);
    expect(stderr).toContain('; all files are read this time, and the next run has a ledger\n');
    expect(readSummary(out()).inputs.ledger).toEqual(everything);
    await expectNothingNew();
  });

  test('an output of a run without --new-only', async () => {
    expect(await run('--quiet')).toMatchObject({ exitCode: 0 });
    expect(readSummary(out()).output.ledger).toBeNull();
    expect((await runNew()).stderr).toContain("the ledger of 'out' does not exist: it is written with --new-only;");
    expect(readSummary(out()).inputs).toMatchObject({ ledger: everything });
    await expectNothingNew();
  });
});

test('a merge of other files keeps the ledger, and a run without --merge removes it', async () => {
  await runNew();
  writeFiles(home, { 'more/c': 'heat^cy^1^1\n' });
  expect(await dedup(['run', 'more', '--output', 'out', '--merge', '--quiet'], { cwd: home })).toMatchObject({
    exitCode: 0,
  });
  expect(ledgerNames()).toEqual(['in/a', 'in/b']);
  expect(readSummary(out()).inputs.ledger).toBeNull();
  await expectNothingNew();
  expect(await run('--quiet')).toMatchObject({ exitCode: 0 });
  expect(Object.keys(snapshot(out())).filter((name) => name.includes('ledger'))).toEqual([]);
});

describe('a run is refused although nothing is new', () => {
  beforeEach(async () => {
    await runNew();
  });

  test('where the output was made with another key', async () => {
    expect(await run('--new-only', '--key', 'movie')).toMatchObject({
      exitCode: 73,
      stderr: expect.stringContaining("cannot merge into 'out': it was made with --key 'movie,user'"),
    });
  });

  test('where a part is missing', async () => {
    rmSync(join(out(), String(readSummary(out()).output.parts[0]?.name)));
    expect(await run('--new-only')).toMatchObject({
      exitCode: 73,
      stderr: expect.stringContaining(' is missing; run '),
    });
  });

  test('where the output lacks _SUCCESS', async () => {
    rmSync(join(out(), '_SUCCESS'));
    expect(await run('--new-only')).toMatchObject({
      exitCode: 73,
      stderr: expect.stringContaining('it has no _SUCCESS'),
    });
  });
});

test('inputs without a record are refused at first, as without --new-only', async () => {
  home = temporaryFolder({ 'in/a': '' });
  expect(await run('--new-only')).toMatchObject({
    exitCode: 66,
    stderr: expect.stringContaining("only empty files in 'in'"),
  });
});

test('--changed-files fail needs --new-only', async () => {
  expect(await run('--changed-files', 'fail')).toMatchObject({
    exitCode: 64,
    stderr: 'dedup: --changed-files fail needs --new-only: without it all files are read\n',
  });
});
