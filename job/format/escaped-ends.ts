/**
 * Finds where records of escaped text begin and end (escaped-text.ts). A newline ends a record if an even number of escapes
 * is directly before it. So the bytes near a cut mostly tell where a record begins; only those of a comment do not count,
 * and a run of escapes may begin before the bytes. Pure.
 *
 * A record that is too long ends with the first newline behind its first MAX_LINE_BYTES bytes, whatever is before it.
 */

import type { Dialect } from '../options/spec';
import { MAX_LINE_BYTES } from '../shared/limits';
import { escapedFields } from './escaped-text';
import { endOfLine } from './lines';
import type { Overlong } from './record-ends';
import { isComment } from './record-walk';

export interface EscapedDialect {
  readonly dialect: Dialect;
  readonly escape: number;
  /** The text that begins a comment line; null for none. */
  readonly comment: Uint8Array | null;
}

/** The index behind the newline of the first record that ends at `from` or later; -1 where no record ends there. */
export function endOfEscapedFrom(bytes: Uint8Array, from: number, escaped: EscapedDialect): number {
  let end = endOfEscaped(bytes, 0, escaped);
  while (end >= 0 && end <= from) end = endOfEscaped(bytes, end, escaped);
  return end;
}

/** The index behind the newline of the record that begins at `start`; -1 where the record does not end in `bytes`. */
function endOfEscaped(bytes: Uint8Array, start: number, escaped: EscapedDialect): number {
  if (isComment(bytes, start, escaped)) return endOfLine(bytes, start);
  return endBehind(bytes, start, start + MAX_LINE_BYTES, escaped);
}

/** The same for bytes from `start` on that need not be a record. A newline at `most` or later ends it in any case. */
function endBehind(bytes: Uint8Array, start: number, most: number, { escape: escaping }: EscapedDialect): number {
  let end = endOfLine(bytes, start);
  while (end >= 0 && end - 1 < most && isEscaped(bytes, start, end - 1, escaping)) end = endOfLine(bytes, end);
  return end;
}

/** Whether an odd number of escapes is before the byte at `at`. Bytes before `start` do not count. */
function isEscaped(bytes: Uint8Array, start: number, at: number, escaping: number): boolean {
  let first = at;
  while (first > start && bytes[first - 1] === escaping) first--;
  return (at - first) % 2 === 1;
}

/**
 * What becomes of a record that has no end: `bytes`, which begin with it, are more than MAX_LINE_BYTES + 1, or the last
 * ones of their file and a newline, which is escaped then.
 */
export function overlongEscaped(bytes: Uint8Array, escaped: EscapedDialect): Overlong {
  if (bytes.length > MAX_LINE_BYTES + 1 || isComment(bytes, 0, escaped)) return { reason: 'length' };
  return { reason: 'open-escape', end: bytes.length };
}

/**
 * The index of the first record, as `Format.firstRecord` describes it. `columns` is the number of fields in a good record.
 * The first byte may be behind an escape. Where that decides, the earlier index counts, unless only the record at the
 * later one has as many fields.
 */
export function firstEscaped(bytes: Uint8Array, columns: number, isAll: boolean, escaped: EscapedDialect): number {
  const [plain, behind] = [0, 1].map((from) => endBehind(bytes, from, Number.POSITIVE_INFINITY, escaped)) as [
    number,
    number,
  ];
  if (plain === behind) return plain;
  if (plain < 0 || behind < 0) return isAll ? Math.max(plain, behind) : -1;
  const earlier = Math.min(plain, behind);
  const later = Math.max(plain, behind);
  const isRecord = (start: number) => fieldsAt(bytes, start, escaped) === columns;
  const isKnown = isAll || endOfEscaped(bytes, later, escaped) >= 0;
  if (!isKnown) return -1;
  return !isRecord(earlier) && isRecord(later) ? later : earlier;
}

/** The number of fields in the record at `start`. */
function fieldsAt(bytes: Uint8Array, start: number, escaped: EscapedDialect): number {
  const end = endOfEscaped(bytes, start, escaped);
  const record = bytes.subarray(start, end < 0 ? bytes.length : end - 1);
  return escapedFields(Buffer.from(record).toString('latin1'), escaped.dialect).length;
}
