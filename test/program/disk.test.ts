import { chmodSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dedup, type Outcome } from '../support/command';
import { namesBelow, snapshot, temporaryFolder, writeFiles } from '../support/folder';
import { readOutput } from '../support/output';
import { startPretendedHadoop } from '../support/pretended-hadoop';
import { dedupResident } from '../support/resident';
import { smallDisk, whyNoSmallDisk } from '../support/small-disk';

const MiB = 1024 * 1024;

const why = whyNoSmallDisk();
if (why !== null) process.stderr.write(`SKIPPED a full disk: none can be made here: ${why}\n`);
const onSmallDisk = why === null ? describe : describe.skip;

/** Records of 100 bytes each, all of different keys. */
function distinctLines(bytes: number): string {
  const rating = '5'.repeat(76);
  return Array.from({ length: bytes / 100 }, (_, i) => `movie^${String(i).padStart(12, '0')}^${rating}^123\n`).join('');
}

onSmallDisk('a full disk', () => {
  test.each([
    ['plain', ['--threads', '2']],
    ['with rejects', ['--bad-records', 'keep', '--delimiter', '|', '--allow-empty']],
  ])('fails the run and leaves the earlier output as it was: %s', async (_, args) => {
    const disk = smallDisk(2 * MiB);
    const home = temporaryFolder({ 'old/a': 'heat^ann^1^1\n', 'new/a': distinctLines(6 * MiB) });
    const output = join(disk, 'out');
    expect(await dedupResident(['run', join(home, 'old'), '--output', output])).toMatchObject({ exitCode: 0 });
    const before = snapshot(disk);
    const outcome = await dedupResident(['run', join(home, 'new'), '--output', output, '--quiet', ...args]);
    expect(outcome).toMatchObject({ exitCode: 74, stdout: '' });
    expect(outcome.stderr).toMatch(/^dedup: cannot write .*\/_temporary\/.*: no space left on device\n$/);
    expect(snapshot(disk)).toEqual(before);
    expect(await dedupResident(['run', join(home, 'old'), '--output', output])).toMatchObject({ exitCode: 0 });
    expect(readOutput(output).records).toBe('heat^ann^1^1\n');
  });

  test('fails a first run, which leaves no file behind', async () => {
    const disk = smallDisk(MiB);
    const home = temporaryFolder({ 'in/a': distinctLines(3 * MiB) });
    const outcome = await dedupResident(['run', join(home, 'in'), '--output', join(disk, 'new/out'), '--quiet']);
    expect(outcome).toMatchObject({ exitCode: 74, stderr: expect.stringContaining('no space left on device') });
    expect(readdirSync(disk)).toEqual([]);
  });

  test('fails the run even when it has no room for a single file', async () => {
    const disk = smallDisk(64 * 1024);
    writeFiles(disk, { full: 'x'.repeat(64 * 1024) });
    const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
    const outcome = await dedupResident(['run', join(home, 'in'), '--output', join(disk, 'out'), '--quiet']);
    expect(outcome).toMatchObject({ exitCode: 74, stdout: '' });
    expect(outcome.stderr).toMatch(/^dedup: .*no space left on device.*\n$/);
    expect(readdirSync(disk)).toEqual(['full']);
  });

  test('leaves the earlier output as it was when there is room for the new parts, but not for the new report', async () => {
    const disk = smallDisk(MiB);
    const home = temporaryFolder({ 'old/a': 'heat^ann^1^1\n', 'new/a': 'heat^ann^2^2\n' });
    const output = join(disk, 'out');
    expect(await dedupResident(['run', join(home, 'old'), '--output', output])).toMatchObject({ exitCode: 0 });
    const [names, before] = [namesBelow(disk), snapshot(disk)];
    writeFiles(disk, { full: 'x'.repeat(MiB - 128 * 1024 - statSync(join(output, '_dedup/report.html')).size) });
    const outcome = await dedupResident(['run', join(home, 'new'), '--output', output, '--quiet']);
    expect(outcome).toMatchObject({ exitCode: 74, stdout: '' });
    expect(outcome.stderr).toMatch(/^dedup: .*no space left on device.*\n$/);
    rmSync(join(disk, 'full'));
    expect(namesBelow(disk)).toEqual(names);
    expect(snapshot(disk)).toEqual(before);
  });

  test('fails a run that spills its records there, and the message names --temp', async () => {
    const disk = smallDisk(MiB);
    const home = temporaryFolder({ 'old/a': 'heat^ann^1^1\n', 'new/a': distinctLines(24 * MiB) });
    const run = ['run', 'new', '--output', 'out', '--quiet', '--threads', '2', '--memory', '32m'];
    expect(await dedupResident(['run', 'old', '--output', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
    const before = snapshot(join(home, 'out'));
    expect(await dedupResident([...run, '--temp', disk], { cwd: home })).toMatchObject({
      exitCode: 74,
      stdout: '',
      stderr: `dedup: cannot use a temporary file in '${disk}': no space left on device; free some space there, or name another folder with --temp\n`,
    });
    expect(snapshot(join(home, 'out'))).toEqual(before);
    expect(readdirSync(disk)).toEqual([]);
    const temp = temporaryFolder();
    expect(await dedupResident([...run, '--temp', temp], { cwd: home })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readOutput(join(home, 'out')).summary.spilledBytes).toBeGreaterThan(0);
    expect(readdirSync(temp)).toEqual([]);
  });

  test('ends the driver of a Hadoop job that keeps its files there, and the message names TMPDIR', async () => {
    const disk = smallDisk(64 * 1024);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`in/${i}`, 'heat^ann^1^1\n']));
    const home = temporaryFolder(many);
    const before = namesBelow(home);
    expect(await drive(home, disk)).toEqual({
      exitCode: 74,
      signal: null,
      stdout: '',
      stderr: `dedup: cannot write the job's files below '${disk}': no space left on device; free some space there, or name another folder in TMPDIR\n`,
    });
    expect(readdirSync(disk)).toEqual([]);
    expect(namesBelow(home)).toEqual(before);
  });
});

test('the driver of a Hadoop job says that its folder for temporary files does not exist', async () => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const none = join(home, 'none');
  expect(await drive(home, none)).toMatchObject({
    exitCode: 74,
    stderr: `dedup: cannot write the job's files below '${none}': no such file or directory; name another folder in TMPDIR\n`,
  });
  expect(namesBelow(home)).toEqual(['in', 'in/a']);
});

/** Runs `dedup yarn` with a stand-in for Hadoop, which refuses the job if it is ever submitted. */
async function drive(home: string, temp: string): Promise<Outcome> {
  const hadoop = await startPretendedHadoop();
  const env = { ...hadoop.environment, TMPDIR: temp };
  return dedup(['yarn', 'in', '--output', 'out', '--quiet'], { cwd: home, env }).finally(() => hadoop.stop());
}

test.each([
  ['none', 'no such file or directory'],
  ['tool', 'it is no folder'],
])('a --temp that is not an existing folder fails the run, whether or not records spill: %s', async (temp, problem) => {
  const home = temporaryFolder({ 'in/a': 'm^u^1^1\n', tool: '' });
  chmodSync(join(home, 'tool'), 0o755);
  const args = ['--threads', '1', '--memory', '16m', '--temp', temp, '--quiet'];
  expect(await dedupResident(['run', 'in', '--output', 'out', ...args], { cwd: home })).toMatchObject({
    exitCode: 74,
    stderr: `dedup: cannot use temporary folder '${temp}': ${problem}; name another with --temp\n`,
  });
  expect(readdirSync(home).sort()).toEqual(['in', 'tool']);
});
