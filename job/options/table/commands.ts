/** The options of each command, in the order of its help. */

import { JOB_OPTIONS } from './job';
import { LOCAL_OPTIONS } from './local';
import type { OptionTable } from './option-table';
import { HADOOP_OPTIONS, SIZING_OPTIONS } from './yarn';

/** The options for what a command that runs the job prints. */
const TELLING_OPTIONS = {
  json: { meaning: 'print the summary as JSON, and nothing else, on standard output' },
  quiet: { meaning: 'print neither progress nor summary' },
} as const satisfies OptionTable;

export const RUN_OPTIONS = { ...JOB_OPTIONS, ...LOCAL_OPTIONS, ...TELLING_OPTIONS } as const satisfies OptionTable;

export const YARN_OPTIONS = {
  ...JOB_OPTIONS,
  ...SIZING_OPTIONS,
  ...HADOOP_OPTIONS,
  ...TELLING_OPTIONS,
} as const satisfies OptionTable;

export const PLAN_OPTIONS = {
  ...SIZING_OPTIONS,
  json: { meaning: 'print the plan as JSON' },
} as const satisfies OptionTable;

export const DIFF_OPTIONS = {
  records: {
    meaning: 'print the records too: `-` before one of the old output, `+` before one of the new one',
    more: 'They come in canonical order, with the bytes that they have. With `--json` each is a line of JSON, and the counts are the last line.',
  },
  json: { meaning: 'print the counts as JSON' },
} as const satisfies OptionTable;

export const VERIFY_OPTIONS = { json: { meaning: 'print what was found as JSON' } } as const satisfies OptionTable;

export const SNIFF_OPTIONS = { json: { meaning: 'print the findings as JSON' } } as const satisfies OptionTable;
