/**
 * Causes in the columns of a file: quotes, another delimiter or another number of columns than the options state. Pure.
 */

import { firstOrder } from '../options/spec';
import { counted } from '../shared/figures';
import { printable } from '../shared/printable';
import { headerHint, namedColumns } from './first-lines';
import { type Evidence, type Sample, type SampleLine, share } from './sample';
import { isAligned, quotedColumns, separatorFor, shownSeparator, steadySeparator, unusedDelimiter } from './separators';

/** The cause where quotes hide a delimiter or the end of a line, or enclose an order value. */
export function quotes(evidence: Evidence): string | null {
  const { file, sample, bad, spec, format } = evidence;
  const given = format.separator;
  const other = otherSeparator(sample, spec.columns.length, given);
  const separator = other === null ? given : other;
  if (!areQuotesToBlame(bad, evidence, separator)) return null;
  const delimiter = other === null ? '' : ` (with '${shownSeparator(separator)}' between them)`;
  const free = shownSeparator(unusedDelimiter(sample.lines));
  return (
    `fields of '${file}'${delimiter} begin with double quotes, and quoted text is not understood yet: write the file ` +
    `without quotes, with a delimiter that stands in no value, such as '${free}', and give --delimiter '${free}'` +
    headerHint(evidence, separator)
  );
}

function areQuotesToBlame(bad: SampleLine, { sample, spec }: Evidence, separator: string): boolean {
  const fields = bad.text.split(separator);
  if (!fields.some((field) => /^\s*"/.test(field))) return false;
  const columns = quotedColumns(bad.text, separator);
  if (columns === null) return true;
  if (columns !== spec.columns.length) return false;
  if (fields.length !== columns) return true;
  // quotes around the order value are to blame where most lines are bad; quotes around a name hide nothing
  const value = fields[firstOrder(spec).column] as string;
  const isSingle = sample.lines.length > 1 && share(sample.lines, ({ problem }) => problem === null) >= 0.5;
  return /^\s*"/.test(value) && !isSingle;
}

export function otherDelimiter(evidence: Evidence): string | null {
  const { file, sample, bad, spec, format } = evidence;
  const { lines } = sample;
  const given = format.separator;
  if (bad.problem === 'length') return null;
  const fits = otherSeparator(sample, spec.columns.length, given);
  if (fits !== null) return `${between(file, fits)}: ${remedy(fits, lines)}${headerHint(evidence, fits)}`;
  const doubled = given.repeat(2);
  if (bad.problem === 'columns' && lines.length > 0 && lines.every(({ text }) => text.includes(doubled))) {
    const counts = new Set(lines.map(({ text }) => quotedColumns(text, doubled)));
    const [columns] = counts;
    if (counts.size === 1 && columns != null) {
      return `${between(file, doubled)}: ${remedy(doubled, lines)}, and --columns of ${counted(columns, 'name')}`;
    }
  }
  if (bad.problem !== 'columns' || !lines.every(({ text }) => !text.includes(given))) return null;
  if (isAligned(lines, spec.columns.length)) {
    return (
      `the columns of '${file}' seem to be aligned by blanks: put a delimiter between them, as by ` +
      `awk -v OFS='${given}' '{$1=$1}1'`
    );
  }
  const steady = steadySeparator(lines);
  if (steady === null) return null;
  const { separator, columns } = steady;
  return `${between(file, separator)}: ${remedy(separator, lines)}, and ${columnsAdvice(evidence, separator, columns)}`;
}

/** The advice on `--columns`, where a separator makes another number of columns than `--columns` names. */
function columnsAdvice(evidence: Evidence, separator: string, columns: number): string {
  const { sample, spec } = evidence;
  const named = namedColumns(evidence, separator);
  const isTrailing = columns === spec.columns.length + 1 && sample.lines.every(({ text }) => text.endsWith(separator));
  const list = isTrailing ? [...spec.columns, spec.columns.includes('end') ? 'rest' : 'end'].join(',') : named;
  const names = list === null ? `--columns of ${counted(columns, 'name')}` : `--columns '${printable(list)}'`;
  return `${names}${headerHint(evidence, separator)}`;
}

/**
 * Another separator, which makes the right number of columns where the given one does not; null where there is none.
 */
function otherSeparator({ lines }: Sample, columns: number, given: string): string | null {
  if (share(lines, ({ text }) => quotedColumns(text, given) === columns) >= 0.5) return null;
  const found = separatorFor(lines, columns);
  return found === given ? null : found;
}

function between(file: string, separator: string): string {
  return `the columns of '${file}' have '${shownSeparator(separator)}' between them`;
}

function remedy(separator: string, lines: readonly SampleLine[]): string {
  if (separator.length === 1) return `give --delimiter '${shownSeparator(separator)}'`;
  const free = shownSeparator(unusedDelimiter(lines));
  const pattern = separator.replace(/[.*^$[\]\\/]/g, '\\$&');
  return (
    `a delimiter is one byte, so replace it, as by sed 's/${shownSeparator(pattern)}/${free}/g', and give ` +
    `--delimiter '${free}'`
  );
}

export function otherColumns(evidence: Evidence): string | null {
  const { file, sample, bad, spec, format } = evidence;
  const { lines } = sample;
  if (bad.problem !== 'columns' || lines.length === 0) return null;
  const given = format.separator;
  const counts = new Set(lines.map(({ text }) => format.fieldsOf(text).length));
  const [columns] = counts;
  if (counts.size !== 1 || columns === undefined || columns < 2) return null;
  const advice = columnsAdvice(evidence, given, columns);
  if (columns === spec.columns.length + 1 && lines.every(({ text }) => text.endsWith(given))) {
    return `lines of '${file}' end with a delimiter, which makes one more column: name it, as by ${advice}`;
  }
  const all = lines.length === 1 ? 'the only line of' : `all of the first ${counted(lines.length, 'line')} of`;
  return (
    `${all} '${file}' ${lines.length === 1 ? 'has' : 'have'} ${counted(columns, 'column')} with '${shownSeparator(given)}' ` +
    `between them, and --columns names ${spec.columns.length}: give ${advice}, and read files of other columns by themselves`
  );
}
