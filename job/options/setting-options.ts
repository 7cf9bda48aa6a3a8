/** The options of `dedup yarn` that are settings of the stacks too. */

import type { Parser } from './parsing/parsers';
import { YARN_OPTIONS } from './table/commands';
import type { OptionEntry } from './table/option-table';

type WithSetting<T> = { readonly [K in keyof T as T[K] extends { setting: infer S extends string } ? S : never]: T[K] };

/** The options by the names of their settings. */
type Entries = WithSetting<typeof YARN_OPTIONS>;

type OfText<O> = O extends { parser: Parser<infer V, 'choice' | 'count'> }
  ? V
  : O extends { parser: Parser<number, 'size'> }
    ? number
    : string;

type Value<O> = O extends { isList: true }
  ? readonly string[]
  : O extends { value: string }
    ? O extends { default: string } | { settingDefault: string }
      ? OfText<O>
      : OfText<O> | null
    : boolean;

/**
 * The values of the settings. A size is in mebibytes. Null stands for an option without a default that is not given,
 * and an empty list for one that may be given several times.
 */
export type SettingValues = { readonly [S in keyof Entries]: Value<Entries[S]> };

export interface SettingOption {
  readonly name: string;
  readonly setting: keyof SettingValues;
  readonly entry: OptionEntry;
}

export const SETTING_OPTIONS: readonly SettingOption[] = Object.entries<OptionEntry>(YARN_OPTIONS).flatMap(
  ([name, entry]) =>
    entry.setting === undefined ? [] : [{ name, setting: entry.setting as keyof SettingValues, entry }],
);

/** The option's text or texts, or the state of the switch, for a value of its setting. */
export function optionText(
  { entry }: SettingOption,
  value: string | number | boolean | readonly string[],
): string | boolean | readonly string[] {
  if (typeof value === 'boolean' || typeof value === 'object') return value;
  return entry.parser?.form === 'size' ? `${value}m` : String(value);
}
