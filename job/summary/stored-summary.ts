import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { alternativesOf, columnFault, pathInTwo, withBarsInNames } from '../shared/json-path';
import { MAX_COLUMNS, MAX_DELETE_CONDITIONS, MAX_DELIMITER_BYTES, MAX_LINE_BYTES, MAX_RANKS } from '../shared/limits';
import { ALTERNATIVES_FORMAT_VERSION, ledgerName, MAX_PARTS, SUMMARY_FILE } from '../shared/output-files';
import { parsePartName } from '../shared/part-name';
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
  shown,
  TEXT,
} from '../shared/schema';
import { MOST_BYTES, MOST_FILES, parseDocument, refuseLarger } from '../shared/stored-document';
import { MOST_EXAMPLES } from './skipped-files';
import {
  COMPRESS_NAMES,
  noRejects,
  ODDITIES,
  PHASES,
  REJECT_REASONS,
  SUMMARY_VERSION,
  type Summary,
  type SummaryOrder,
  type SummaryPart,
  type SummarySpec,
} from './summary';

const COLUMNS = listOf(TEXT, MAX_COLUMNS);
/** Text in which each character stands for one byte. */
const LATIN_1 = /^[\0-\xff]*$/;
const DELIMITER = fits((value) => isBytes(value, MAX_DELIMITER_BYTES), `1 to ${MAX_DELIMITER_BYTES} bytes`);
const BYTE = fits((value) => isBytes(value, 1), 'a byte');
const RANK = fits((value) => isBytes(value, MAX_LINE_BYTES), 'bytes');
const ORDER = object({
  column: TEXT,
  type: oneOf('int', 'text', 'decimal', 'timestamp', 'rank'),
  isLeast: oneOf(true, false),
  ranks: listOf(RANK, MAX_RANKS),
});
const DELETED_VALUE = fits(
  (value) => typeof value === 'string' && value.length <= MAX_LINE_BYTES && LATIN_1.test(value),
  'bytes',
);
const DELETE_WHEN = object({ column: TEXT, value: DELETED_VALUE });
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

