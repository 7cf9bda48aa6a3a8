/**
 * The form of the tables that describe every option once. From a table come the options of commander, the types of the
 * options as they are given and as they are resolved, the settings of the stacks, the tables of the READMEs, the help, the
 * completion of shells and the manual page.
 */

import type { Form, Parser } from '../parsing/parsers';

/** An option without the name of a value is a switch. */
export interface OptionEntry {
  /** The letter of its short form. */
  readonly short?: string;
  /** The name of its value, as help shows it between `<` and `>`. */
  readonly value?: string;
  readonly parser?: Parser<unknown, Form>;
  readonly default?: string;
  /** Words for the default, where it cannot be given as a value, or where the value alone says too little. */
  readonly defaultWords?: string;
  readonly isRequired?: true;
  /** The option may be given several times. */
  readonly isList?: true;
  /**
   * The name of the resolved value, with a unit where the value is a number with one. The default is the option's own
   * name.
   */
  readonly field?: string;
  /** One sentence for the help, without a capital and a full stop. It names all choices. Backticks mark code. */
  readonly meaning: string;
  /** Further sentences for the README and the manual page. */
  readonly more?: string;
  /** The heading under which help, the manual page and the README show it. */
  readonly group?: string;
  /** The name of the setting in `cdk.json` that is this option. */
  readonly setting?: string;
  /** The default of that setting, where it is another one than that of the option. */
  readonly settingDefault?: string;
}

/** The options by the names that commander has for them (`orderBy` is `--order-by`), in the order of the help. */
export type OptionTable = Readonly<Record<string, OptionEntry>>;

/** The heading of the options that most commands have. */
export const GENERAL = 'General';

/** The same options, each of them under this heading. */
export function inGroup<const T extends OptionTable>(group: string, table: T): T {
  return Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, { ...entry, group }])) as T;
}

/** The options by their headings, in the order of the table; those without one under the general heading. */
export function groupsOf(table: OptionTable): ReadonlyMap<string, OptionTable> {
  const groups = new Map<string, Record<string, OptionEntry>>();
  for (const [name, entry] of Object.entries(table)) {
    const group = entry.group === undefined ? GENERAL : entry.group;
    groups.set(group, { ...groups.get(group), [name]: entry });
  }
  return groups;
}

type HasValue = { readonly value: string };
/** The options for which commander always hands over a value. */
type IsThere = { readonly default: string } | { readonly isRequired: true } | { readonly isList: true };

type GivenValue<O extends OptionEntry> = O extends { readonly isList: true }
  ? readonly string[]
  : O extends HasValue
    ? string
    : boolean;

type OptionalName<T extends OptionTable> = {
  [K in keyof T]: T[K] extends HasValue ? (T[K] extends IsThere ? never : K) : never;
}[keyof T];

/** The options as commander hands them over: texts, and booleans for switches. */
export type Given<T extends OptionTable> = {
  readonly [K in Exclude<keyof T, OptionalName<T>>]: GivenValue<T[K]>;
} & { readonly [K in OptionalName<T>]?: string };

type ParsedBy<O> = O extends { readonly parser: Parser<infer V, Form> } ? V : string;

type ResolvedValue<O extends OptionEntry> = O extends { readonly isList: true }
  ? readonly ParsedBy<O>[]
  : O extends HasValue
    ? O extends IsThere
      ? ParsedBy<O>
      : ParsedBy<O> | null
    : boolean;

type FieldOf<K, O> = O extends { readonly field: infer F extends string } ? F : K;

/** The values of the options: null for an option without a default that was not given. */
export type Resolved<T extends OptionTable> = { readonly [K in keyof T as FieldOf<K, T[K]>]: ResolvedValue<T[K]> };

/** `orderBy` is `--order-by`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `--order-by <column[:type]>`. */
export function flagsOf(name: string, { short, value }: OptionEntry): string {
  const flag = short === undefined ? flagOf(name) : `-${short}, ${flagOf(name)}`;
  return value === undefined ? flag : `${flag} <${value}>`;
}

/**
 * The values that commander hands over for a command line without any of these options. Those of required options are
 * missing.
 */
export function defaultsOf<T extends OptionTable>(table: T): Omit<Given<T>, RequiredName<T>> {
  const entries = Object.entries(table).map(([name, option]) => [name, defaultOf(option)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Given<T>;
}

type RequiredName<T extends OptionTable> = {
  [K in keyof T]: T[K] extends { readonly isRequired: true } ? K : never;
}[keyof T];

export function defaultOf(option: OptionEntry): string | false | readonly string[] | undefined {
  if (option.isList) return [];
  return option.value === undefined ? false : option.default;
}

/**
 * Reads each option by its parser, which throws with exit code 64. The table does not tell which options exclude or
 * need each other: code checks that.
 */
export function resolveTable<T extends OptionTable>(table: T, given: Given<T>): Resolved<T> {
  const values = given as Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  const entries = Object.entries(table).map(([name, option]) => [
    option.field === undefined ? name : option.field,
    readValue(name, option, values[name]),
  ]);
  return Object.fromEntries(entries) as Resolved<T>;
}

function readValue(name: string, { parser }: OptionEntry, given: string | boolean | readonly string[] | undefined) {
  if (given === undefined) return null;
  if (typeof given === 'boolean') return given;
  const parse = (text: string) => (parser === undefined ? text : parser.parse(flagOf(name), text));
  return typeof given === 'string' ? parse(given) : given.map(parse);
}
