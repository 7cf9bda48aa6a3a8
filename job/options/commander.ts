/** The options of a table as commander has them. */

import { type Command, Option } from 'commander';
import { defaultOf, flagsOf, type OptionEntry, type OptionTable } from './option-table';

export function addOptions(command: Command, table: OptionTable): Command {
  for (const [name, entry] of Object.entries(table)) command.addOption(commanderOption(name, entry));
  return command.hook('preAction', () => refuseMissing(command, table));
}

/** By itself and last: commander tells of what is missing before what it does not know, be that a slip for the same. */
function refuseMissing(command: Command, table: OptionTable): void {
  for (const [name, entry] of Object.entries(table)) {
    if (!entry.isRequired || command.opts()[name] !== undefined) continue;
    command.error(`error: required option '${flagsOf(name, entry)}' not specified`);
  }
}

function commanderOption(name: string, entry: OptionEntry): Option {
  const option = new Option(flagsOf(name, entry), helpText(entry)).default(defaultOf(entry), plain(entry.defaultWords));
  if (entry.isList) option.argParser(collected);
  // `choices()` would refuse others in words of commander's
  if (entry.parser?.choices !== undefined) option.argChoices = [...entry.parser.choices];
  return option;
}

/** Commander shows a default only where there is a value for it. */
function helpText({ meaning, default: value, defaultWords }: OptionEntry): string {
  const words = value === undefined && defaultWords !== undefined ? ` (default: ${defaultWords})` : '';
  return plain(`${meaning}${words}`);
}

function plain<T extends string | undefined>(text: T): T {
  return text?.replaceAll('`', '') as T;
}

/** Adds the value of an option that is given as often as needed. */
export function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
