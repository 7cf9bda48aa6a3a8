/** Too few file descriptors or threads are an ordinary condition, and the error says so wherever they run out. */

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DEDUP } from '../support/command';
import { namesBelow, temporaryFolder } from '../support/folder';
import { ratings } from '../support/records';

/** The id of a user without any process, whose limit of processes therefore counts the processes of this test alone. */
const USER = 34_567;
const WITHIN_MS = 60_000;

/** An input that is large enough for several threads. */
const INPUT = ratings(500_000);
const RUN = ['run', 'in', '--output', 'out', '--quiet'];

const why = whyNoLimits();
if (why !== null) process.stderr.write(`SKIPPED few files and threads: they cannot be had here: ${why}\n`);
const withLimits = why === null ? describe : describe.skip;

function whyNoLimits(): string | null {
  if (process.platform !== 'linux') return 'only Linux tells how many a process has';
  const { error, status, stderr } = asUser(64, [DEDUP, '--version']);
  if (error !== undefined) return error.message;
  return status === 0 ? null : stderr.trim().replace(/\s*\n\s*/g, ' ');
}

function node(limiting: readonly string[], args: readonly string[], cwd?: string): SpawnSyncReturns<string> {
  const [program = '', ...rest] = limiting;
  const env = { ...process.env, NODE_OPTIONS: '', DEBUG: '' };
  return spawnSync(program, [...rest, process.execPath, ...args], { cwd, env, encoding: 'utf8', timeout: WITHIN_MS });
}

function asUser(threads: number, args: readonly string[], cwd?: string): SpawnSyncReturns<string> {
  const user = ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups'];
  return node([...user, 'prlimit', `--nproc=${threads}:${threads}`], args, cwd);
}

/** The number of these resources that Node itself has at its start and takes for its first work on a file. */
function taken(kind: 'fd' | 'task'): number {
  const count = `require('fs').stat('.', () => console.log(require('fs').readdirSync('/proc/self/${kind}').length))`;
  return Number(spawnSync(process.execPath, ['-e', count], { encoding: 'utf8' }).stdout);
}

function fromTo(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

withLimits('a run', () => {
  test('that may open few files succeeds, or says that they are too few', () => {
    const home = temporaryFolder({ in: INPUT });
    const args = [DEDUP, ...RUN, '--threads', '2', '--memory', '32m'];
    const least = taken('fd');
    const outcomes = fromTo(least + 1, least + 12).map((files) => {
      const { status, stdout, stderr } = node(['prlimit', `--nofile=${files}:${files}`], args, home);
      return { files, status, stdout, stderr };
    });
    const failed = outcomes.filter(({ status }) => status !== 0);
    for (const outcome of failed) {
      expect(outcome).toMatchObject({ status: 74, stdout: '', stderr: expect.stringMatching(/^dedup: cannot .+\n$/) });
      expect(outcome.stderr).toMatch(/: too many open files; allow more \(ulimit -n\)|: EMFILE; allow more open files/);
    }
    expect(failed.length).toBeGreaterThan(0);
  });

  test('that may start few threads says so, whatever the --threads', () => {
    const home = temporaryFolder({ in: INPUT });
    chownSync(home, USER, USER);
    chmodSync(join(home, 'in'), 0o644);
    const least = taken('task');
    for (const threads of fromTo(least, least + 2)) {
      const { status, signal, stdout, stderr } = asUser(threads, [DEDUP, ...RUN, '--threads', '4'], home);
      expect({ threads, status, signal, stdout, stderr }).toEqual({
        threads,
        status: 74,
        signal: null,
        stdout: '',
        stderr:
          'dedup: cannot start a thread: the system has no more for this user or container; allow more (ulimit -u), or take ' +
          'fewer --threads\n',
      });
      expect(namesBelow(home)).toEqual(['in']);
    }
    expect(asUser(least + 8, [DEDUP, ...RUN, '--threads', '2'], home)).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(home).sort()).toEqual(['in', 'out']);
  });
});
