import { COMPRESS_NAMES } from '../../summary/summary';
import { badLimit, choice, duration, place, runId, timeLimit } from '../parsing/parsers';
import type { OptionTable } from './option-table';
import { RECORD_OPTIONS } from './record';

const OUTPUT_OPTIONS = {
  output: {
    value: 'folder',
    parser: place,
    isRequired: true,
    meaning: 'where the parts go: a folder or `s3://bucket/prefix`; an earlier output there is replaced',
  },
} as const satisfies OptionTable;

const POLICY_OPTIONS = {
  header: {
    meaning: 'every input file starts with a header line, and every part will',
    more: 'Without `--columns` it names the columns. If the header line appears again inside its file, for example because files were concatenated, it is a header there too.',
    setting: 'header',
  },
  headerNames: {
    value: 'mode',
    parser: choice(['match', 'ignore']),
    default: 'match',
    meaning: 'whether the names in headers say where the columns are',
    more: 'With `match` each file is read by the names in its header; case, blanks and quotes around a name make no difference. With `ignore` the names mean nothing, and all headers have to be equal.',
    setting: 'headerNames',
  },
  badRecords: {
    value: 'mode',
    parser: choice(['fail', 'drop', 'keep']),
    default: 'fail',
    meaning: 'what becomes of bad records',
    more: 'With `fail` the first bad record ends the run. With `drop` bad records are counted. With `keep` they are counted, and written to `_rejected/` as JSON lines. If more than single records are bad, the error begins with the likely cause, such as a header, quotes or another delimiter.',
    setting: 'badRecords',
  },
  maxBadRecords: {
    value: 'N or N%',
    parser: badLimit,
    meaning: 'with `--bad-records drop` or `keep`: more bad records than this fail the run, for example `100` or `1%`',
    more: 'A percentage is a share of all records except those of the merged output.',
    setting: 'maxBadRecords',
  },
  merge: {
    meaning: 'the present output is one more input: new data is merged into the last result',
    more: 'The present output is refused if a part has another checksum than its summary says. The run tells how many keys are new, changed and unchanged. Files of rejects in the output stay.',
    setting: 'merge',
  },
  newOnly: {
    meaning: 'like `--merge`, and of the inputs only new and changed files are read',
    more: 'The output has a ledger: a list of all files whose records are in it, with their sizes and versions: the ETag in S3, in a folder the times of the last changes. Where no file is new, nothing is published and the run succeeds. Where the output has no ledger, all files are read once. Files that are gone stay in the ledger. A later run without this option keeps the ledger with `--merge`, and removes it otherwise.',
    setting: 'newOnly',
  },
  changedFiles: {
    value: 'read or fail',
    parser: choice(['read', 'fail']),
    default: 'read',
    meaning: 'whether `--new-only` reads a changed file again, as a whole, or refuses it',
    more: 'Reading it again is right for a file that only grows. Records that the file no longer holds stay in the output.',
    setting: 'changedFiles',
  },
  overwrite: {
    meaning: 'files that this kit did not write are moved to `_replaced/<run>/`',
    more: 'Without this option a file that this kit did not write ends the run before anything is changed.',
  },
  allowEmpty: {
    meaning: 'the run publishes even if no record was kept',
    setting: 'allowEmpty',
  },
  ifEmpty: {
    value: 'ok or fail',
    parser: choice(['ok', 'fail']),
    default: 'fail',
    meaning: 'whether inputs without any file are an error (`fail`) or nothing to do (`ok`)',
    more: 'With `ok` and without any input file nothing is published, and the command succeeds.',
  },
} as const satisfies OptionTable;

const PUBLICATION_OPTIONS = {
  compress: {
    value: 'format',
    parser: choice(COMPRESS_NAMES),
    default: 'none',
    meaning: 'how the parts are compressed',
    more: 'With `gzip` each part is a `.gz` file, with `zstd` a `.zst` file. Inputs are read by the ends of their names, whatever this option says.',
    setting: 'compress',
  },
  runId: {
    value: 'id',
    parser: runId,
    defaultWords: 'made from the clock',
    field: 'run',
    meaning: "the run's name: a UTC time and letters, such as `20261122t152504z-nightly`",
    more: 'If the output is already of a run of this name, nothing is done, and the command succeeds: it is safe to start a run again by its name.',
  },
  waitLock: {
    value: 'time',
    parser: duration,
    default: '0s',
    defaultWords: 'refuse at once',
    field: 'waitLockMs',
    meaning: 'how long to wait for an output that another run is writing: `90s`, `30m`, `2h`',
  },
  maxRunTime: {
    value: 'time',
    parser: timeLimit,
    defaultWords: 'none',
    field: 'maxRunMs',
    meaning: 'a run that takes longer is ended, and publishes nothing: `90s`, `30m`, `6h`',
    more: 'The time includes the wait for the output. A run that has begun to publish goes on.',
    setting: 'maxRunTime',
  },
} as const satisfies OptionTable;

/** The options for what the job does with records, wherever it runs. */
export const TREATMENT_OPTIONS = {
  ...OUTPUT_OPTIONS,
  ...POLICY_OPTIONS,
  ...PUBLICATION_OPTIONS,
} as const satisfies OptionTable;

/** The options of the whole job: what a record is, and what the job does with records. */
export const JOB_OPTIONS = {
  ...OUTPUT_OPTIONS,
  ...RECORD_OPTIONS,
  ...POLICY_OPTIONS,
  ...PUBLICATION_OPTIONS,
} as const satisfies OptionTable;
