/** Turns the options of a table into commander's. */

import { type Command, Option } from 'commander';
import { defaultOf, flagsOf, GENERAL, type OptionEntry, type OptionTable } from './table/option-table';

/** The further sentences on options, which the manual page shows and help leaves out. */
const FURTHER = new WeakMap<Option, string>();

/** Further sentences on an option; empty where there are none. */
export function furtherOf(option: Option): string {
  const more = FURTHER.get(option);
  return more === undefined ? '' : plain(more);
}

export function addOptions(command: Command, table: OptionTable): Command {
  for (const [name, entry] of Object.entries(table)) command.addOption(commanderOption(name, entry));
  if (Object.values(table).at(-1)?.group === GENERAL) withHelpUnder(command, GENERAL);
  return command.hook('preAction', () => refuseMissing(command, table));
}

/** Shows `--help` below the options of this heading. */
function withHelpUnder(command: Command, group: string): void {
  command.optionsGroup(`${group}:`).helpOption('-h, --help', 'show this help');
}

/**
 * Refuses a missing option, after everything else is parsed. Commander's own check is not used: it would report a
 * missing option before an unknown one, even if the unknown one is the missing one with a typing error.
 */
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
  if (entry.group !== undefined) option.helpGroup(`${entry.group}:`);
  if (entry.more !== undefined) FURTHER.set(option, entry.more);
  if (entry.isList) option.argParser(collected);
  // `choices()` is not used: by it commander would refuse other values with a message of its own
  if (entry.parser?.choices !== undefined) option.argChoices = [...entry.parser.choices];
  return option;
}

/** The text on an option in the help, with its default. It does not say that a switch is off by default. */
export function optionDescription({ description, defaultValue, defaultValueDescription }: Option): string {
  const words = defaultValueDescription === undefined ? defaultValue : defaultValueDescription;
  return typeof words === 'string' ? `${description} (default: ${words})` : description;
}

/** Without the marks of code. */
export function plain<T extends string | undefined>(text: T): T {
  return text?.replaceAll('`', '') as T;
}

/** Collects the values of an option that may be given several times. */
function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
