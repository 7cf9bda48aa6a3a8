/** The README of the commands that operate a deployment, against the code. */

import type { Command } from 'commander';
import { program } from '../../../job/command/program';
import { operateCommands } from '../../../lib/operate/program';
import { DEFAULT_STACK } from '../../../lib/operate/target/options';
import { readDocument, tableRows } from '../../support/documents';

const README = readDocument('lib/operate/README.md');

it('lists every command that operates a deployment, and each of their options with its default', () => {
  const job = new Set(program([], {}).commands.map((command) => command.name()));
  const addCommands = (root: Command) => operateCommands(root, () => '');
  const all = program([], { addCommands }).commands.filter((command) => !job.has(command.name()));
  const names = all.map((command) => command.name());
  expect(tableRows(README, 'command').map(([name]) => name)).toEqual(names.map((name) => `\`dedup ${name}\``));
  const yarn = program([], {}).commands.find((command) => command.name() === 'yarn');
  const passedOn = new Set(yarn?.options.map(({ flags }) => flags));
  const takenBack = all.find((command) => command.name() === 'submit')?.options.filter(({ negate }) => negate) ?? [];
  expect(README.match(/--no-[a-z-]+/g)).toEqual(takenBack.map(({ flags }) => flags));
  for (const { flags } of takenBack) passedOn.add(flags);
  const own = new Map<string, { readonly of: string[]; readonly defaultValue: unknown }>();
  for (const command of all) {
    for (const { flags, defaultValue } of command.options) {
      if (command.name() === 'submit' && passedOn.has(flags) && flags !== '--json') continue;
      const { of } = own.get(flags) ?? { of: [] };
      own.set(flags, { of: [...of, command.name()], defaultValue });
    }
  }
  const rows = tableRows(README, 'operating option');
  expect(new Set(rows.map(([flags]) => flags))).toEqual(new Set([...own.keys()].map((flags) => `\`${flags}\``)));
  for (const [flags = '', value, of] of rows) {
    const option = own.get(flags.replaceAll('`', ''));
    const listed =
      of === 'all but doctor and report'
        ? names.filter((name) => !['doctor', 'report'].includes(name))
        : of?.split(', ');
    expect([flags, option?.of]).toEqual([flags, listed]);
    if (typeof option?.defaultValue === 'string') expect(value).toBe(`\`${option.defaultValue}\``);
  }
  expect(rows.find(([flags]) => flags === '`--stack <name>`')?.[1]).toBe(`\`${DEFAULT_STACK}\``);
});
