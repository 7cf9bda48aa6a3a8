import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dedup, type Running, seenWhile, startDedup } from '../support/command';
import { namesBelow, snapshot, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';

/** The number of lines that keep a run busy for a while, since the run compresses its output too. */
const LINES = 150_000;
const SLOW = ['--compress', 'gzip', '--threads', '2', '--quiet'];

const DISTINCT = Buffer.from(
  Array.from({ length: LINES }, (_, i) => `movie ${i % 1000}^user ${i}^${'12345'.repeat(8)}^${i}\n`).join(''),
);

/** Starts a run and waits until it holds the lease of the output. */
async function startSlowRun(home: string, output: string): Promise<Running> {
  const running = startDedup(['run', 'in', '--output', output, ...SLOW], { cwd: home });
  const lease = join(home, output, '_dedup', 'lease.json');
  expect(await seenWhile(running, () => existsSync(lease))).toBe(true);
  return running;
}

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s', (signal, exitCode) => {
  const stderr = `dedup: interrupted by ${signal}; nothing was changed\n`;

  test('ends a run, and the earlier output stays as it was', async () => {
    const home = temporaryFolder({ 'old/a': 'heat^ann^1^1\n', 'in/a': DISTINCT });
    expect(await dedup(['run', 'old', '--output', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
    const before = snapshot(join(home, 'out'));
    const running = await startSlowRun(home, 'out');
    running.kill(signal);
    expect(await running.ended).toEqual({ exitCode, signal: null, stdout: '', stderr });
    expect(snapshot(join(home, 'out'))).toEqual(before);
  });

  test('ends a first run, which leaves no file behind', async () => {
    const home = temporaryFolder({ 'in/a': DISTINCT });
    const running = await startSlowRun(home, 'new/out');
    running.kill(signal);
    expect(await running.ended).toEqual({ exitCode, signal: null, stdout: '', stderr });
    expect(namesBelow(home)).toEqual(['in', 'in/a']);
  });
});

describe('two runs on one output at the same time:', () => {
  test('the second is refused with the name and process of the first, which continues', async () => {
    const home = temporaryFolder({ 'in/a': DISTINCT, 'other/a': 'heat^ann^1^1\n' });
    const first = await startSlowRun(home, 'out');
    first.kill('SIGSTOP');
    const { run } = JSON.parse(readFileSync(join(home, 'out/_dedup/lease.json'), 'utf8'));
    for (const args of [
      ['run', 'other', '--output', 'out'],
      ['run', 'other', '--output', 'out', '--merge'],
    ]) {
      const outcome = await dedup(args, { cwd: home });
      expect(outcome).toMatchObject({ exitCode: 73, stdout: '' });
      expect(outcome.stderr).toMatch(/^dedup: out is in use by run .+: wait with --wait-lock, or end it\n$/);
      expect(outcome.stderr).toContain(`run ${run} (process ${first.pid} on `);
    }
    expect(first.hasEnded()).toBe(false);
    first.kill('SIGCONT');
    expect(await first.ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readOutput(join(home, 'out')).summary).toMatchObject({ run, counts: { kept: LINES } });
  });

  test('the second waits no longer than its --max-run-time, and changes nothing', async () => {
    const home = temporaryFolder({ 'in/a': DISTINCT, 'other/a': 'heat^ann^1^1\n' });
    const first = await startSlowRun(home, 'out');
    first.kill('SIGSTOP');
    // time enough to come to the lease on a busy machine, of which the first line of standard error tells
    const args = ['run', 'other', '--output', 'out', '--wait-lock', '10m', '--max-run-time', '4s'];
    expect(await dedup(args, { cwd: home })).toMatchObject({
      exitCode: 124,
      stdout: '',
      stderr: expect.stringMatching(
        /\ndedup: the run was not done within the 4 s of --max-run-time, and was ended; nothing was changed\n$/,
      ),
    });
    expect(first.hasEnded()).toBe(false);
    first.kill('SIGCONT');
    expect(await first.ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readOutput(join(home, 'out')).summary).toMatchObject({ counts: { kept: LINES } });
  });

  test.each(['0s', '597h', 'long'])('a --max-run-time of %s is refused', async (time) => {
    const outcome = await dedup(['run', 'in', '--output', 'out', '--max-run-time', time]);
    expect(outcome).toMatchObject({ exitCode: 64, stdout: '', stderr: expect.stringContaining('--max-run-time') });
  });

  test('the second takes over at once when the first was killed', async () => {
    const home = temporaryFolder({ 'in/a': DISTINCT, 'other/a': 'heat^ann^1^1\n' });
    const first = await startSlowRun(home, 'out');
    first.kill('SIGKILL');
    await first.ended;
    expect(await dedup(['run', 'other', '--output', 'out', '--quiet'], { cwd: home })).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(readOutput(join(home, 'out')).records).toBe('heat^ann^1^1\n');
    expect(namesBelow(join(home, 'out')).filter((name) => /_temporary|lease/.test(name))).toEqual([]);
  });

  test('with different outputs, both succeed', async () => {
    const home = temporaryFolder({ 'in/a': DISTINCT, 'other/a': 'heat^ann^1^1\n' });
    const first = await startSlowRun(home, 'out');
    expect(await dedup(['run', 'other', '--output', 'out2'], { cwd: home })).toMatchObject({ exitCode: 0 });
    expect(await first.ended).toMatchObject({ exitCode: 0 });
  });
});
