/** Causes in single lines that programs write below the header, between the records or behind them. Pure. */

import { matches } from '../shared/matches';
import type { Evidence } from './sample';
import { shownSeparator } from './separators';

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

/** `17:` in front of the ratings of film 17. A word alone is rather a title. */
export const isSectionHead = matches(/^[\w-]*\d[\w-]*:\r?$/);

/** The cause where a bad line has a value of all records behind it, which these lack. */
export function sectionHeads({ file, bad, sample, format }: Evidence): string | null {
  const isHead = (text: string) => isSectionHead(text) && format.fieldsOf(text).length === 1;
  if (!isHead(bad.text) || !sample.lines.some(({ problem }) => problem === null)) return null;
  const separator = shownSeparator(format.separator);
  return (
    `lines of '${file}' such as '${bad.text.trim()}' seem to head the records behind them, which lack this value: ` +
    `write it into each record, as by awk '/:$/ {sub(/:$/, ""); v = $0; next} {print v "${separator}" $0}'`
  );
}
