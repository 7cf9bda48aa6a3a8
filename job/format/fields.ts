/** Splits one record into its fields. Strings have one character for each byte. Pure. */

import { type Dialect, isEscapedText } from '../options/spec';
import { escapedFields } from './escaped-text';

export interface Field {
  /** The bytes between the delimiters, quotes and all. */
  readonly raw: string;
  /** The bytes by which fields are compared: without quotes and escapes, and without blanks where these do not count. */
  readonly value: string;
  readonly fault: FieldFault | null;
}

/**
 * `quote`: other bytes follow the closing quote. `open-quote`: there is no closing quote. `open-escape`: no byte follows the
 * escape.
 */
export type FieldFault = 'quote' | 'open-quote' | 'open-escape';

/** The fields of a record, which is given without its line ending. */
export function fieldsIn(record: string, dialect: Dialect): Field[] {
  const { delimiter, quote } = dialect;
  if (isEscapedText(dialect)) return escapedFields(record, dialect);
  if (quote === null) return record.split(delimiter).map((raw) => unquoted(raw, dialect));
  const fields: Field[] = [];
  for (let start = 0; ; ) {
    const open = dialect.isTrimmed ? behindBlanks(record, start, delimiter) : start;
    const isQuoted = record[open] === quote && !record.startsWith(delimiter, open);
    const { end, field } = isQuoted ? quotedAt(record, start, open, dialect) : unquotedAt(record, start, dialect);
    fields.push(field);
    if (end === record.length) return fields;
    start = end + delimiter.length;
  }
}

interface Taken {
  /** The index of the delimiter behind the field, or the end of the record. */
  readonly end: number;
  readonly field: Field;
}

function unquotedAt(record: string, start: number, dialect: Dialect): Taken {
  const end = endOfText(record, start, dialect.delimiter);
  return { end, field: unquoted(record.slice(start, end), dialect) };
}

/** Takes a field that starts at `start` and whose opening quote is at `open`. */
function quotedAt(record: string, start: number, open: number, dialect: Dialect): Taken {
  const { delimiter, isTrimmed } = dialect;
  const { close, value } = closingQuote(record, open, dialect);
  const to = (end: number, given: Omit<Field, 'raw'>) => ({ end, field: { raw: record.slice(start, end), ...given } });
  if (close < 0) return to(record.length, { value, fault: 'open-quote' });
  const behind = isTrimmed ? behindBlanks(record, close + 1, delimiter) : close + 1;
  if (behind === record.length || record.startsWith(delimiter, behind)) return to(behind, { value, fault: null });
  // the rest of the field counts as text without quotes
  return to(endOfText(record, close + 1, delimiter), { value, fault: 'quote' });
}

/** The index of the quote that closes the one at `open`, -1 where there is none; and the value between the two. */
function closingQuote(
  record: string,
  open: number,
  { quote, escape: escaping }: Dialect,
): { close: number; value: string } {
  let value = '';
  for (let at = open + 1; at < record.length; at++) {
    const byte = record[at] as string;
    if (byte === escaping && (escaping !== quote || record[at + 1] === quote)) value += record.charAt(++at);
    else if (byte === quote) return { close: at, value };
    else value += byte;
  }
  return { close: -1, value };
}

function unquoted(raw: string, { isTrimmed }: Dialect): Field {
  return { raw, value: isTrimmed ? trimmed(raw) : raw, fault: null };
}

function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return text.slice(start, end);
}

function isBlank(byte: string | undefined): boolean {
  return byte === ' ' || byte === '\t';
}

function endOfText(record: string, from: number, delimiter: string): number {
  const at = record.indexOf(delimiter, from);
  return at < 0 ? record.length : at;
}

/** The index behind the blanks at `from`. A delimiter may begin with a blank, or consist of blanks. */
function behindBlanks(record: string, from: number, delimiter: string): number {
  let at = from;
  while (isBlank(record[at]) && !record.startsWith(delimiter, at)) at++;
  return at;
}
