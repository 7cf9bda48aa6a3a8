/** The cause where backslashes make delimiters and newlines of values data, outside of quotes. Pure. */

import { formatOf } from '../format/formats';
import type { Spec } from '../options/spec';
import type { Evidence } from './sample';
import { hasEscaped } from './separators';

const BACKSLASH = '\\';

export function escapedText({ file, sample, bad, spec }: Evidence): string | null {
  const isPlain = spec.quote === null && spec.escape === null && !spec.isTrimmed;
  if (!isPlain || bad.problem !== 'columns') return null;
  const isInSample = sample.lines.some(({ offset }) => offset === bad.offset);
  const lines = (isInSample ? sample.lines : [bad]).map(({ text }) => text);
  if (!hasEscaped(`${lines.join('\n')}\n`, spec.delimiter)) return null;
  const escaped: Spec = { ...spec, escape: BACKSLASH };
  const isRepaired = isInSample
    ? wrongColumns(recordsOf(lines, escaped), escaped) * 2 <= wrongColumns(lines, spec)
    : mayBeRecord(bad.text, escaped);
  return isRepaired
    ? `delimiters or newlines in values of '${file}' have a backslash before them: give --escape '${BACKSLASH}'`
    : null;
}

/** How many of some records do not have the columns of a spec. */
function wrongColumns(records: readonly string[], spec: Spec): number {
  const format = formatOf(spec);
  return records.filter((record) => format.fieldsOf(record).length !== spec.columns.length).length;
}

/** The records that lines make where an escape at the end of a line joins the next one to it. */
function recordsOf(lines: readonly string[], spec: Spec): string[] {
  const format = formatOf(spec);
  const records: string[] = [];
  for (let rest = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'); rest.length > 0; ) {
    const end = format.endOfRecord(rest, 0);
    const bytes = end < 0 ? rest.length : end;
    records.push(rest.subarray(0, bytes - 1).toString('latin1'));
    rest = rest.subarray(bytes);
  }
  return records;
}

/** Whether a line of which nothing but its start is known is a record with escapes, or the first line of one. */
function mayBeRecord(text: string, spec: Spec): boolean {
  const format = formatOf(spec);
  return format.faultOf(text) === 'open-escape' || format.fieldsOf(text).length === spec.columns.length;
}
