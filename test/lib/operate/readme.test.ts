/** The README of the commands that operate a deployment, against the code. */

import type { Command } from 'commander';
import { program } from '../../../job/command/program';
import { operateCommands } from '../../../lib/operate/program';
import { readDocument, tableRows } from '../../support/documents';

const README = readDocument('lib/operate/README.md');

it('lists every command that operates a deployment, and the options that submit can take back', () => {
  const job = new Set(program([], {}).commands.map((command) => command.name()));
  const addCommands = (root: Command) => operateCommands(root, () => '');
  const all = program([], { addCommands }).commands.filter((command) => !job.has(command.name()));
  const names = all.map((command) => command.name());
  expect(tableRows(README, 'command').map(([name]) => name)).toEqual(names.map((name) => `\`dedup ${name}\``));
  const takenBack = all.find((command) => command.name() === 'submit')?.options.filter(({ negate }) => negate) ?? [];
  expect(README.match(/--no-[a-z-]+/g)).toEqual(takenBack.map(({ flags }) => flags));
});
