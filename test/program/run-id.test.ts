/** `dedup run` with `--run-id`, and with inputs that hold no file yet. */

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { seenWhile, startDedup } from '../support/command';
import { namesBelow, snapshot, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

const NAME = '20261122t152504z-nightly';
const NAMED = ['run', 'in', '--output', 'out', '--run-id', NAME, '--threads', '2'];
const INPUT = { 'in/a': 'heat^ann^1^1\nheat^ann^2^2\n' };

test('a run has the name from --run-id, and a second run of that name does nothing', async () => {
  const home = temporaryFolder(INPUT);
  expect(await dedup(NAMED, { cwd: home })).toMatchObject({ exitCode: 0, stderr: '' });
  expect(readOutput(join(home, 'out')).summary.run).toBe(NAME);
  const before = snapshot(join(home, 'out'));
  rmSync(join(home, 'in'), { recursive: true });
  expect(await dedup(NAMED, { cwd: home })).toEqual({
    exitCode: 0,
    signal: null,
    stdout: `run ${NAME} is published already in out: nothing was done\n  1 kept of 2 lines; another --run-id runs again\n`,
    stderr: '',
  });
  expect(snapshot(join(home, 'out'))).toEqual(before);
});

test('a run with another --run-id replaces the output', async () => {
  const home = temporaryFolder(INPUT);
  await dedup(NAMED, { cwd: home });
  expect(await dedup(['run', 'in', '--output', 'out', '--run-id', '20261122t152505z-a'], { cwd: home })).toMatchObject({
    exitCode: 0,
  });
  expect(readOutput(join(home, 'out')).summary.run).toBe('20261122t152505z-a');
});

test('parts of a run of that name without _SUCCESS do not count as published', async () => {
  const home = temporaryFolder(INPUT);
  await dedup(NAMED, { cwd: home });
  rmSync(join(home, 'out/_SUCCESS'));
  const before = snapshot(join(home, 'out'));
  expect(await dedup(NAMED, { cwd: home })).toMatchObject({
    exitCode: 73,
    stderr: `dedup: out/part-00000-${NAME} is there already: move it away and run again\n`,
  });
  expect(snapshot(join(home, 'out'))).toEqual(before);
});

test('a killed run that is started again under its name publishes the output', async () => {
  const lines = Array.from({ length: 150_000 }, (_, i) => `movie ${i % 1000}^user ${i}^${'12345'.repeat(8)}^${i}\n`);
  const home = temporaryFolder({ 'in/a': lines.join('') });
  const args = [...NAMED, '--compress', 'gzip'];
  const running = startDedup(args, { cwd: home });
  expect(await seenWhile(running, () => existsSync(join(home, 'out/_temporary')))).toBe(true);
  running.kill('SIGKILL');
  expect(await running.ended).toMatchObject({ signal: 'SIGKILL' });
  expect(await dedup(args, { cwd: home })).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
  expect(namesBelow(join(home, 'out')).filter((name) => name.startsWith('_temporary'))).toEqual([]);
});

test('an input without any file is a success that publishes nothing with --if-empty ok', async () => {
  const home = temporaryFolder({ 'in/_SUCCESS': '' });
  const args = ['run', 'in', '--output', 'out', '--if-empty'];
  expect(await dedup([...args, 'ok'], { cwd: home })).toMatchObject({
    exitCode: 0,
    stdout: "no file in 'in': nothing was published; put files there and run again\n",
    stderr: '',
  });
  expect(await dedup([...args, 'ok', '--json'], { cwd: home })).toMatchObject({ stdout: 'null\n' });
  expect(await dedup([...args, 'fail'], { cwd: home })).toMatchObject({ exitCode: 66 });
  expect(namesBelow(home)).toEqual(['in', 'in/_SUCCESS']);
});
