/** The tables of the READMEs that come from the code. */

import { ENVIRONMENT_WORDS, EXIT_WORDS } from '../job/command/exit-words';
import { optionRow, optionRows } from '../job/options/markdown';
import { RUN_OPTIONS, YARN_OPTIONS } from '../job/options/table/commands';
import { groupsOf, type OptionTable } from '../job/options/table/option-table';
import { REJECT_REASON_WORDS } from '../job/summary/reject-reasons';
import { commandsWith, OPERATING_OPTIONS, type OperatingOption } from '../lib/operate/target/option-table';
import { TABLE } from '../lib/settings/table';

const HEAD_RULE = '|---|---|---|';
const SHORT_HEAD_RULE = '|---|---|';

/** The rows of the tables, by the names that the markers have. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  'options of run': runRows(),
  'exit codes': ['| exit code | meaning |', SHORT_HEAD_RULE, ...wordRows(EXIT_WORDS)],
  environment: ['| variable | meaning |', SHORT_HEAD_RULE, ...wordRows(ENVIRONMENT_WORDS)],
  'reject reasons': ['| reject reason | meaning |', SHORT_HEAD_RULE, ...reasonRows()],
  'options of yarn alone': ['| yarn option | default | meaning |', HEAD_RULE, ...optionRows(ofYarnAlone())],
  'operating options': ['| operating option | default | of | meaning |', '|---|---|---|---|', ...operatingRows()],
  settings: ['| setting | default | meaning |', HEAD_RULE, ...settingRows()],
};

export const TABLE_NAMES = Object.keys(TABLES);

/** A table between its marker and the end of it. */
const MARKED = /(<!-- table: ([a-z ]+) -->\n).*?(<!-- end of table -->)/gs;

/** The text of a README, with its tables replaced by those of the code. */
export function withTables(text: string): string {
  return text.replace(MARKED, (_, start: string, name: string, end: string) => {
    const rows = TABLES[name];
    if (rows === undefined) throw new Error(`no table is called '${name}', there are ${TABLE_NAMES.join(', ')}`);
    return `${start}${rows.join('\n')}\n${end}`;
  });
}

/** The names of the tables in a text. */
export function tablesIn(text: string): string[] {
  return [...text.matchAll(MARKED)].map(([, , name]) => name as string);
}

/** A table of the options under each heading of the help of `dedup run`. */
function runRows(): string[] {
  return [...groupsOf(RUN_OPTIONS)].flatMap(([heading, options]) => [
    '',
    `**${heading}**`,
    '',
    '| option of run | default | meaning |',
    HEAD_RULE,
    ...optionRows(options),
    '',
  ]);
}

/**
 * The options that `dedup yarn` has and `dedup run` has not. An option of both commands is the same entry in both
 * tables.
 */
function ofYarnAlone(): OptionTable {
  const ofRun: OptionTable = RUN_OPTIONS;
  return Object.fromEntries(Object.entries(YARN_OPTIONS).filter(([name, entry]) => entry !== ofRun[name]));
}

function reasonRows(): string[] {
  return Object.entries(REJECT_REASON_WORDS).map(([reason, { meaning }]) => `| \`${reason}\` | ${meaning} |`);
}

function wordRows(words: readonly (readonly [string, string])[]): string[] {
  return words.map(([name, meaning]) => `| ${name} | ${meaning} |`);
}

function operatingRows(): string[] {
  const names = Object.keys(OPERATING_OPTIONS) as OperatingOption[];
  return names.map((name) => {
    const [flags, value, meaning] = optionRow(name, OPERATING_OPTIONS[name]);
    return `| ${flags} | ${value} | ${commandsWith(name).join(', ')} | ${meaning} |`;
  });
}

function settingRows(): string[] {
  return Object.entries(TABLE).map(
    ([key, { default: value, meaning }]) => `| \`${key}\` | ${shown(value)} | ${meaning} |`,
  );
}

/** A default as a README shows it: `true`, or none for a missing one. */
function shown(value: unknown): string {
  if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) return 'none';
  return `\`${value}\``;
}
