import { MAX_COMMENT_BYTES, MAX_DELIMITER_BYTES, MAX_SKIPPED_LINES } from '../../shared/limits';
import { byte, bytes } from '../parsing/byte-text';
import { choice, count, names, timeZone } from '../parsing/parsers';
import type { OptionTable } from './option-table';

/** The options that most runs need: the columns, and which of two records is the latest. */
const COLUMN_OPTIONS = {
  columns: {
    value: 'names',
    parser: names,
    defaultWords: "with `--header` the header's; else `movie,user,rating,timestamp`",
    meaning: 'the names of the columns, in order',
    more: 'A record has exactly as many columns as there are names. Where files name the same columns in different orders, this option has to be given: it is the order of the output.',
    setting: 'columns',
  },
  key: {
    value: 'names',
    parser: names,
    default: 'movie,user',
    meaning: 'the columns that make the key, in any order',
    more: 'With `--format json` these are names in the records, with dots for nesting: `user.id`. `\\.` is a dot in a name. Names with a bar between them are alternatives: the first one that a record has, and that is not null, counts. `--order-by` and `--delete-when` take such names too.',
    setting: 'key',
  },
  // there is no parser, since a column's own name may hold a colon
  orderBy: {
    value: 'column[:type],...',
    default: 'timestamp:int',
    meaning:
      'the columns whose greatest value is the latest; types are `int`, `text`, `decimal`, `timestamp` and `rank(I<U<D)`',
    more: 'The first column in which two records differ decides. `:least` behind the type makes the least value the latest. Of records with equal values the greater line is kept, byte by byte.',
    setting: 'orderBy',
  },
  format: {
    value: 'name',
    parser: choice(['delimited', 'csv', 'tsv', 'json']),
    default: 'delimited',
    meaning:
      'how records are written: `csv` with commas and double quotes, `tsv` with tabs, `json` as one object a line',
    setting: 'format',
  },
  delimiter: {
    value: 'text',
    parser: bytes(MAX_DELIMITER_BYTES),
    defaultWords: "`^`, or the format's",
    meaning: `the 1 to ${MAX_DELIMITER_BYTES} bytes between two columns; \`\\t\` and \`\\xHH\` are understood`,
    more: '`--delimiter` and `--quote` take the place of those of `--format`.',
    setting: 'delimiter',
  },
} as const satisfies OptionTable;

/** The options for how delimited text differs from file to file, and for order values of other kinds. */
export const TEXT_OPTIONS = {
  quote: {
    value: 'byte',
    parser: byte,
    defaultWords: "none, or the format's",
    meaning: 'the byte around fields that hold delimiters, newlines or quotes',
    more: 'Keys and order values compare without their quotes. A record comes out with the bytes that it came in with. A quote in the middle of a field without quotes is data.',
    setting: 'quote',
  },
  escape: {
    value: 'byte',
    parser: byte,
    defaultWords: 'the quote itself, or none',
    meaning: 'the byte that makes the byte behind it data: within quotes, or anywhere without `--quote`',
    more: 'With `--quote` a quote within quotes is written twice by default. Without it, a delimiter or a newline behind the escape is data, as MySQL, Hive and Redshift write text.',
    setting: 'escape',
  },
  trim: {
    meaning: 'blanks around fields do not count where fields are compared',
    more: 'Blanks are spaces and tabs. They stay in the records that come out.',
    setting: 'trim',
  },
  comment: {
    value: 'text',
    parser: bytes(MAX_COMMENT_BYTES),
    meaning: 'lines that begin with this text are comments',
    setting: 'comment',
  },
  skipLines: {
    value: 'N',
    parser: count(MAX_SKIPPED_LINES, 0),
    default: '0',
    meaning: 'how many lines are skipped at the start of each file, before its header',
    setting: 'skipLines',
  },
  lineEnd: {
    value: 'lf or cr',
    parser: choice(['lf', 'cr']),
    default: 'lf',
    meaning: 'whether lines end with a newline, or with a carriage return alone',
    more: 'With `cr` each carriage return is read as a newline.',
    setting: 'lineEnd',
  },
  trailingDelimiter: {
    meaning: 'each line ends with a delimiter, behind which there is no column',
    setting: 'trailingDelimiter',
  },
  missingColumns: {
    value: 'refuse or empty',
    parser: choice(['refuse', 'empty']),
    default: 'refuse',
    meaning: 'whether columns that a file or the end of a line lacks are refused, or empty',
    more: 'Columns of the key are never missing. Those of the order may be missing in a header, with `--empty-order oldest`. With `--format json` and `empty`, a name of the key that a record lacks is null.',
    setting: 'missingColumns',
  },
  extraColumns: {
    value: 'refuse or drop',
    parser: choice(['refuse', 'drop']),
    default: 'refuse',
    meaning: 'whether columns that are not in `--columns` are refused, or left out',
    more: 'The header of a file shows which of its columns are extra.',
    setting: 'extraColumns',
  },
  emptyOrder: {
    value: 'refuse or oldest',
    parser: choice(['refuse', 'oldest']),
    default: 'refuse',
    meaning: 'whether an empty order value makes a bad record, or is older than all others',
    more: 'With `oldest` a word for no value, such as `NULL`, `\\N`, `NA`, `NaN`, `NaT`, `None` or `0000-00-00`, is empty too. Without it an empty `text` is older than all other text, and such a word is text as any other. With `--format json`, null and a missing name are empty.',
    setting: 'emptyOrder',
  },
  timeZone: {
    value: 'zone',
    parser: timeZone,
    defaultWords: '`UTC`',
    meaning: 'the zone of timestamps that name none: `Europe/Berlin`, `+02:00`',
    more: 'If a change of the clocks makes a time ambiguous, or skips it, the offset before the change counts.',
    setting: 'timeZone',
  },
} as const satisfies OptionTable;

/** The options for records that say that their key is no more. */
export const DELETE_OPTIONS = {
  deleteWhen: {
    value: 'column=value',
    isList: true,
    meaning:
      'a record with this value is a delete, or with `column!=` one that has any value there: where it is the latest of its key, the key is left out; as often as needed',
    more: 'A key whose latest record is a delete has no record in the parts. The delete is kept in `_deleted/`, so that `--merge` keeps older records that arrive late from bringing the key back. Values compare as those of the key do, in JSON as the text of a string, or of a number, `true`, `false` or `null` as it is written. `op!=I` means any value but `I`, and `deleted_at!=` any value. Neither is met where there is no value: where it is empty, a word such as `NULL`, `\\N` or `0000-00-00`, or in JSON null or missing. `false` and `0` are values.',
    setting: 'deleteWhen',
  },
  // there is no parser, since the first order column says how the value is written
  forgetDeletedBefore: {
    value: 'order value',
    defaultWords: 'keep all deletes',
    meaning: 'deletes whose first order value is older than this one are not kept in `_deleted/`',
    more: 'A record of such a key that is older than the forgotten delete, and that is merged later, brings the key back.',
    setting: 'forgetDeletedBefore',
  },
} as const satisfies OptionTable;

/** The options for what a record is, and which of two records is the latest. */
export const RECORD_OPTIONS = {
  ...COLUMN_OPTIONS,
  ...TEXT_OPTIONS,
  ...DELETE_OPTIONS,
} as const satisfies OptionTable;
