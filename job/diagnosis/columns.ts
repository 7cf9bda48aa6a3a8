/**
 * Causes in the columns of a file: quotes, another delimiter or another number of columns than the options state. Pure.
 */

import { fieldsIn } from '../format/fields';
import { firstOrder } from '../options/spec';
import { counted } from '../shared/figures';
import { printable } from '../shared/printable';
import { headerHint, namedColumns } from './first-lines';
import { type Evidence, type Sample, type SampleLine, share } from './sample';
import { isAligned, quotedColumns, separatorFor, shownSeparator, steadySeparator } from './separators';

/** The cause where quotes hide a delimiter or the end of a line, or enclose an order value. */
export function quotes(evidence: Evidence): string | null {
  const { file, sample, bad, spec, format } = evidence;
  if (spec.quote !== null) return spacedQuotes(evidence) || escapes(evidence);
  const given = format.separator;
  const other = otherSeparator(sample, spec.columns.length, given);
  const separator = other === null ? given : other;
  if (!areQuotesToBlame(bad, evidence, separator)) return null;
  const between = other === null ? '' : `, with '${shownSeparator(separator)}' between them`;
  const options = [
    ...(other === null ? ["--quote '\"'"] : []),
    ...(other === ',' ? ['--format csv'] : []),
    ...(other !== null && other !== ',' ? [`--delimiter '${shownSeparator(separator)}'`, "--quote '\"'"] : []),
    ...(hasEscapes(sample.lines, '"') ? ["--escape '\\'"] : []),
  ];
  return `fields of '${file}' are in double quotes${between}: give ${options.join(', and ')}${headerHint(evidence, separator)}`;
}

/** The cause where blanks stand between a delimiter and a quote, which is data then. */
function spacedQuotes({ file, bad, spec }: Evidence): string | null {
  if (bad.problem !== 'columns' || spec.isTrimmed || spec.quote === null) return null;
  const fields = fieldsIn(bad.text, { ...spec, isTrimmed: true });
  const isSpaced = fields.some(({ raw }) => /^[ \t]/.test(raw) && raw.trimStart().startsWith(spec.quote as string));
  return isSpaced && fields.length === spec.columns.length
    ? `quotes of '${file}' stand behind blanks, where they are data: give --trim`
    : null;
}

/** The cause where a quote within quotes is written with a backslash before it, and not twice. */
function escapes({ file, sample, bad, spec: { quote, escape: doubled } }: Evidence): string | null {
  if (quote === null || doubled !== quote || bad.problem === 'order' || bad.problem === 'order-range') return null;
  if (!hasEscapes([bad, ...sample.lines], quote)) return null;
  return `quotes within fields of '${file}' have a backslash before them: give --escape '\\'`;
}

function hasEscapes(lines: readonly SampleLine[], quote: string): boolean {
  // a backslash at the end of a field stands before a quote too
  return lines.some(({ text }) =>
    text
      .split(`\\${quote}`)
      .slice(1)
      .some((rest) => /^[^\s,;|]/.test(rest)),
  );
}

function areQuotesToBlame(bad: SampleLine, { sample, spec }: Evidence, separator: string): boolean {
  const fields = bad.text.split(separator);
  if (!fields.some((field) => /^\s*"/.test(field))) return false;
  const columns = quotedColumns(bad.text, separator);
  if (columns === null || hasEscapes([bad], '"')) return true;
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
  if (bad.problem === 'length' || bad.problem === 'open-quote') return null;
  const fits = otherSeparator(sample, spec.columns.length, given);
  if (fits !== null) return `${between(file, fits)}: ${remedy(fits)}${headerHint(evidence, fits)}`;
  const doubled = given.repeat(2);
  if (bad.problem === 'columns' && lines.length > 0 && lines.every(({ text }) => text.includes(doubled))) {
    const counts = new Set(lines.map(({ text }) => quotedColumns(text, doubled)));
    const [columns] = counts;
    if (counts.size === 1 && columns != null) {
      return `${between(file, doubled)}: ${remedy(doubled)}, and --columns of ${counted(columns, 'name')}`;
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
  return `${between(file, separator)}: ${remedy(separator)}, and ${columnsAdvice(evidence, separator, columns)}`;
}

/** The advice on `--columns`, where a separator makes another number of columns than `--columns` names. */
function columnsAdvice(evidence: Evidence, separator: string, columns: number): string {
  if (isTrailing(evidence, separator, columns)) return `--trailing-delimiter${headerHint(evidence, separator)}`;
  const list = namedColumns(evidence, separator);
  const names = list === null ? `--columns of ${counted(columns, 'name')}` : `--columns '${printable(list)}'`;
  return `${names}${headerHint(evidence, separator)}`;
}

/** Whether each line ends with a separator, behind which no column begins. */
function isTrailing({ sample, spec }: Evidence, separator: string, columns: number): boolean {
  return columns === spec.columns.length + 1 && sample.lines.every(({ text }) => text.endsWith(separator));
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

function remedy(separator: string): string {
  return `give --delimiter '${shownSeparator(separator)}'`;
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
  if (isTrailing(evidence, given, columns)) {
    return `lines of '${file}' end with a delimiter, behind which there is no column: give ${advice}`;
  }
  const all = lines.length === 1 ? 'the only line of' : `all of the first ${counted(lines.length, 'line')} of`;
  return (
    `${all} '${file}' ${lines.length === 1 ? 'has' : 'have'} ${counted(columns, 'column')} with '${shownSeparator(given)}' ` +
    `between them, and --columns names ${spec.columns.length}: give ${advice}, and read files of other columns by themselves`
  );
}

/** The same where a header has more names than the lines have columns. */
export function shortOfHeader(evidence: Evidence): string | null {
  return evidence.sample.hasHeader ? shortLines(evidence) : null;
}

/** The cause where some lines lack columns at their end that are neither of the key nor of the order. */
export function shortLines({ file, sample, bad, spec, format }: Evidence): string | null {
  if (bad.problem !== 'columns' || spec.reading.missingColumns === 'empty') return null;
  const needed = 1 + Math.max(...spec.keyColumns, ...spec.orderBy.map(({ column }) => column));
  const isShort = ({ text }: SampleLine) => {
    const columns = format.fieldsOf(text).length;
    return columns >= needed && columns < spec.columns.length;
  };
  const short = sample.lines.filter(isShort);
  if (!isShort(bad) || short.length < 2 || short.length < sample.lines.filter(({ problem }) => problem !== null).length)
    return null;
  return `lines of '${file}' lack columns at their end: give --missing-columns empty where these are to be empty`;
}

/** The cause where a line has all delimiters and nothing else, as spreadsheets write empty rows. */
export function emptyRow({ file, bad, format }: Evidence): string | null {
  if (bad.problem !== 'order' || !format.fieldsOf(bad.text).every((field) => field === '')) return null;
  return (
    `lines of '${file}' have delimiters and nothing else, as spreadsheets write empty rows: --bad-records drop leaves ` +
    'them out'
  );
}
