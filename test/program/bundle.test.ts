import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dedup, ROOT } from '../support/command';
import { type Files, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';

const KEYS = 100_000;
const RATING = '0123456789'.repeat(17);

function ratings(time: (i: number) => number): string[] {
  return Array.from({ length: KEYS }, (_, i) => `movie ${i % 97}^user ${i}^${RATING}^${time(i)}\n`);
}

/** About 40 MB. Every key occurs twice; the later record comes first for some keys and last for others. */
const INPUTS: Files = {
  'in/a': Buffer.from(ratings((i) => i % 3).join('')),
  'in/b': Buffer.from(ratings((i) => (i + 1) % 3).join('')),
};
const LATEST = Buffer.from(
  ratings((i) => Math.max(i % 3, (i + 1) % 3))
    .sort()
    .join(''),
);

test.each(['dedup-program.js', 'job.js'])(
  '%s runs with threads and spills records when it is the only file in its folder',
  async (name) => {
    const home = temporaryFolder(INPUTS);
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
    // compared as a boolean, because jest would take long to print a difference of this size
    const sorted = records.split('\n').slice(0, -1).sort();
    expect(LATEST.equals(Buffer.from(sorted.map((line) => `${line}\n`).join('')))).toBe(true);
    expect(await dedup(['verify', 'out'], { cwd: home, program, env })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(existsSync(join(home, 'out/_dedup/report.html'))).toBe(true);
    expect(readdirSync(alone)).toEqual([name]);
  },
);

test.each(['dedup.js', 'dedup-program.js', 'job.js'])(
  '%s writes the report page of its run and prints its path',
  async (name) => {
    const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
    const { stdout } = await dedup(['run', 'in', '--output', 'out'], { cwd: home, program: join(ROOT, 'dist', name) });
    expect(stdout).toMatch(/\n {2}report {3}out\/_dedup\/report\.html\n/);
    expect(readFileSync(join(home, 'out/_dedup/report.html'), 'utf8')).toContain('<!doctype html>');
  },
);

test.each(['dedup.js', 'dedup-program.js', 'job.js', 'worker.txt', 'sdk.txt'])('%s is ASCII', (name) => {
  // a single other character makes V8 read the whole text at two bytes a character, which adds 20 ms to every start
  expect(/[^\0-\x7f].{0,20}/.exec(readFileSync(join(ROOT, 'dist', name), 'utf8'))?.[0]).toBeUndefined();
});

test('dist/dedup-program.js can be executed by itself, under any name', () => {
  const alone = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const program = join(alone, 'latest');
  copyFileSync(join(ROOT, 'dist/dedup-program.js'), program);
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
