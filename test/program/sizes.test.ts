import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dedup, type Outcome } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { expectSameBytes } from '../support/same-bytes';

const ONE = 'heat^ann^4.0^1600000000\n';
/** The least memory of one thread, in MiB. */
const LEAST = 16;
const LINES = 1_000_000;
const FILES = 4;

function run(home: string, input: string, output: string, ...args: string[]): Promise<Outcome> {
  return dedup(['run', input, '--output', output, '--quiet', ...args], { cwd: home });
}

/** The parts of the output, concatenated in the order of their names. */
function records(home: string, output: string): Buffer {
  const names = readdirSync(join(home, output)).filter((name) => name.startsWith('part-'));
  return Buffer.concat(names.sort().map((name) => readFileSync(join(home, output, name))));
}

/**
 * Lines of distinct keys, more than twice the least memory of a thread in size. The kernel needs about as much memory again
 * for what it keeps beside each line.
 */
function writeRatings(home: string): void {
  mkdirSync(join(home, 'in'));
  const lineOf = (i: number) => `movie-${(Math.imul(i, 0x9e3779b1) >>> 0).toString(36)}^user^3.5^${1500000000 + i}\n`;
  for (let file = 0; file < FILES; file++) {
    const lines = Array.from({ length: LINES / FILES }, (_, i) => lineOf((file * LINES) / FILES + i));
    writeFileSync(join(home, 'in', `${file}`), lines.join(''));
  }
}

/** An output is in the order of hashes, therefore the records that fill the memory lie in few of its partitions. */
test('one record is merged into an output that is several times the memory, plain or compressed, by one or eight threads', async () => {
  const home = temporaryFolder({ 'one/a': ONE });
  writeRatings(home);
  expect(await run(home, 'in', 'out')).toMatchObject({ exitCode: 0 });
  const without = records(home, 'out');
  expect(without.length).toBeGreaterThan(2 * LEAST * 1e6);
  const least = ['--threads', '1', '--memory', `${LEAST}m`];
  expect(await run(home, 'one', 'out', '--merge', ...least)).toMatchObject({ exitCode: 0, stderr: '' });
  const merged = records(home, 'out');
  writeFileSync(join(home, 'in/one'), ONE);
  expect(await run(home, 'in', 'at-once')).toMatchObject({ exitCode: 0 });
  expectSameBytes(merged, records(home, 'at-once'));

  const eight = ['--threads', '8', '--memory', `${8 * LEAST}m`];
  expect(await run(home, 'one', 'out', '--merge', ...eight)).toMatchObject({ exitCode: 0, stderr: '' });
  expectSameBytes(records(home, 'out'), merged);

  expect(await run(home, 'in/[0-1]', 'packed', '--compress', 'gzip')).toMatchObject({ exitCode: 0 });
  expect(await run(home, 'one', 'packed', '--merge', '--compress', 'gzip', ...least)).toMatchObject({ exitCode: 0 });
  expect(await dedup(['verify', 'packed'], { cwd: home })).toMatchObject({ exitCode: 0 });
});
