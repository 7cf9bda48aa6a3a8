/**
 * Finds where records end whose fields may be quoted. Pure.
 *
 * A record that is too long is bad. The place where it ends depends only on its first MAX_LINE_BYTES bytes. Where they
 * end within quotes, the quote was probably not meant to open a field: the bad record ends with the line on which that
 * quote opened. Else it ends with the first newline behind these bytes, whatever quotes are before it.
 */

import { MAX_LINE_BYTES } from '../shared/limits';
import { endOfLine } from './lines';
import { FIELD_START, isComment, type QuotedDialect, RecordWalk } from './record-walk';

/**
 * What becomes of a record that has no end. `open-quote`: the bad record ends at index `end`, behind a newline, and
 * reading goes on there. `open-escape`: the same, at the end of the file. `length`: the record is too long, and ends with the first newline at MAX_LINE_BYTES or later.
 */
export type Overlong =
  | { readonly reason: 'open-quote' | 'open-escape'; readonly end: number }
  | { readonly reason: 'length' };

/** The index behind the newline of the record that begins at `start`; -1 where the record does not end in `bytes`. */
export function endOfQuoted(bytes: Uint8Array, start: number, dialect: QuotedDialect): number {
  if (isComment(bytes, start, dialect)) return endOfLine(bytes, start);
  const most = start + MAX_LINE_BYTES;
  const walk = new RecordWalk(dialect, bytes, start, FIELD_START);
  const end = walk.toEnd(Math.min(bytes.length, most));
  // whether a quote at the end of these bytes is doubled is known only with the byte behind it
  if (end >= 0 || bytes.length <= most) return end;
  return endOfLine(bytes, walk.isInQuotes ? walk.openedAt : most);
}

/** The index behind the newline of the first record that ends at `from` or later. `bytes` begin with a record. */
export function endOfQuotedFrom(bytes: Uint8Array, from: number, dialect: QuotedDialect): number {
  let end = endOfQuoted(bytes, 0, dialect);
  while (end >= 0 && end <= from) end = endOfQuoted(bytes, end, dialect);
  return end;
}

/**
 * Judges a record that has no end: `bytes`, which begin with it, are more than MAX_LINE_BYTES + 1, or the last ones of
 * their file and a newline.
 */
export function overlongQuoted(bytes: Uint8Array, dialect: QuotedDialect): Overlong {
  if (isComment(bytes, 0, dialect)) return { reason: 'length' };
  const walk = new RecordWalk(dialect, bytes, 0, FIELD_START);
  walk.toEnd(Math.min(bytes.length, MAX_LINE_BYTES));
  const end = walk.isInQuotes ? endOfLine(bytes, walk.openedAt) : -1;
  return end >= 0 && end - 1 <= MAX_LINE_BYTES ? { reason: 'open-quote', end } : { reason: 'length' };
}
