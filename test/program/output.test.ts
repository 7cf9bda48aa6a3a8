import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { timeTaken } from '../../job/shared/figures';
import { DEDUP, type Outcome } from '../support/command';
import { type Files, namesBelow, snapshot, temporaryFolder, writeFiles } from '../support/folder';
import { readOutput, readSummary, visibleNames } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

const OLD = 'heat^ann^1^1\nheat^bob^1^1\n';
const NEW = 'heat^ann^2^2\nheat^cat^1^1\n';

/** A folder with the inputs `old` and `new`, and with the output `out` of the input `old`. */
async function homeWithOutput(more: Files = {}, ...args: string[]): Promise<string> {
  const home = temporaryFolder({ 'old/a': OLD, 'new/a': NEW, ...more });
  expect(await run(home, 'old', ...args)).toMatchObject({ exitCode: 0 });
  return home;
}

function run(home: string, input: string, ...args: string[]): Promise<Outcome> {
  return dedup(['run', input, '--output', 'out', '--quiet', ...args], { cwd: home });
}

/** Requires that the command is refused with this message and changes no file. */
async function expectRefusal(home: string, args: readonly string[], exitCode: number, message: string): Promise<void> {
  const before = snapshot(home);
  const outcome = await dedup(args, { cwd: home });
  expect(outcome).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(message) });
  expect(outcome.stderr).toMatch(/^dedup: .+\n$/);
  expect(snapshot(home)).toEqual(before);
}

test('a failed write to standard output is an error, except when its reader has closed it', async () => {
  const home = temporaryFolder({ 'old/a': OLD });
  const told = (target: string) =>
    spawnSync('/bin/sh', ['-c', `"$0" "$1" run old --output out --json ${target}`, process.execPath, DEDUP], {
      cwd: home,
      encoding: 'utf8',
    });
  expect(told('> /dev/full')).toMatchObject({
    status: 74,
    stderr: 'dedup: cannot write to standard output: no space left on device\n',
  });
  expect(told('| head -c 0')).toMatchObject({ status: 0, stderr: '' });
});

test('a long message is whole, although its reader is slow and the program ends at once', () => {
  const slowly = `"$0" "$1" run "$2" --output out 2>&1 | { sleep 0.2; cat; }`;
  // more than a pipe holds
  const input = 'x'.repeat(100_000);
  const { stdout } = spawnSync('/bin/sh', ['-c', slowly, process.execPath, DEDUP, input], { encoding: 'utf8' });
  expect(stdout).toBe(`dedup: no such input: '${input}'\n`);
});

