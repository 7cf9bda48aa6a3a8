import { YARN_OPTIONS } from '../../job/options/table/commands';
import { defaultsOf } from '../../job/options/table/option-table';
import type { YarnOptions } from '../../job/options/yarn';

/** The options of a command line with only these options. */
export function yarnOptions(options: Partial<YarnOptions> = {}): YarnOptions {
  return { ...defaultsOf(YARN_OPTIONS), output: 's3://bucket/out', ...options };
}
