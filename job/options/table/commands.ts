/** The options of each command, in the order of its help. */

import { localFile } from '../parsing/parsers';
import { JOB_OPTIONS } from './job';
import { LOCAL_OPTIONS } from './local';
import { GENERAL, inGroup, type OptionTable } from './option-table';
import { HADOOP_OPTIONS, SIZING_OPTIONS } from './yarn';

/** The options for what a command that runs the job prints. */
const TELLING_OPTIONS = inGroup(GENERAL, {
  json: { meaning: 'print the summary as JSON, and nothing else, on standard output' },
  quiet: { meaning: 'print neither progress nor summary' },
});

export const RUN_OPTIONS = { ...JOB_OPTIONS, ...LOCAL_OPTIONS, ...TELLING_OPTIONS } as const satisfies OptionTable;

export const YARN_OPTIONS = {
  ...JOB_OPTIONS,
  ...SIZING_OPTIONS,
  ...HADOOP_OPTIONS,
  ...TELLING_OPTIONS,
} as const satisfies OptionTable;

export const PLAN_OPTIONS = {
  ...SIZING_OPTIONS,
  ...inGroup(GENERAL, { json: { meaning: 'print the plan as JSON' } }),
} as const satisfies OptionTable;

export const DIFF_OPTIONS = {
  records: {
    meaning: 'print the records too: `-` before one of the old output, `+` before one of the new one',
    more: 'They come in canonical order, with the bytes that they have. With `--json` each is a line of JSON, and the counts are the last line.',
  },
  json: { meaning: 'print the counts as JSON' },
} as const satisfies OptionTable;

export const EXPLAIN_OPTIONS = {
  key: {
    value: 'values',
    isList: true,
    meaning:
      'the values of a key, in the order of its columns, as often as needed: `heat,ann`, `"Heat, the movie",ann`',
    more: 'A value with a comma stands in double quotes, in which a double quote is written twice. Where records are JSON Lines, a number, `true`, `false`, `null` and a string in quotes are what they are in JSON, and any other text is a string.',
  },
  keysFrom: {
    value: 'file',
    parser: localFile,
    meaning: 'a file with such keys, one a line',
  },
  inputs: {
    meaning: 'tell of all records of the keys in the inputs, and what became of each',
    more: 'The inputs are those of the run that made the output, or those that are named behind it. They are read as that run read its own. Of a key with more than 1000 records the latest are told, and how many more there are.',
  },
  json: { meaning: 'print the answer as JSON' },
} as const satisfies OptionTable;

export const VERIFY_OPTIONS = { json: { meaning: 'print what was found as JSON' } } as const satisfies OptionTable;

export const SNIFF_OPTIONS = { json: { meaning: 'print the findings as JSON' } } as const satisfies OptionTable;
