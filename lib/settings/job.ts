/** The settings that are options of `dedup yarn`, checked by the job's own check. The one place that calls the job. */

import { CHECKED_TOGETHER } from '../../job/options/options';
import { optionText, SETTING_OPTIONS, type SettingOption, type SettingValues } from '../../job/options/setting-options';
import { YARN_OPTIONS } from '../../job/options/table/commands';
import { defaultsOf, flagOf } from '../../job/options/table/option-table';
import { resolveYarn, type YarnOptions } from '../../job/options/yarn';
import { Failure } from '../../job/shared/failure';
import type { Defect } from './kind';

const DEFAULTS: YarnOptions = { ...defaultsOf(YARN_OPTIONS), output: 's3://bucket/output/' };

/** Settings that are right or wrong together. */
const GROUPS = groupsOf(SETTING_OPTIONS, CHECKED_TOGETHER);

const SETTING_OF_FLAG = new Map(SETTING_OPTIONS.map(({ name, setting }) => [flagOf(name), setting]));

/** What the job would refuse, a line each, in the names of the settings. */
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

/** Each option is in one group: in one of `together`, or alone. */
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

function givenOption(option: SettingOption, values: SettingValues): Readonly<Record<string, string | boolean>> {
  const value = values[option.setting];
  return value === null ? {} : { [option.name]: optionText(option, value) };
}
