/** Command lines that print help or the version. `main` runs in this process, as the bundle calls it. */

import type { Command } from 'commander';
import { main } from '../../../job/command/program';
import { operateCommands } from '../../../lib/operate/program';

/** Runs a command line, and returns its exit code and its output. */
async function run(args: readonly string[]) {
  const out = jest.spyOn(console, 'log').mockImplementation();
  // the command waits for its own output, which jest's console does not write there
  jest.spyOn(process.stdout, 'write').mockImplementation(((_: string, written: () => void) => written()) as never);
  const err = jest.spyOn(console, 'error').mockImplementation();
  const bundle = { addCommands: (root: Command) => operateCommands(root, () => '') };
  const complaints: string[] = [];
  const exitCode = await main(args, bundle, (line) => complaints.push(line));
  const text = (spy: jest.SpyInstance) => spy.mock.calls.map(([line]) => `${line}\n`).join('');
  return { exitCode, complaints, stdout: text(out), stderr: text(err) };
}

afterEach(() => jest.restoreAllMocks());

test('dedup without a command shows the help as an error', async () => {
  expect(await run([])).toEqual({
    exitCode: 64,
    complaints: [],
    stdout: '',
    stderr: expect.stringMatching(/^Usage: dedup /),
  });
});

test.each([
  [['--help'], /^Usage: dedup .*run .*verify .*submit /s],
  [['run', '--help'], /^Usage: dedup run .*--output <folder>.*--bad-records <mode>.*--memory <size>/s],
  [['verify', '--help'], /^Usage: dedup verify /],
  [['yarn', '--help'], /^Usage: dedup yarn .*--output <folder>.*--parallelism <N or auto>.*--hadoop <name=value>/s],
  [['plan', '--help'], /^Usage: dedup plan .*--container-memory <size>/s],
  [['help'], /^Usage: dedup .*run .*verify .*submit /s],
  [['help', 'run'], /^Usage: dedup run /],
  [['version'], /^\d+\.\d+\.\d+\n$/],
])('the command line %j prints help and succeeds', async (args, help) => {
  expect(await run(args)).toEqual({ exitCode: 0, complaints: [], stdout: expect.stringMatching(help), stderr: '' });
});