describe('an existing output', () => {
  test.each([[[]], [['--overwrite']]])('is refused when it holds a file whose name is not UTF-8: %j', async (args) => {
    const home = await homeWithOutput();
    const before = snapshot(home);
    const nameless = Buffer.concat([Buffer.from(`${home}/out/bad`), Buffer.from([0xff])]);
    writeFileSync(nameless, '');
    const { exitCode, stderr } = await run(home, 'new', ...args);
    expect([exitCode, Buffer.from(stderr, 'latin1').toString()]).toEqual([
      73,
      `dedup: out holds 'bad\uFFFD', whose name is not UTF-8 and cannot be kept: rename it\n`,
    ]);
    expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({
      exitCode: 65,
      stdout: expect.stringMatching(/^bad.+: .+\n$/),
    });
    rmSync(nameless);
    expect(snapshot(home)).toEqual(before);
  });

  test('is replaced by the new one, with no file of the old one left', async () => {
    const home = await homeWithOutput({}, '--parts', '5');
    const old = readOutput(join(home, 'out'));
    expect(old.names).toHaveLength(5);
    expect(await run(home, 'new', '--parts', '2')).toMatchObject({ exitCode: 0 });
    const now = readOutput(join(home, 'out'));
    expect(now.names).toEqual(now.summary.output.parts.map((part) => part.name));
    expect(now.names).toHaveLength(2);
    expect(now.names.filter((name) => old.names.includes(name))).toEqual([]);
    expect(now.records.split('\n').sort()).toEqual(['', 'heat^ann^2^2', 'heat^cat^1^1']);
    expect(
      namesBelow(join(home, 'out')).filter((name) => /temporary|replaced|rejected|journal|lease/.test(name)),
    ).toEqual([]);
  });

  test('keeps the hidden files of other programs', async () => {
    const others = { 'out/.part.crc': 'x', 'out/_metadata/a': 'y', 'out/_logs': 'z' };
    const home = await homeWithOutput(others);
    await run(home, 'new');
    expect(snapshot(home)).toMatchObject(others);
  });

  test('is refused when it holds files of other programs that are not hidden', async () => {
    const home = await homeWithOutput();
    writeFiles(home, { 'out/z.csv': 'z', 'out/deep/er/a.csv': 'a', 'out/notes.txt': 'n', 'out/_hidden': 'h' });
    const message = "the output 'out' holds 3 files that dedup did not write, the first is 'deep/er/a.csv'";
    await expectRefusal(home, ['run', 'new', '--output', 'out'], 73, message);
    await expectRefusal(home, ['run', 'new', '--output', 'out', '--merge'], 73, message);
  });

  test('is refused when it holds nothing but files of other programs', async () => {
    const home = temporaryFolder({ 'new/a': NEW, 'out/part-00000': 'another program wrote this' });
    const message = "holds 1 file that dedup did not write, the first is 'part-00000'; name another folder, or";
    await expectRefusal(home, ['run', 'new', '--output', 'out'], 73, message);
  });

  test('is refused when one of its parts was edited since its run', async () => {
    const home = await homeWithOutput({}, '--parts', '1');
    const [part] = visibleNames(join(home, 'out')) as [string];
    writeFiles(home, { [`out/${part}`]: 'edited' });
    await expectRefusal(home, ['run', 'new', '--output', 'out'], 73, `holds 1 file that dedup did not write`);
  });

  test('has the files of other programs moved to _replaced by --overwrite', async () => {
    const others = { 'z.csv': 'z', 'deep/er/a.csv': 'a' };
    const home = await homeWithOutput();
    for (const [name, content] of Object.entries(others)) writeFiles(home, { [`out/${name}`]: content });
    expect(await run(home, 'new', '--overwrite')).toMatchObject({ exitCode: 0 });
    const { run: id } = readSummary(join(home, 'out'));
    expect(snapshot(join(home, 'out', '_replaced', id))).toEqual(others);
    const { names, summary } = readOutput(join(home, 'out'));
    expect(names).toEqual(summary.output.parts.map((part) => part.name));
    expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
    expect(await run(home, 'old')).toMatchObject({ exitCode: 0 });
    expect(snapshot(join(home, 'out', '_replaced', id))).toEqual(others);
  });

  test('stays as it is when a run with --overwrite fails', async () => {
    const home = temporaryFolder({ 'bad/a': 'heat\n', 'out/mine': 'm' });
    const message = "bad record in 'bad/a' at byte 0";
    await expectRefusal(home, ['run', 'bad', '--output', 'out', '--overwrite'], 65, message);
  });
});

describe('an output and an input', () => {
  test.each([
    ['the same', 'in', 'in', "the output 'in' is the input 'in'"],
    ['the same, written otherwise', 'in', './in/../in/', "is the input 'in'"],
    ['the same by a link', 'in', 'link', "the output 'link' is the input 'in'"],
    ['output inside', 'in', 'in/out', "the output 'in/out' lies in the input 'in'"],
    ['output inside, several folders down', 'in', 'in/new/er/out', "lies in the input 'in'"],
    ['output inside, hidden', 'in', 'in/_out', "lies in the input 'in'"],
    ['output inside by a link', 'in', 'link/out', "the output 'link/out' lies in the input 'in'"],
    ['input inside', 'in/sub', 'in', "the output 'in' holds the input 'in/sub'"],
    ['input file inside', 'in/a', 'in', "the output 'in' holds the input 'in/a'"],
    ['input inside by a link', 'link/sub', 'in', "the output 'in' holds the input 'link/sub'"],
    ['input inside by a pattern', 'in/s*', 'in', "the output 'in' holds the input 'in/sub'"],
    ['a link in the input leads to it', 'linked', 'in', "the output 'in' is the input 'linked/there'"],
    ['a link in the input leads into it', 'linked', 'in/sub', "the output 'in/sub' lies in the input 'linked/there'"],
    ['the folder they all are in', '.', 'out', "the output 'out' lies in the input '.'"],
  ])('are refused for their places: %s', async (_, input, output, message) => {
    const home = temporaryFolder({ 'in/a': OLD, 'in/sub/b': NEW, 'linked/c': NEW });
    symlinkSync('in', join(home, 'link'));
    symlinkSync('../in', join(home, 'linked/there'));
    await expectRefusal(home, ['run', input, '--output', output], 73, message);
  });

  test('may have names that begin with the same letters', async () => {
    const home = temporaryFolder({ 'out2/a': OLD });
    expect(await run(home, 'out2')).toMatchObject({ exitCode: 0 });
    expect(await dedup(['run', 'out', '--output', 'ou'], { cwd: home })).toMatchObject({ exitCode: 0 });
  });

  test('are refused for their places before the input is read', async () => {
    const home = temporaryFolder({ 'in/a': 'no record' });
    await expectRefusal(home, ['run', 'in', '--output', 'in/out'], 73, "lies in the input 'in'");
  });
});

