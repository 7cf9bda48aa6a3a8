/** The rows of an option table in a README. Pure. */

import { flagsOf, type OptionEntry, type OptionTable } from './table/option-table';

export function optionRows(table: OptionTable): string[] {
  return Object.entries(table).map(([name, entry]) => `| ${optionRow(name, entry).join(' | ')} |`);
}

/** The cells of the row of one option. */
export function optionRow(name: string, entry: OptionEntry): [flags: string, byDefault: string, meaning: string] {
  return [`\`${flagsOf(name, entry)}\``, shownDefault(entry), shownMeaning(entry)];
}

function shownDefault({ value, isRequired, default: text, defaultWords }: OptionEntry): string {
  if (value === undefined) return 'off';
  if (isRequired) return 'required';
  if (defaultWords !== undefined) return defaultWords;
  return text === undefined ? 'none' : `\`${text}\``;
}

function shownMeaning({ meaning, more }: OptionEntry): string {
  return more === undefined ? meaning : `${meaning}. ${more}`;
}
