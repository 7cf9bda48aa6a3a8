/** Tries one way of writing fields on the start of one file, and tells how well its lines fit it. Pure. */

import { COMMENT } from '../diagnosis/first-lines';
import { isSectionHead } from '../diagnosis/report-lines';
import { type Field, fieldsIn } from '../format/fields';
import { formatOf } from '../format/formats';
import { endOfContent } from '../format/lines';
import { type Dialect, PLAIN_READING } from '../options/spec';
import { counted } from '../shared/figures';
import { MAX_LINE_BYTES } from '../shared/limits';
import type { TextSample } from './sample';

/** The most lines in front of the records, as in a title or a report. */
const MOST_BEFORE = 20;
/** Of fewer lines than this share the fit says nothing. */
const LEAST_SHARE = 0.75;

export interface Row {
  /** The values of the fields, as they are compared. */
  readonly values: readonly string[];
  readonly fields: readonly Field[];
  readonly text: string;
  /** The number of lines before it in the file. */
  readonly linesBefore: number;
}

/** A file as one way of writing fields reads it. */
export interface Fit {
  readonly path: string;
  readonly dialect: Dialect;
  /** The number of fields in most records. */
  readonly columns: number;
  /** The records with that number of fields; a header is one of them. */
  readonly rows: readonly Row[];
  /** A first line with one name less than the records have fields; null where there is none. */
  readonly shortFirst: Row | null;
  readonly skipLines: number;
  /** A line in front of the records that seems to have a value of all records behind it; null where there is none. */
  readonly sectionHead: string | null;
  /** The text in front of comments; null where there are none. */
  readonly comment: string | null;
  /** Whether some comment has as many fields as a record. */
  readonly mayCommentsBeRecords: boolean;
  /** The number of records with another number of fields, or with quotes in the wrong places. */
  readonly bad: number;
  /** The number of those that do not only lack fields at their end. */
  readonly tooBad: number;
  /** The fewest fields of a record that only lacks fields at its end; null where there is none. */
  readonly shortest: number | null;
  /** The first bad record in words; null where there is none. */
  readonly firstBad: string | null;
  /** The share of the bytes that are in bad records. */
  readonly badShare: number;
}

/** Null where no number of columns, `leastColumns` or more, is that of most lines. */
export function fitOf(sample: TextSample, dialect: Dialect, mostBytes: number, leastColumns: 1 | 2): Fit | null {
  const all = rowsOf(sample, dialect, mostBytes);
  const columns = usualCount(all, leastColumns);
  if (columns === null) return null;
  const isGood = (row: Row) => row.fields.length === columns && !isFaulty(row);
  const mark = commentOf(all, isGood);
  const isComment = ({ text }: Row) => mark !== null && text.startsWith(mark);
  const lines = all.filter((row) => !isComment(row));
  const start = lines.findIndex(isGood);
  if (start < 0) return null;
  const before = start <= MOST_BEFORE ? lines.slice(0, start) : [];
  const shortFirst = before.length === 1 ? headerOneLess(before[0] as Row, lines, columns) : null;
  const behind = lines.slice(before.length);
  const rows = behind.filter(isGood);
  const bad = behind.filter((row) => !isGood(row));
  const badBytes = bad.reduce((sum, { text }) => sum + text.length, 0);
  const badShare = badBytes / behind.reduce((sum, { text }) => sum + text.length, 0);
  const isMostlyBefore = before.length >= rows.length && shortFirst === null;
  if (1 - badShare < LEAST_SHARE || (before.length > 0 && isMostlyBefore)) return null;
  return {
    path: sample.path,
    dialect,
    columns,
    rows,
    shortFirst,
    skipLines: before.length > 0 ? (rows[0] as Row).linesBefore : 0,
    sectionHead: before.find(({ text }) => isSectionHead(text))?.text ?? null,
    comment: mark,
    mayCommentsBeRecords: all.some((row) => isComment(row) && isGood(row)),
    bad: bad.length,
    tooBad: bad.filter((row) => row.fields.length > columns || isFaulty(row)).length,
    shortest: shortestOf(bad.filter((row) => row.fields.length < columns && !isFaulty(row))),
    firstBad: bad[0] === undefined ? null : badWords(bad[0]),
    badShare,
  };
}

/** The records of a file, without blank lines. A record that the end of the sample may have cut is left out. */
function rowsOf({ bytes, isWhole }: TextSample, dialect: Dialect, mostBytes: number): Row[] {
  const taken = bytes.subarray(0, mostBytes);
  const isAll = isWhole && taken.length === bytes.length;
  const format = formatOf(specOf(dialect));
  const rows: Row[] = [];
  let linesBefore = 0;
  for (let offset = 0; offset < taken.length; ) {
    const rest = taken.subarray(offset);
    const end = format.endOfRecord(rest, 0);
    // a single line that is longer than the sample is looked at all the same
    if (end < 0 && !isAll && rows.length > 0 && rest.length < Math.min(mostBytes, MAX_LINE_BYTES) / 4) break;
    const length = end < 0 ? rest.length : end;
    const text = rest.subarray(0, endOfContent(rest, length, true)).toString('latin1');
    if (text !== '') {
      const fields = fieldsIn(text, dialect);
      rows.push({ values: fields.map(({ value }) => value), fields, text, linesBefore });
    }
    linesBefore += text.split('\n').length;
    offset += length;
  }
  return rows;
}

/** A spec of such records, by which the format finds their ends. */
export function specOf(dialect: Dialect) {
  return {
    ...dialect,
    format: 'delimited',
    columns: [''],
    keyColumns: [0],
    orderBy: [{ column: 0, type: 'text', isLeast: false, ranks: [] }],
    emptyOrder: 'refuse',
    timeZone: 'UTC',
    deleteWhen: [],
    forgetDeletedBefore: null,
    reading: PLAIN_READING,
  } as const;
}

function isFaulty({ fields }: Row): boolean {
  return fields.some(({ fault }) => fault !== null);
}

/** The number of fields, `least` or more, that most records have; null where no record has as many. */
function usualCount(rows: readonly Row[], least: number): number | null {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const { length } = row.fields;
    if (length >= least && !isFaulty(row)) counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || b - a);
  return best === undefined ? null : best[0];
}

/** The mark of comments, where lines that begin with it are no records, and most other lines are. */
function commentOf(rows: readonly Row[], isGood: (row: Row) => boolean): string | null {
  const marked = rows.find((row) => COMMENT.test(row.text) && !isGood(row));
  const [, mark = null] = marked === undefined ? [] : (COMMENT.exec(marked.text) ?? []);
  return mark;
}

/**
 * The first line, if it has one field less than all other records: these end with a delimiter, or the header lacks the
 * name of their numbers.
 */
function headerOneLess(first: Row, rows: readonly Row[], columns: number): Row | null {
  const others = rows.slice(1);
  const isHeader = first.fields.length === columns - 1 && first.fields.length > 1 && first.linesBefore === 0;
  return isHeader && others.length > 0 ? first : null;
}

function shortestOf(rows: readonly Row[]): number | null {
  return rows.length === 0
    ? null
    : rows.reduce((least, { fields }) => Math.min(least, fields.length), Number.MAX_VALUE);
}

function badWords({ fields, linesBefore }: Row): string {
  const faulty = fields.find(({ fault }) => fault !== null);
  if (faulty === undefined) return `line ${linesBefore + 1} has ${counted(fields.length, 'field')}`;
  const isOpen = faulty.fault === 'open-escape';
  return `line ${linesBefore + 1} has ${isOpen ? 'an escape at its end' : 'a quote in the wrong place'}`;
}
