/** The compiled code of the command (bin/start.ts): it is taken where it fits, and nothing is lost where it does not. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';

const CACHE = join(ROOT, 'dist/dedup.code-cache');
const TELL = join(ROOT, 'test/support/tell-compiled.cjs');

/** More files than one thread would read alone. */
const FILES = Object.fromEntries(
  Array.from({ length: 600 }, (_, i) => [`in/${String(i).padStart(3, '0')}`, `heat^${i}^1^1\n`]),
);
const RECORDS = Object.values(FILES).sort().join('');

/** Runs a copy of the command, beside which is `cache`, and returns the lines that its threads told. */
function runBeside(cache: Uint8Array | null): string[] {
  const home = temporaryFolder({ ...FILES, told: '' });
  const [program, told] = [join(home, 'dedup.js'), join(home, 'told')];
  for (const name of ['dedup.js', 'dedup-program.js']) copyFileSync(join(ROOT, 'dist', name), join(home, name));
  if (cache !== null) writeFileSync(join(home, 'dedup.code-cache'), cache);
  const env = { ...process.env, DEDUP_TEST_TOLD: told };
  const args = ['--require', TELL, program, 'run', 'in', '--output', 'out', '--threads', '2', '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: home, env, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { records } = readOutput(join(home, 'out'));
  expect(
    records
      .split(/(?<=\n)/)
      .sort()
      .join(''),
  ).toBe(RECORDS);
  return readFileSync(told, 'utf8').trim().split('\n').sort();
}

test('the program and its threads take the code that the build has compiled', () => {
  expect(runBeside(readFileSync(CACHE))).toEqual(['program: taken', 'worker: taken']);
});

test('without the code the program is compiled', () => {
  expect(runBeside(null)).toEqual(['program: none', 'worker: none']);
});

test('code of another program or another Node is not given to V8', () => {
  const cache = readFileSync(CACHE);
  const end = cache.indexOf('\n');
  const origin = JSON.parse(cache.toString('latin1', 0, end));
  // the hash of the program, and how Node was built
  for (const at of [0, origin.length - 1]) {
    const other = JSON.stringify(origin.with(at, 'another'));
    expect(runBeside(Buffer.concat([Buffer.from(other), cache.subarray(end)]))).toEqual([
      'program: none',
      'worker: none',
    ]);
  }
});

test('V8 refuses code that was cut off, and the program is compiled', () => {
  const cache = readFileSync(CACHE);
  expect(runBeside(cache.subarray(0, cache.length / 2))).toEqual(['program: rejected', 'worker: rejected']);
});
