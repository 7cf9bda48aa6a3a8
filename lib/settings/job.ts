/** The settings that are options of `dedup yarn`, checked by the job's own check. The one place that calls the job. */

import { DEFAULT_SPEC } from '../../job/options/spec';
import { DEFAULT_SIZING, resolveYarn, type YarnOptions } from '../../job/runner/yarn/options';
import { Failure } from '../../job/shared/failure';
import type { Defect } from './kind';
import type { SettingKey, Values } from './table';

/** Settings that are right or wrong together. */
const GROUPS = [
  ['columns', 'key', 'orderBy', 'delimiter'],
  ['header', 'headerNames'],
  ['badRecords', 'maxBadRecords'],
  ['parts'],
  ['maxRunTime'],
  ['parallelism'],
  ['containerMemoryMb'],
  ['applicationMasterMemoryMb'],
] as const satisfies readonly (readonly SettingKey[])[];

const DEFAULTS: YarnOptions = {
  ...DEFAULT_SPEC,
  ...DEFAULT_SIZING,
  output: 's3://bucket/output/',
  header: false,
  headerNames: 'match',
  badRecords: 'fail',
  merge: false,
  overwrite: false,
  allowEmpty: false,
  compress: 'none',
  speculative: 'off',
  ifEmpty: 'ok',
  hadoop: [],
};

/** What the job would refuse, a line each, in the names of the settings. */
export function jobDefects(values: Values): readonly Defect[] {
  return GROUPS.flatMap((group) => {
    const given = Object.assign({}, ...group.map((key) => optionOf(key, values)));
    try {
      resolveYarn(['s3://bucket/input/'], { ...DEFAULTS, ...given });
      return [];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const line = error.message.replace(/--([a-z-]+)/g, (option, name) => settingOf(name, option));
      return [{ keys: group, line }];
    }
  });
}

function optionOf(key: SettingKey, values: Values): Partial<Record<keyof YarnOptions, string | boolean>> {
  const value = values[key];
  if (value === null) return {};
  if (key === 'containerMemoryMb') return { containerMemory: `${value}m` };
  if (key === 'applicationMasterMemoryMb') return { applicationMasterMemory: `${value}m` };
  return { [key]: typeof value === 'boolean' ? value : String(value) };
}

/** `order-by` is `orderBy`; sizes have their unit in the setting's name. Other options stay what they are. */
function settingOf(name: string, option: string): string {
  const camel = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const key = camel.endsWith('Memory') ? `${camel}Mb` : camel;
  return GROUPS.flat().some((each) => each === key) ? key : option;
}
