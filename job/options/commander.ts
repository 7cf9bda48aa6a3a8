/** The options of a table as commander has them. */

import { type Command, Option } from 'commander';
import { defaultOf, flagsOf, type OptionEntry, type OptionTable } from './table/option-table';

/** What help leaves out, and the manual page has. */
const FURTHER = new WeakMap<Option, string>();

/** Further sentences on an option; empty where there are none. */
export function furtherOf(option: Option): string {
  const more = FURTHER.get(option);
  return more === undefined ? '' : plain(more);
}

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
  const option = new Option(flagsOf(name, entry), plain(entry.meaning)).default(
    defaultOf(entry),
    plain(entry.defaultWords),
  );
  if (entry.more !== undefined) FURTHER.set(option, entry.more);
  if (entry.isList) option.argParser(collected);
  // `choices()` would refuse others in words of commander's
  if (entry.parser?.choices !== undefined) option.argChoices = [...entry.parser.choices];
  return option;
}

/** How help shows an option: the values that it can have, and its default. That a switch is off by default is not said. */
export function optionDescription({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const words = defaultValueDescription === undefined ? defaultValue : defaultValueDescription;
  const facts = [
    ...(argChoices === undefined ? [] : [`choices: ${argChoices.join(', ')}`]),
    ...(typeof words === 'string' ? [`default: ${words}`] : []),
  ];
  return facts.length === 0 ? description : `${description} (${facts.join('; ')})`;
}

function plain<T extends string | undefined>(text: T): T {
  return text?.replaceAll('`', '') as T;
}

/** Adds the value of an option that is given as often as needed. */
export function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
