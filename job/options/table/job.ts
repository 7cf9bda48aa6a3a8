import { COMPRESS_NAMES } from '../../summary/summary';
import { badLimit, choice, duration, place, runId, timeLimit } from '../parsing/parsers';
import { inGroup } from './option-table';
import { COLUMN_OPTIONS, RECORDS, WRITING_OPTIONS } from './record';

const OUTPUT_OPTIONS = inGroup('Output', {
  output: {
    value: 'folder',
    parser: place,
    isRequired: true,
    meaning: 'where the parts go: a folder or `s3://bucket/prefix`; the former output there is replaced',
  },
  compress: {
    value: 'format',
    parser: choice(COMPRESS_NAMES),
    default: 'none',
    meaning: 'how the parts are compressed: `none`, `gzip` or `zstd`',
    more: 'With `gzip` each part is a `.gz` file, with `zstd` a `.zst` file. Inputs are read by the ends of their names, whatever this option says.',
    setting: 'compress',
  },
  overwrite: {
    meaning: 'files in the output that `dedup` did not write are moved to `_replaced/<run>/`',
    more: 'Without this option they end the run before anything is changed.',
  },
  allowEmpty: {
    meaning: 'the run publishes an output without any record too',
    setting: 'allowEmpty',
  },
  ifEmpty: {
    value: 'mode',
    parser: choice(['ok', 'fail']),
    default: 'fail',
    meaning: 'inputs without any file end the run (`fail`), or are nothing to do (`ok`)',
    more: 'With `ok` and without any input file nothing is published, and the command succeeds.',
  },
});

const HEADER_OPTIONS = inGroup(RECORDS, {
  header: {
    meaning: 'every input file starts with a header line, and every part will',
    more: 'Without `--columns` it names the columns. If the header line appears again inside its file, for example because files were concatenated, it is a header there too.',
    setting: 'header',
  },
  headerNames: {
    value: 'mode',
    parser: choice(['match', 'ignore']),
    default: 'match',
    meaning: 'each file is read by the names in its header (`match`), or the names mean nothing (`ignore`)',
    more: 'With `match` case, blanks and quotes around a name make no difference. With `ignore` all headers have to be equal.',
    setting: 'headerNames',
  },
});

const BAD_RECORD_OPTIONS = inGroup('Bad records', {
  badRecords: {
    value: 'mode',
    parser: choice(['fail', 'drop', 'keep']),
    default: 'fail',
    meaning: 'bad records end the run (`fail`), are left out (`drop`), or are kept in `_rejected/` (`keep`)',
    more: 'Bad records are counted in any case. With `keep` they are written as JSON lines. If more than single records are bad, the error begins with the likely cause, such as a header, quotes or another delimiter.',
    setting: 'badRecords',
  },
  maxBadRecords: {
    value: 'N or N%',
    parser: badLimit,
    meaning: 'with `drop` or `keep`: the run fails if it has more bad records than this, for example `100` or `1%`',
    more: 'A percentage is a share of all records except those of the merged output.',
    setting: 'maxBadRecords',
  },
});

const MERGE_OPTIONS = inGroup('New data for the former output', {
  merge: {
    meaning: 'the former output is one more input: the new records are merged into it',
    more: 'The former output is refused if a part has another checksum than its summary says. The run tells how many keys are new, changed and unchanged. Its files of bad records stay.',
    setting: 'merge',
  },
  newOnly: {
    meaning: 'like `--merge`, but only the files that the former output lacks, or that have changed since, are read',
    more: 'The output then has a ledger: the list of the input files whose records are in it. Where no file is new, nothing is published and the run succeeds. Where the former output has no ledger, all files are read once.',
    setting: 'newOnly',
  },
  changedFiles: {
    value: 'mode',
    parser: choice(['read', 'fail']),
    default: 'read',
    meaning: 'with `--new-only`: a changed file is read again as a whole (`read`), or ends the run (`fail`)',
    more: 'Reading it again is right for a file that only grows. Records that the file no longer holds stay in the output.',
    setting: 'changedFiles',
  },
});

const RUN_OPTIONS = inGroup('The run', {
  runId: {
    value: 'id',
    parser: runId,
    defaultWords: 'made from the clock',
    field: 'run',
    meaning: "the run's name: a UTC time and letters or digits, such as `20261122t152504z-nightly`",
    more: 'If the output is already of a run of this name, nothing is done, and the command succeeds: it is safe to start a run again by its name.',
  },
  waitLock: {
    value: 'time',
    parser: duration,
    default: '0s',
    defaultWords: 'refuse at once',
    field: 'waitLockMs',
    meaning: 'how long to wait while another run writes the output: `90s`, `30m`, `2h`',
  },
  maxRunTime: {
    value: 'time',
    parser: timeLimit,
    field: 'maxRunMs',
    meaning: 'a run that takes longer is ended, and publishes nothing: `90s`, `30m`, `6h`',
    more: 'The time includes the wait for the output. A run that has begun to publish goes on.',
    setting: 'maxRunTime',
  },
});

/** The options for what the job does with records, wherever it runs. */
export const TREATMENT_OPTIONS = {
  ...OUTPUT_OPTIONS,
  ...HEADER_OPTIONS,
  ...BAD_RECORD_OPTIONS,
  ...MERGE_OPTIONS,
  ...RUN_OPTIONS,
} as const;

/** The options of the whole job: what a record is, and what the job does with records. */
export const JOB_OPTIONS = {
  ...OUTPUT_OPTIONS,
  ...COLUMN_OPTIONS,
  ...HEADER_OPTIONS,
  ...WRITING_OPTIONS,
  ...BAD_RECORD_OPTIONS,
  ...MERGE_OPTIONS,
  ...RUN_OPTIONS,
} as const;
