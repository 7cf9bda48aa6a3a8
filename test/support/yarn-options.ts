import { YARN_OPTIONS } from '../../job/options/table/commands';
import { defaultsOf } from '../../job/options/table/option-table';
import type { YarnOptions } from '../../job/options/yarn';

/** What the command line gives without any option but these. */
export function yarnOptions(options: Partial<YarnOptions> = {}): YarnOptions {
  return { ...defaultsOf(YARN_OPTIONS), output: 's3://bucket/out', ...options };
}
