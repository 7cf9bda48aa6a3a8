/** Causes in single lines that programs write for people, below the header or behind the records. Pure. */

import type { Evidence } from './sample';

/** `(2 rows affected)`, `2 rows selected.`, `Total`, and the end of a copy of PostgreSQL. */
const BEHIND = /^["'\s]*(\(\d+ rows?( affected)?\)|\d+ rows? (selected|affected|in set)\b|(grand )?total\b|\\\.$)/i;

const REMEDY = '--bad-records drop leaves it out';

/** The cause where a bad line counts the records, or sums them up. */
export function lineBehind({ file, bad }: Evidence): string | null {
  if (!BEHIND.test(bad.text)) return null;
  return `a line of '${file}' is no record, but what programs write behind the records: ${REMEDY}`;
}

/** The cause where a bad line underlines the names in the header, as sqlcmd does it. */
export function dashes({ file, bad, format }: Evidence): string | null {
  const fields = format.fieldsOf(bad.text).map((field) => field.trim());
  if (!fields.every((field) => /^-+$/.test(field)) || !fields.some((field) => field.length > 1)) return null;
  return `a line of '${file}' has dashes alone, as programs write them below a header: ${REMEDY}`;
}
