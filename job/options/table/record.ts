import { MAX_COMMENT_BYTES, MAX_DELIMITER_BYTES, MAX_SKIPPED_LINES } from '../../shared/limits';
import { byte, bytes } from '../parsing/byte-text';
import { choice, count, names, timeZone } from '../parsing/parsers';
import { inGroup } from './option-table';

export const RECORDS = 'Records';

/** The options that most runs need: the columns, and which of two records is the latest. */
export const COLUMN_OPTIONS = inGroup(RECORDS, {
  key: {
    value: 'names',
    parser: names,
    default: 'movie,user',
    meaning: 'the columns that make the key, in any order: of the records with one key the latest is kept',
    more: 'With `--format json` these are names in the records, with dots for nesting: `user.id`. `\\.` is a dot in a name. Names with a bar between them are alternatives: the first one that a record has, and that is not null, counts. `--order-by` and `--delete-when` take such names too.',
    setting: 'key',
  },
  // there is no parser, since a column's own name may hold a colon
  orderBy: {
    value: 'column[:type],...',
    default: 'timestamp:int',
    meaning:
      'the order columns: the record with the greatest value is the latest; types are `int`, `text`, `decimal`, `timestamp` and `rank(I<U<D)`',
    more: 'The first column in which two records differ decides. `:least` behind the type makes the least value the latest. Of records with equal values the greater line is kept, byte by byte. A column without a type is an `int`.',
    setting: 'orderBy',
  },
  format: {
    value: 'name',
    parser: choice(['delimited', 'csv', 'tsv', 'json']),
    default: 'delimited',
    meaning:
      'how records are written: `delimited` text, `csv` with commas and double quotes, `tsv` with tabs, `json` as one object a line',
    setting: 'format',
  },
  columns: {
    value: 'names',
    parser: names,
    defaultWords: "with `--header` the header's; else `movie,user,rating,timestamp`",
    meaning: 'the names of the columns, in order',
    more: 'A record has exactly as many columns as there are names. Where files name the same columns in different orders, this option has to be given: it is the order of the output.',
    setting: 'columns',
  },
  delimiter: {
    value: 'text',
    parser: bytes(MAX_DELIMITER_BYTES),
    defaultWords: "`^`, or the format's",
    meaning: `the 1 to ${MAX_DELIMITER_BYTES} bytes between two columns; \`\\t\` and \`\\xHH\` are understood`,
    more: '`--delimiter` and `--quote` take the place of those of `--format`.',
    setting: 'delimiter',
  },
});

/** The options for how delimited text differs from file to file, and for order values of other kinds. */
const TEXT_OPTIONS = inGroup('Delimited text', {
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
    value: 'mode',
    parser: choice(['lf', 'cr']),
    default: 'lf',
    meaning: 'lines end with a newline (`lf`), or with a carriage return alone (`cr`)',
    more: 'With `cr` each carriage return is read as a newline.',
    setting: 'lineEnd',
  },
  trailingDelimiter: {
    meaning: 'each line ends with a delimiter, behind which there is no column',
    setting: 'trailingDelimiter',
  },
  missingColumns: {
    value: 'mode',
    parser: choice(['refuse', 'empty']),
    default: 'refuse',
    meaning: 'columns that a file, or the end of a line, lacks are an error (`refuse`), or empty (`empty`)',
    more: 'Columns of the key are never missing. Those of the order may be missing in a header, with `--empty-order oldest`. With `--format json` and `empty`, a name of the key that a record lacks is null.',
    setting: 'missingColumns',
  },
  extraColumns: {
    value: 'mode',
    parser: choice(['refuse', 'drop']),
    default: 'refuse',
    meaning: 'columns that are not in `--columns` are an error (`refuse`), or left out (`drop`)',
    more: 'The header of a file shows which of its columns are extra.',
    setting: 'extraColumns',
  },
  emptyOrder: {
    value: 'mode',
    parser: choice(['refuse', 'oldest']),
    default: 'refuse',
    meaning: 'an empty order value makes a bad record (`refuse`), or is older than all others (`oldest`)',
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
});

/** The options for records that say that their key is no more. */
const DELETE_OPTIONS = inGroup('Deletes', {
  deleteWhen: {
    value: 'column=value',
    isList: true,
    meaning:
      'a record with this value is a delete: where it is the latest of its key, the key is left out; `column!=value` means any other value; as often as needed',
    more: '`op!=I` means any value but `I`, and `deleted_at!=` any value at all. In JSON `after=` means no value: an empty string, null, or a missing name. The delete is kept in `_deleted/`, so that an older record that `--merge` reads later does not bring the key back.',
    setting: 'deleteWhen',
  },
  // there is no parser, since the first order column says how the value is written
  forgetDeletedBefore: {
    value: 'value',
    defaultWords: 'keep all deletes',
    meaning: 'deletes whose first order value is older than this one are not kept in `_deleted/`',
    more: 'A record of such a key that is older than the forgotten delete, and that is merged later, brings the key back.',
    setting: 'forgetDeletedBefore',
  },
});

/** The options for how text is written, and for deletes. */
export const WRITING_OPTIONS = { ...TEXT_OPTIONS, ...DELETE_OPTIONS } as const;

/** The options for what a record is, and which of two records is the latest. */
export const RECORD_OPTIONS = { ...COLUMN_OPTIONS, ...WRITING_OPTIONS } as const;