describe('a place that cannot hold an output', () => {
  test.each([
    ['a file', 'file', 'file is not a folder: give the output another name'],
    ['below a file', 'file/out', 'file/out'],
  ])('is refused: %s', async (_, output, message) => {
    const home = temporaryFolder({ 'in/a': OLD, file: 'mine' });
    await expectRefusal(home, ['run', 'in', '--output', output], 73, message);
  });

  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.stderr.write('SKIPPED a folder that may not be written: root may write everywhere\n');
  (isRoot ? test.skip : test)('is refused: a folder that may not be written', async () => {
    const home = temporaryFolder({ 'in/a': OLD });
    mkdirSync(join(home, 'locked'));
    chmodSync(join(home, 'locked'), 0o500);
    await expectRefusal(home, ['run', 'in', '--output', 'locked/out'], 73, 'permission denied');
    chmodSync(join(home, 'locked'), 0o700);
  });
});

describe('a first run that fails', () => {
  test.each([
    ['out', 'bad', 65],
    ['new/folders/out', 'bad', 65],
    ['new/folders/out', 'blank', 65],
    ['new/folders/out', 'nothing', 66],
  ])('does not leave the folder %s behind when the input is %s', async (output, input, exitCode) => {
    const home = temporaryFolder({ 'bad/a': `${OLD}heat\n`, 'blank/a': '\n', 'nothing/a': '' });
    expect(await dedup(['run', input, '--output', output], { cwd: home })).toMatchObject({ exitCode });
    expect(readdirSync(home).sort()).toEqual(['bad', 'blank', 'nothing']);
  });

  test('leaves a folder that existed before the run', async () => {
    const home = temporaryFolder({ 'bad/a': 'heat\n' });
    mkdirSync(join(home, 'new'));
    expect(await dedup(['run', 'bad', '--output', 'new/folders/out'], { cwd: home })).toMatchObject({ exitCode: 65 });
    expect(readdirSync(join(home, 'new'))).toEqual([]);
  });
});

describe('the text on standard output', () => {
  test('is a summary that people can read', async () => {
    const home = temporaryFolder({ 'in/a': OLD });
    const { stdout, stderr } = await dedup(['run', 'in', '--output', 'out'], { cwd: home });
    expect(stdout).toMatch(/^2 kept of 2 lines /);
    expect(stdout).toContain('out/_dedup/report.html');
    expect(stderr).toBe('');
  });

  test('has the same elapsed time as the summary and the report, which includes publication', async () => {
    const home = temporaryFolder({ 'in/a': OLD });
    const { stdout } = await dedup(['run', 'in', '--output', 'out'], { cwd: home });
    const summary = readSummary(join(home, 'out'));
    expect(summary.phases.map(({ phase }) => phase)).toEqual(['plan', 'map', 'reduce', 'publish']);
    const totalMs = Math.max(...summary.phases.map(({ endMs }) => endMs));
    const [, reduce, publish] = summary.phases.slice(1);
    expect(publish?.startMs).toBe(reduce?.endMs);
    expect(publish?.endMs).toBe(totalMs);
    const took = timeTaken(totalMs);
    expect(stdout.split('\n')[0]).toBe(`2 kept of 2 lines in ${took} (${Math.round(2000 / totalMs)} lines/s)`);
    const report = readFileSync(join(home, 'out/_dedup/report.html'), 'utf8');
    expect(report).toContain(`<b>${took.replace(' ', '\u00a0')}</b> <span>publication included</span>`);
  });

  test('is nothing but the summary as JSON with --json', async () => {
    const home = temporaryFolder({ 'in/a': `"heat"^ann^1^1\nheat\n` });
    const args = ['run', 'in', '--output', 'out', '--json', '--bad-records', 'drop'];
    const { stdout, stderr } = await dedup(args, { cwd: home });
    const summary = JSON.parse(stdout);
    expect(summary).toEqual(readSummary(join(home, 'out')));
    expect(summary).toMatchObject({ version: 1, format: 1, command: ['dedup', ...args] });
    expect(stderr).toMatch(/^dedup: warning: /);
  });

  test('is empty with --quiet', async () => {
    const home = temporaryFolder({ 'in/a': OLD });
    expect(await run(home, 'in')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(existsSync(join(home, 'out/_dedup/report.html'))).toBe(true);
  });
});
