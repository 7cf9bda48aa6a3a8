import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { DEDUP, dedup } from '../support/command';
import { namesBelow, snapshot, temporaryFolder } from '../support/folder';

// test/job/command/program.test.ts tests every command line that is refused, without a process for each
test('a wrong command line is refused in one line and touches no file', async () => {
  const home = temporaryFolder();
  const outcome = await dedup(['run', 'no-such-input', '--output', 'out', '--quote', '§'], { cwd: home });
  expect({ ...outcome, stderr: Buffer.from(outcome.stderr, 'latin1').toString() }).toEqual({
    exitCode: 64,
    signal: null,
    stdout: '',
    stderr: expect.stringMatching(/^dedup: --quote '§' is 2 bytes, expected one.*\n$/),
  });
  expect(namesBelow(home)).toEqual([]);
});

test('a wrong command line leaves an existing output as it is', async () => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n', 'out/part-00000': 'something\n' });
  const before = snapshot(home);
  const outcome = await dedup(['run', 'in', '--output', 'out', '--overwrite', '--threads', '0'], { cwd: home });
  expect(outcome.exitCode).toBe(64);
  expect(snapshot(home)).toEqual(before);
});

test('a command in a working folder that was removed says so', async () => {
  const folder = temporaryFolder();
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', 'rmdir "$1"; exec "$2" "$3" run in --output out', 'sh', folder, process.execPath, DEDUP],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  expect({ status, stderr }).toEqual({
    status: 64,
    stderr: 'dedup: the working folder is no longer there: change to one that is\n',
  });
});

test('a limit of the address space (ulimit -v) is named in the error', async () => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const before = snapshot(home);
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', 'ulimit -v 7000000; exec "$1" "$2" run in --output out', 'sh', process.execPath, DEDUP],
    { cwd: home, encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({
    status: 74,
    stderr:
      "dedup: cannot reserve memory: Node's WebAssembly takes 10 GiB of addresses, which are no memory; " +
      'raise their limit (ulimit -v)\n',
  });
  expect(snapshot(home)).toEqual(before);
});

// test/job/command/help.test.ts tests the other command lines that print help
test('dedup --version prints the version of the package', async () => {
  expect(await dedup(['--version'])).toMatchObject({ exitCode: 0, stderr: '', stdout: `${version}\n` });
});

test.each([['--help'], ['run', '--help'], ['--version']])(
  'the output of %j on a full disk fails with one line',
  (...args) => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [DEDUP, ...args], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 74,
      stderr: 'dedup: cannot write to standard output: no space left on device\n',
    });
  },
);

test('a stack trace is printed only with DEBUG', async () => {
  const args = ['run', join(temporaryFolder(), 'no-such-input'), '--output', 'out'];
  expect((await dedup(args)).stderr).not.toMatch(/^\s+at /m);
  const outcome = await dedup(args, { env: { DEBUG: '1' } });
  expect(outcome.exitCode).toBe(66);
  expect(outcome.stderr).toMatch(/^\s+at /m);
});

test('a message is one line, even if it quotes a name with line breaks', async () => {
  const home = temporaryFolder({ 'in/two\nlines': 'heat^ann^1^so\x1b[31mon\n' });
  const outcome = await dedup(['run', 'in', '--output', 'out'], { cwd: home });
  expect(outcome.exitCode).toBe(65);
  expect(outcome.stderr).toMatch(/^dedup: bad record in 'in\/two\\x0alines' at byte 0: .*'so\\x1b\[31mon'.*\n$/);
});
