/**
 * Checks the settings that are options of `dedup yarn` by the job's own check. This is the only place that calls it.
 */

import { CHECKED_TOGETHER } from '../../job/options/options';
import { specOf } from '../../job/options/record';
import { optionText, SETTING_OPTIONS, type SettingOption, type SettingValues } from '../../job/options/setting-options';
import type { Spec } from '../../job/options/spec';
import { YARN_OPTIONS } from '../../job/options/table/commands';
import { defaultsOf, flagOf } from '../../job/options/table/option-table';
import { resolveYarn, SIZES_CHECKED_TOGETHER, type YarnOptions } from '../../job/options/yarn';
import { Failure } from '../../job/shared/failure';
import type { Defect } from './kind';

const DEFAULTS: YarnOptions = { ...defaultsOf(YARN_OPTIONS), output: 's3://bucket/output/' };

/** Options that are checked together, because each may contradict the others. */
const GROUPS = groupsOf(SETTING_OPTIONS, [...CHECKED_TOGETHER, SIZES_CHECKED_TOGETHER]);

const SETTING_OF_FLAG = new Map(SETTING_OPTIONS.map(({ name, setting }) => [flagOf(name), setting]));

/**
 * The spec of the output's records; null where only the headers of the files name their columns. The values have no
 * defects.
 */
export function specOfJob(values: SettingValues): Spec | null {
  const given = Object.assign({}, ...SETTING_OPTIONS.map((option) => givenOption(option, values)));
  const { record } = resolveYarn(['s3://bucket/input/'], { ...DEFAULTS, ...given });
  return record.columns === null ? null : specOf(record, record.columns, null);
}

/** One line for each defect that the job would refuse. Lines name settings in place of the job's options. */
export function jobDefects(values: SettingValues): readonly Defect[] {
  return GROUPS.flatMap((group) => {
    const given = Object.assign({}, ...group.map((option) => givenOption(option, values)));
    try {
      resolveYarn(['s3://bucket/input/'], { ...DEFAULTS, ...given });
      return [];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const line = error.message.replace(/--[a-z-]+/g, (flag) => SETTING_OF_FLAG.get(flag) ?? flag);
      return [{ keys: group.map(({ setting }) => setting), line }];
    }
  });
}

/** Puts each option into exactly one group: one of `together`, or a group of its own. */
function groupsOf(
  options: readonly SettingOption[],
  together: readonly (readonly string[])[],
): readonly (readonly SettingOption[])[] {
  const isWithOthers = ({ name }: SettingOption) => together.some((names) => names.includes(name));
  return [
    ...together.map((names) => options.filter(({ name }) => names.includes(name))),
    ...options.filter((option) => !isWithOthers(option)).map((option) => [option]),
  ];
}

function givenOption(
  option: SettingOption,
  values: SettingValues,
): Readonly<Record<string, string | boolean | readonly string[]>> {
  const value = values[option.setting];
  return value === null ? {} : { [option.name]: optionText(option, value) };
}
