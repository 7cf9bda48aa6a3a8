/** The settings that are options of `dedup yarn`, derived from the table of those options. Pure. */

import { parseSize } from '../../job/options/parsing/parsers';
import { SETTING_OPTIONS, type SettingOption, type SettingValues } from '../../job/options/setting-options';
import { flagOf, type OptionEntry } from '../../job/options/table/option-table';
import { MiB } from '../../job/shared/byte-units';
import {
  anyText,
  type Kind,
  listOf,
  names,
  numberOr,
  oneOf,
  optional,
  type Setting,
  wholeNumber,
  yesOrNo,
} from './kind';
import { MAX_RUN_TIME_ALONE } from './run-time';

export type OptionSettings = { readonly [S in keyof SettingValues]: Setting<SettingValues[S]> };

const TEXTS = { ...listOf(anyText), allowed: 'texts, a list or commas between' };

/** Remarks that apply only to a deployment, and so are not in the options' table. */
const REMARKS: { readonly [S in keyof SettingValues]?: string } = {
  containerMemoryMb: 'with the application master, the containers of all slots have to fit the core nodes',
  maxParallelism: 'without it 256, and no more than the core nodes have room for',
  slots: 'the vCPUs of `coreInstanceType`, or 1',
  maxRunTime: `without it a run on a cluster of its own, of \`schedule\` or \`submit --new-cluster\`, ends after ${MAX_RUN_TIME_ALONE}`,
};

export const OPTION_SETTINGS = Object.fromEntries(
  SETTING_OPTIONS.map((option) => [option.setting, settingOf(option)]),
) as OptionSettings;

function settingOf({ name, setting, entry }: SettingOption): Setting<unknown> {
  const unit = entry.parser?.form === 'size' ? ' in MB' : '';
  const meaning = [entry.meaning, REMARKS[setting]].filter((each) => each !== undefined).join('; ');
  return { kind: kindOf(entry), default: defaultOf(entry), meaning: `\`${flagOf(name)}\`${unit}: ${meaning}` };
}

function kindOf(entry: OptionEntry): Kind<unknown> {
  if (entry.value === undefined) return yesOrNo;
  if (entry.isList) return TEXTS;
  return textOf(entry) === undefined ? optional(kindOfText(entry)) : kindOfText(entry);
}

function kindOfText({ parser }: OptionEntry): Kind<unknown> {
  if (parser?.choices !== undefined) return oneOf(parser.choices);
  if (parser?.leastBytes !== undefined) return wholeNumber(parser.leastBytes / MiB);
  if (parser?.least !== undefined) {
    const number = wholeNumber(parser.least);
    return parser.word === undefined ? number : numberOr(parser.word, number);
  }
  return parser?.form === 'names' ? names : anyText;
}

function defaultOf(entry: OptionEntry): unknown {
  const { value, parser, isList } = entry;
  const text = textOf(entry);
  if (isList) return [];
  if (value === undefined) return false;
  if (text === undefined) return null;
  if (parser?.form === 'size') return (parseSize(text) as number) / MiB;
  return parser?.form === 'count' ? Number(text) : text;
}

/** The text of a setting's default; undefined where there is none. */
function textOf({ settingDefault, default: text }: OptionEntry): string | undefined {
  return settingDefault === undefined ? text : settingDefault;
}
