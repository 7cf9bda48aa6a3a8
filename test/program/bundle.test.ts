import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dedup, ROOT } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';

const KEYS = 150_000;
const RATING = '0123456789'.repeat(17);

/** About 60 MB. Every key occurs twice; the later record comes first for some keys and last for others. */
function ratings(): Record<string, string> {
  const line = (i: number, time: number) => `movie ${i % 97}^user ${i}^${RATING}^${time}\n`;
  const all = (time: (i: number) => number) => Array.from({ length: KEYS }, (_, i) => line(i, time(i))).join('');
  return { 'in/a': all((i) => i % 3), 'in/b': all((i) => (i + 1) % 3) };
}

test.each(['dedup.js', 'job.js'])(
  '%s runs with threads and spills records when it is the only file in its folder',
  async (name) => {
    const home = temporaryFolder(ratings());
    const alone = temporaryFolder();
    const program = join(alone, name);
    copyFileSync(join(ROOT, 'dist', name), program);
    const env = { NODE_PATH: '', PATH: '/nowhere', HOME: alone };
    const args = ['run', 'in', '--output', 'out', '--threads', '2', '--memory', '32m', '--quiet'];
    expect(await dedup(args, { cwd: home, program, env })).toEqual({
      exitCode: 0,
      signal: null,
      stdout: '',
      stderr: '',
    });
    const { records, summary } = readOutput(join(home, 'out'));
    expect(summary.spilledBytes).toBeGreaterThan(0);
    expect(summary.threads).toBe(2);
    expect(summary.counts).toEqual({
      lines: 2 * KEYS,
      blank: 0,
      headers: 0,
      comments: 0,
      skipped: 0,
      kept: KEYS,
      superseded: KEYS,
      deleted: 0,
      forgotten: 0,
      rejected: 0,
    });
    const latest = Array.from(
      { length: KEYS },
      (_, i) => `movie ${i % 97}^user ${i}^${RATING}^${Math.max(i % 3, (i + 1) % 3)}`,
    );
    // compared as a boolean, because jest would take long to print a difference of this size
    expect(records.split('\n').sort().join('\n') === ['', ...latest.sort()].join('\n')).toBe(true);
    expect(await dedup(['verify', 'out'], { cwd: home, program, env })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(existsSync(join(home, 'out/_dedup/report.html'))).toBe(true);
    expect(readdirSync(alone)).toEqual([name]);
  },
);

test.each(['dedup.js', 'job.js'])('%s writes the report page of its run and prints its path', async (name) => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const { stdout } = await dedup(['run', 'in', '--output', 'out'], { cwd: home, program: join(ROOT, 'dist', name) });
  expect(stdout).toMatch(/\n {2}report {3}out\/_dedup\/report\.html\n/);
  expect(readFileSync(join(home, 'out/_dedup/report.html'), 'utf8')).toContain('<!doctype html>');
});

test.each(['dedup.js', 'job.js', 'worker.txt', 'sdk.txt'])('%s is ASCII', (name) => {
  // a single other character makes V8 read the whole text at two bytes a character, which adds 20 ms to every start
  expect(/[^\0-\x7f].{0,20}/.exec(readFileSync(join(ROOT, 'dist', name), 'utf8'))?.[0]).toBeUndefined();
});

test('dist/dedup.js can be executed by itself, under any name', () => {
  const alone = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const program = join(alone, 'latest');
  copyFileSync(join(ROOT, 'dist/dedup.js'), program);
  chmodSync(program, 0o755);
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync(program, args, { cwd: alone, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  };
  run('run', 'in', '--output', 'packed', '--compress', 'zstd', '--quiet');
  run('run', 'packed', '--output', 'out', '--quiet');
  expect(readOutput(join(alone, 'out')).records).toBe('heat^ann^1^1\n');
});

test('npx finds the command from the root of the repository, without a network', () => {
  const env = { ...process.env, npm_config_offline: 'true', npm_config_yes: 'false' };
  const { status, stdout } = spawnSync('npx', ['dedup', '--help'], { cwd: ROOT, env, encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: dedup /);
});
