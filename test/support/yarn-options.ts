import { YARN_OPTIONS } from '../../job/options/table/commands';
import { defaultsOf } from '../../job/options/table/option-table';
import { SIZING_OPTIONS } from '../../job/options/table/yarn';
import { resolveSizing, type Sizing, type SizingOptions, type YarnOptions } from '../../job/options/yarn';

/** The options of a command line with only these options. */
export function yarnOptions(options: Partial<YarnOptions> = {}): YarnOptions {
  return { ...defaultsOf(YARN_OPTIONS), output: 's3://bucket/out', ...options };
}

/** The size of a job with these options, of which the parallelism is a number. */
export function fixedSizing(options: Partial<SizingOptions> = {}): Sizing {
  return resolveSizing({ ...defaultsOf(SIZING_OPTIONS), ...options }) as Sizing;
}