const SUMMARY: Schema = object({
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

/** Parses a summary document that was read back. Throws an error that says what is wrong with the document. */
export function parseSummary(bytes: Buffer): Summary {
  const summary = withLaterFields(parseDocument(bytes, SUMMARY) as Summary);
  const fault = specFault(summary) ?? nameFault(summary);
  if (fault !== null) throw new Error(fault);
  return summary;
}

/** Whether a value is text of 1 to `most` bytes, none of which ends a line. */
function isBytes(value: unknown, most: number): boolean {
  return (
    typeof value === 'string' && value !== '' && value.length <= most && LATIN_1.test(value) && !/[\n\r]/.test(value)
  );
}

/** Adds the fields that summaries of earlier versions of this kit do not have. */
function withLaterFields(summary: Summary): Summary {
  const rejects = { ...summary.rejects, byReason: { ...noRejects(), ...summary.rejects.byReason } };
  const inputs = {
    ...{ skipped: { files: 0, bytes: 0, examples: [] }, utf16Files: 0, rearrangedFiles: 0, uncut: [], ledger: null },
    ...summary.inputs,
  };
  const counts = { ...{ comments: 0, skipped: 0, deleted: 0, forgotten: 0 }, ...summary.counts };
  const output = { ...{ deleted: [], ledger: null }, ...summary.output };
  const spec = withPaths(withLaterSpec(summary.spec), summary.format);
  return { ...{ keys: null, oddities: [] }, ...summary, spec, inputs, counts, rejects, output };
}

function withLaterSpec(spec: SummarySpec): SummarySpec {
  const { orderBy } = spec;
  const isSingle = !Array.isArray(orderBy);
  return {
    ...{
      format: 'delimited',
      emptyOrder: 'refuse',
      timeZone: 'UTC',
      deleteWhen: [],
      quote: null,
      escape: null,
      isTrimmed: false,
      hasTrailingDelimiter: false,
    },
    ...spec,
    orderBy: isSingle ? [{ ...(orderBy as unknown as SummaryOrder), isLeast: false, ranks: [] }] : orderBy,
  };
}

/** The spec with paths for names. In JSON, outputs of formats before that of alternatives have names with bars as they are. */
function withPaths(spec: SummarySpec, format: number): SummarySpec {
  if (spec.format !== 'json' || format >= ALTERNATIVES_FORMAT_VERSION) return spec;
  const renamed = <T extends { readonly column: string }>(each: T): T => ({
    ...each,
    column: withBarsInNames(each.column),
  });
  return {
    ...spec,
    columns: spec.columns.map(withBarsInNames),
    key: spec.key.map(withBarsInNames),
    orderBy: spec.orderBy.map(renamed),
    deleteWhen: spec.deleteWhen.map(renamed),
  };
}

/** The text of the summary document. Throws with exit code 70 where the document could not be read back. */
export function summaryText(summary: Summary): string {
  const text = `${JSON.stringify(summary, null, 2)}\n`;
  const bytes = Buffer.from(text);
  try {
    refuseLarger(SUMMARY_FILE, bytes.length, MOST_BYTES[SUMMARY_FILE]);
    parseSummary(bytes);
    return text;
  } catch (error) {
    const { message } = error as Error;
    throw new Failure(
      EXIT.software,
      `the summary of run ${summary.run} could not be read back (${message}); nothing was published, please report this`,
      { cause: error },
    );
  }
}

function specFault({ spec }: Summary): string | null {
  const { columns, key, orderBy, deleteWhen, quote, escape: escaping, header } = spec;
  // without quotes a newline would end the header
  if (quote === null && header?.includes('\n')) return `spec.header is ${shown(header)}, expected a line`;
  if (key.length === 0) return 'spec.key has no column';
  if (orderBy.length === 0) return 'spec.orderBy has no column';
  if ((quote === null) !== (escaping === null)) return 'spec.quote and spec.escape are expected both, or neither';
  const unranked = orderBy.findIndex(({ type, ranks }) => (type === 'rank') !== ranks.length > 0);
  if (unranked >= 0) return `spec.orderBy[${unranked}].ranks has ${orderBy[unranked]?.ranks.length} entries`;
  const used = new Set([...key, ...[...orderBy, ...deleteWhen].map(({ column }) => column)]);
  const known = new Set(columns);
  const unknown = [...used].find((name) => !known.has(name));
  if (unknown !== undefined) {
    return `spec.key, spec.orderBy or spec.deleteWhen has ${shown(unknown)}, which is no column`;
  }
  return spec.format === 'json' ? jsonFault(spec, used) : delimitedFault(spec);
}

function delimitedFault({ delimiter }: SummarySpec): string | null {
  return delimiter === '' ? `spec.delimiter is "", expected 1 to ${MAX_DELIMITER_BYTES} bytes` : null;
}

/** The columns of JSON Lines are the names that are used. Nothing says how their fields are written. */
function jsonFault(spec: SummarySpec, used: ReadonlySet<string>): string | null {
  const { delimiter, quote, header, isTrimmed, hasTrailingDelimiter, columns } = spec;
  if (delimiter !== '') return `spec.delimiter is ${shown(delimiter)}, expected "" in JSON Lines`;
  if (quote !== null || header !== null || isTrimmed || hasTrailingDelimiter) {
    return 'spec has a quote, a header, isTrimmed or hasTrailingDelimiter, expected none of them in JSON Lines';
  }
  if (columns.length !== used.size) {
    return 'spec.columns has more names than spec.key, spec.orderBy and spec.deleteWhen';
  }
  const names = columns.map((name) => ({ name, fault: columnFault(name) }));
  const wrong = names.find(({ fault }) => fault !== null);
  if (wrong !== undefined) return `spec.columns has ${shown(wrong.name)}, which ${wrong.fault}`;
  const paths = columns.flatMap(alternativesOf).length;
  if (paths > MAX_COLUMNS) return `spec.columns has ${paths} names, expected at most ${MAX_COLUMNS}`;
  const { key, orderBy } = spec;
  const shared = pathInTwo(key) ?? pathInTwo(orderBy.map(({ column }) => column));
  return shared === undefined ? null : `spec.key or spec.orderBy has ${shown(shared)} in two columns`;
}

/**
 * Says what is wrong with the names of the files, null where nothing is wrong. The next run removes the files that this
 * summary lists, so an edited summary must not name a file of a user. Therefore parts have to be those of the summary's
 * run, in order, deletes those of its parts, the ledger that of the run too, and rejects those of any run, because a
 * merge keeps the former ones.
 */
function nameFault({ run, spec, output: { parts, deleted, rejected, ledger } }: Summary): string | null {
  const stray = parts.findIndex(({ name }, number) => !isPart(name, run, number));
  if (stray >= 0) return expected('parts', parts, stray, `part ${stray} of run ${run}`);
  if (deleted.length > 0 && spec.deleteWhen.length === 0)
    return 'output.deleted has files, but spec.deleteWhen is empty';
  const strayDeletes = deleted.findIndex(({ name }, i) => !isDeletes(name, run, deleted[i - 1], parts.length));
  if (strayDeletes >= 0) return expected('deleted', deleted, strayDeletes, `deletes of a next part of run ${run}`);
  if (ledger !== null && ledger.name !== ledgerName(run)) {
    return `output.ledger.name is ${shown(ledger.name)}, expected the ledger of run ${run}`;
  }
  const seen = new Set<string>();
  const other = rejected.findIndex(({ name }) => {
    const isTwice = seen.has(name);
    seen.add(name);
    return isTwice || parsePartName(name)?.kind !== 'rejects';
  });
  return other < 0 ? null : expected('rejected', rejected, other, 'another file of rejects');
}

function isPart(name: string, run: string, number: number): boolean {
  const found = parsePartName(name);
  return found?.kind === 'part' && found.run === run && found.number === number;
}

/** Whether a name is that of the deletes of a part behind the one whose deletes are listed before it. */
function isDeletes(name: string, run: string, before: SummaryPart | undefined, parts: number): boolean {
  const found = parsePartName(name);
  if (found?.kind !== 'deletes' || found.run !== run || found.number >= parts) return false;
  return before === undefined || before.name < name;
}

function expected(list: string, parts: readonly SummaryPart[], at: number, what: string): string {
  return `output.${list}[${at}].name is ${shown((parts[at] as SummaryPart).name)}, expected ${what}`;
}
