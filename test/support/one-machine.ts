/** `dedup yarn` with threads in place of containers, for steps of which a test needs only the outcome. */

import { tmpdir } from 'node:os';
import { main } from '../../job/command/program';
import { type Bundle, carryOut, type Flags } from '../../job/command/run';
import { addOptions } from '../../job/options/commander';
import { YARN_OPTIONS } from '../../job/options/table/commands';
import { resolveYarn, type YarnOptions } from '../../job/options/yarn';
import { localRunner } from '../../job/runner/local/runner';

const DO_NOTHING_ELSE = { leavesWithParent: false };
const SIZES = { parts: 2, threads: 1, memoryBytes: 64 * 1024 * 1024, temp: tmpdir() };

const [, ...argv] = process.argv.slice(2);

const addCommands: Bundle['addCommands'] = (root) => {
  const command = addOptions(root.command('here').argument('<input...>'), YARN_OPTIONS);
  command.action(async (inputs: string[], options: YarnOptions & Flags) => {
    const request = { ...resolveYarn(inputs, options), ...SIZES };
    const invocation = { command: ['dedup', ...process.argv.slice(2)] };
    const runner = localRunner(request, async () => {});
    await carryOut(request, runner, { ...options, ...DO_NOTHING_ELSE }, invocation);
  });
};

main(['here', ...argv], { addCommands }, console.error).then((exitCode) => {
  process.exitCode = exitCode;
});
