/** The rows of an option table in a README. Pure. */

import { flagOf, flagsOf, type OptionEntry, type OptionTable } from './table/option-table';

export function optionRows(table: OptionTable): string[] {
  return Object.entries(table).map(([name, entry]) => `| ${optionRow(name, entry).join(' | ')} |`);
}

/** The cells of the row of one option. */
export function optionRow(name: string, entry: OptionEntry): [flags: string, byDefault: string, meaning: string] {
  return [`\`${flagsOf(name, entry)}\``, shownDefault(entry), shownMeaning(entry)];
}

/** The same without the further sentences, which name the values that can be chosen: these are listed instead. */
export function shortOptionRows(table: OptionTable): string[] {
  return Object.entries(table).map(([name, entry]) => {
    return `| \`${flagsOf(name, entry)}\` | ${shownDefault(entry)} | ${entry.meaning}${shownChoices(entry)} |`;
  });
}

/** The further sentences alone, of the options that have any. */
export function moreRows(table: OptionTable): string[] {
  return Object.entries(table).flatMap(([name, { more }]) =>
    more === undefined ? [] : [`| \`${flagOf(name)}\` | ${more} |`],
  );
}

function shownDefault({ value, isRequired, default: text, defaultWords }: OptionEntry): string {
  if (value === undefined) return 'off';
  if (isRequired) return 'required';
  if (defaultWords !== undefined) return defaultWords;
  return text === undefined ? 'none' : `\`${text}\``;
}

/** Nothing where the name of the value has them already. */
function shownChoices({ value = '', more, parser }: OptionEntry): string {
  const choices = parser?.choices;
  if (more === undefined || choices === undefined || choices.every((each) => value.includes(each))) return '';
  return `: ${choices.map((each) => `\`${each}\``).join(', ')}`;
}

function shownMeaning({ meaning, more }: OptionEntry): string {
  return more === undefined ? meaning : `${meaning}. ${more}`;
}
