/** Refuses options that are given twice, or that have the next option in the place of their value. */

import type { Command, Option } from 'commander';
import { usage } from '../options/parsing/usage';

/** Commander itself would take the last of repeated options, and any word that follows an option for its value. */
export function refuseRepeatedOrValueless(root: Command): void {
  for (const command of [root, ...root.commands]) {
    for (const option of command.options) watch(command, option);
  }
}

function watch(command: Command, option: Option): void {
  const name = option.long as string;
  const isList = Array.isArray(option.defaultValue);
  let before: string | undefined;
  command.on(`option:${option.name()}`, (given: string | undefined) => {
    if (given !== undefined && isOption(command, given)) {
      throw usage(`${name} has no value: '${given}' behind it is an option; give ${option.flags}`);
    }
    // `-` alone is left to the parser of locations, which refuses it with a message of its own
    if (given !== undefined && /<(folder|file)>$/.test(option.flags) && /^-./.test(given)) {
      throw usage(`${name} '${given}' looks like an option, write './${given}' for a name like that`);
    }
    const value = given === undefined ? '' : given;
    if (before !== undefined && !isList) throw usage(twice(option, before, value));
    before = value;
  });
}

function isOption(command: Command, given: string): boolean {
  const [word] = given.split('=');
  if (word === '--' || word === '--help' || word === '-h') return true;
  return command.options.some(({ long, short }) => word === long || word === short);
}

function twice({ long, flags, required }: Option, first: string, second: string): string {
  if (!required) return `${long} is given twice, expected once`;
  const advice = flags.endsWith('<names>') ? 'once, with commas between the names' : 'once';
  return `${long} is given twice, as '${first}' and as '${second}', expected ${advice}`;
}
