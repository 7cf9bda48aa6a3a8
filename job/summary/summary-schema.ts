import { MAX_COLUMNS, MAX_DELETE_CONDITIONS, MAX_DELIMITER_BYTES, MAX_LINE_BYTES, MAX_RANKS } from '../shared/limits';
import { MAX_PARTS } from '../shared/output-files';
import { RUN } from '../shared/run-id';
import {
  COUNT,
  either,
  fits,
  listOf,
  NUMBER,
  object,
  oneOf,
  orMissing,
  orNull,
  type Schema,
  TEXT,
} from '../shared/schema';
import { MOST_FILES } from '../shared/stored-document';
import { MOST_EXAMPLES } from './skipped-files';
import { COMPRESS_NAMES, ODDITIES, ORDER_TYPES, PHASES, REJECT_REASONS, SUMMARY_VERSION } from './summary';

const COLUMNS = listOf(TEXT, MAX_COLUMNS);
/** Text in which each character stands for one byte. */
const LATIN_1 = /^[\0-\xff]*$/;
const DELIMITER = fits((value) => isBytes(value, MAX_DELIMITER_BYTES), `1 to ${MAX_DELIMITER_BYTES} bytes`);
const BYTE = fits((value) => isBytes(value, 1), 'a byte');
const RANK = fits((value) => isBytes(value, MAX_LINE_BYTES), 'bytes');
const ORDER = object({
  column: TEXT,
  type: oneOf(...ORDER_TYPES),
  isLeast: oneOf(true, false),
  ranks: listOf(RANK, MAX_RANKS),
});
const DELETED_VALUE = fits(
  (value) => typeof value === 'string' && value.length <= MAX_LINE_BYTES && LATIN_1.test(value),
  'bytes',
);
const DELETE_WHEN = object({ column: TEXT, value: DELETED_VALUE, isOther: orMissing(oneOf(true)) });
/** The order as summaries of versions before 0.3 state it: one column, whose greatest value is the latest. */
const SINGLE_ORDER = object({ column: TEXT, type: oneOf('int', 'text') });
const HEADER = fits(
  (value) => typeof value === 'string' && value.length <= MAX_LINE_BYTES && LATIN_1.test(value),
  'a line',
);
export const SUMMARY_PART = object({ name: TEXT, bytes: COUNT, lines: COUNT, crc32: COUNT });
export const REJECT_COUNTS = object(Object.fromEntries(REJECT_REASONS.map((reason) => [reason, orMissing(COUNT)])));
export const REJECT_EXAMPLE = object({
  file: TEXT,
  offset: COUNT,
  reason: oneOf(...REJECT_REASONS),
  detail: TEXT,
  line: TEXT,
});
const SKIPPED = object({ files: COUNT, bytes: COUNT, examples: listOf(TEXT, MOST_EXAMPLES) });
export const ODDITY = object({ kind: oneOf(...ODDITIES), count: COUNT, file: TEXT, offset: COUNT, line: TEXT });
/** Null where no task ran: the time is infinite then, which JSON writes as null. */
const SPAN = { startMs: orNull(NUMBER), endMs: orNull(NUMBER) };

/** The document of every version of this kit. Fields that may be missing are those that earlier versions do not have. */
export const SUMMARY: Schema = object({
  version: oneOf(SUMMARY_VERSION),
  format: COUNT,
  run: RUN,
  command: listOf(TEXT, MOST_FILES),
  startedAt: TEXT,
  spec: object({
    columns: COLUMNS,
    key: COLUMNS,
    format: orMissing(oneOf('delimited', 'json')),
    orderBy: either(listOf(ORDER, MAX_COLUMNS), SINGLE_ORDER),
    emptyOrder: orMissing(oneOf('refuse', 'oldest')),
    timeZone: orMissing(TEXT),
    deleteWhen: orMissing(listOf(DELETE_WHEN, MAX_DELETE_CONDITIONS)),
    delimiter: either(DELIMITER, oneOf('')),
    quote: orMissing(orNull(BYTE)),
    escape: orMissing(orNull(BYTE)),
    isTrimmed: orMissing(oneOf(true, false)),
    hasTrailingDelimiter: orMissing(oneOf(true, false)),
    header: orNull(HEADER),
  }),
  badRecords: oneOf('fail', 'drop', 'keep'),
  inputs: object({
    paths: listOf(TEXT, MOST_FILES),
    files: COUNT,
    bytes: COUNT,
    skipped: orMissing(SKIPPED),
    utf16Files: orMissing(COUNT),
    rearrangedFiles: orMissing(COUNT),
    merged: orNull(RUN),
    uncut: orMissing(listOf(TEXT, MOST_FILES)),
    ledger: orMissing(orNull(object({ new: COUNT, changed: COUNT, unchanged: COUNT, gone: COUNT }))),
  }),
  counts: object({
    lines: COUNT,
    blank: COUNT,
    headers: COUNT,
    comments: orMissing(COUNT),
    skipped: orMissing(COUNT),
    kept: COUNT,
    superseded: COUNT,
    deleted: orMissing(COUNT),
    forgotten: orMissing(COUNT),
    rejected: COUNT,
  }),
  keys: orMissing(orNull(object({ added: COUNT, changed: COUNT, unchanged: COUNT }))),
  rejects: object({
    byReason: REJECT_COUNTS,
    examples: listOf(REJECT_EXAMPLE, MOST_FILES),
  }),
  oddities: orMissing(listOf(ODDITY, ODDITIES.length)),
  output: object({
    path: TEXT,
    compress: oneOf(...COMPRESS_NAMES),
    bytes: COUNT,
    parts: listOf(SUMMARY_PART, MAX_PARTS),
    deleted: orMissing(listOf(SUMMARY_PART, MAX_PARTS)),
    rejected: listOf(SUMMARY_PART, MOST_FILES),
    ledger: orMissing(orNull(SUMMARY_PART)),
  }),
  phases: listOf(object({ phase: oneOf(...PHASES), ...SPAN }), MOST_FILES),
  workers: listOf(object({ worker: COUNT, phase: oneOf('map', 'reduce'), ...SPAN }), MOST_FILES),
  threads: COUNT,
  memoryBytes: COUNT,
  spilledBytes: COUNT,
  peakMemoryBytes: COUNT,
  yarn: orNull(
    object({
      application: TEXT,
      parallelism: COUNT,
      why: orMissing(TEXT),
      maps: COUNT,
      reduces: COUNT,
      withClassData: orMissing(COUNT),
    }),
  ),
});

/** Whether a value is text of 1 to `most` bytes, none of which ends a line. */
function isBytes(value: unknown, most: number): boolean {
  return (
    typeof value === 'string' && value !== '' && value.length <= most && LATIN_1.test(value) && !/[\n\r]/.test(value)
  );
}
