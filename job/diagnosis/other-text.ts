/** Causes in the file itself: it is no delimited text, or it is not complete. Pure. */

import { counted } from '../shared/figures';
import { notByLine, pathsOf, shownPaths } from './json-shape';
import { type Evidence, isNoneGood, type Sample, type SampleLine } from './sample';
import { separatorFor, shownSeparator } from './separators';

const OTHER_TEXT: readonly (readonly [RegExp, string])[] = [
  [/^\s*(\{\s*("|$)|\[\s*([{["]|$))/, 'JSON'],
  [/^\s*<(\?xml|!doctype|!--|[a-z][\w:-]*(\s|>))/i, 'XML or HTML'],
  [/^\s*(insert\s+into|create\s+table|drop\s+table|begin;|set\s+\w+\s*=|--\s*$|-- .*\bdump\b)/i, 'SQL'],
];

export function returnsAlone({ file, sample, bad, spec, format }: Evidence): string | null {
  const pieces = bad.text.split('\r').filter((each) => each !== '');
  const isCut = bad.problem === 'columns' || bad.problem === 'json' || bad.problem === 'length';
  if (pieces.length < 2 || (spec.columns.length > 1 && !isCut)) return null;
  if (!sample.isEndless && !pieces.every((each) => format.fieldsOf(each).length === spec.columns.length)) return null;
  return `lines of '${file}' end in a carriage return alone: give --line-end cr`;
}

/** The kind of text that the first line begins; null for another. */
export function textKind([first]: readonly SampleLine[]): string | null {
  return first === undefined ? null : otherTextIn(first.text);
}

/** The kind of text that begins with this line, if it is no delimited text: `JSON`, `XML or HTML`, `SQL`; else null. */
export function otherTextIn(firstLine: string): string | null {
  const found = OTHER_TEXT.find(([begins]) => begins.test(firstLine));
  return found === undefined ? null : found[1];
}

export function otherText({ file, sample }: Evidence): string | null {
  const kind = textKind(sample.lines);
  if (kind === null || !isNoneGood(sample)) return null;
  return kind === 'JSON' ? jsonAdvice(file, sample) : `'${file}' holds ${kind}, and no delimited text: convert it`;
}

function jsonAdvice(file: string, { lines }: Sample): string {
  const how = notByLine(lines);
  if (how !== null) return `'${file}' ${how}, and give --format json; or name the inputs without it`;
  const paths = pathsOf(lines);
  const names =
    paths.length === 0 ? '' : `, with --key and --order-by of the names in its records: ${shownPaths(paths)}`;
  return `'${file}' holds JSON Lines, and no delimited text: give --format json${names}`;
}

/** The rule between the head and the rows of a table, as psql and Markdown draw it. */
export const DRAWN = /^[\s|+:-]*-{2,}[\s:]*[|+][\s|+:-]*$/;

export function drawnTable({ file, sample }: Evidence): string | null {
  if (!sample.lines.slice(0, 3).some(({ text }) => DRAWN.test(text))) return null;
  return `'${file}' holds a table that is drawn for people to read: export it as delimited text`;
}

/** The cause where the last line of a file has fewer columns than others, and no line ending. */
export function cutOff({ file, sample, bad, spec, format }: Evidence): string | null {
  const isLast = bad.offset + bad.text.length === sample.fileBytes;
  const isShort = bad.problem === 'columns' && format.fieldsOf(bad.text).length < spec.columns.length;
  const isOnly = sample.hasHeader && sample.lines.length === 1;
  return !isLast || !isShort || (isNoneGood(sample) && !isOnly) ? null : cutOffWords(file);
}

export function cutOffWords(file: string): string {
  return (
    `'${file}' ends within its last line, as if it had been cut off: look whether all of it is there; if so, ` +
    '--bad-records drop goes on without that line'
  );
}

export function noText({ file, sample, spec, format }: Evidence): string | null {
  const isBinary = sample.lines.some(({ text }) => controlBytes(text.slice(0, 256), format.separator) > 1);
  if (!isNoneGood(sample) || !isBinary || separatorFor(sample.lines, spec.columns.length) !== null) return null;
  return `'${file}' holds bytes that no text has, as if it were packed or encrypted: unpack it, or name other files`;
}

/**
 * The number of control bytes that no text has. The delimiter, and bytes for tabs, pages and carriage returns, do not
 * count.
 */
export function controlBytes(text: string, separator: string): number {
  const bytes = Buffer.from(text, 'latin1');
  const allowed = [...Buffer.from(separator, 'latin1'), 9, 12, 13, 27];
  return bytes.filter((byte) => byte < 32 && !allowed.includes(byte)).length;
}

export function endlessWords(file: string, format: string): string {
  return `the start of '${file}' has no end of a line, so it may be no ${format}: look at it`;
}

export function noRecord({ file, sample, spec, format }: Evidence): string | null {
  const { lines } = sample;
  const delimiter = shownSeparator(format.separator);
  if (sample.isEndless) return endlessWords(file, 'delimited text');
  if (lines.length < 2 || !isNoneGood(sample)) return null;
  const others = 'or name only files that hold records';
  const [first] = lines;
  if (lines.length > 2 && lines.every(({ text }) => text.length === first?.text.length && !text.includes(delimiter))) {
    return (
      `all lines of '${file}' are of one length, as where columns have a fixed width: put a delimiter between the ` +
      `columns, ${others}`
    );
  }
  return (
    `none of the first ${counted(lines.length, 'line')} of '${file}' is a record of ${counted(spec.columns.length, 'column')} ` +
    `with '${delimiter}' between them: look at --columns and --delimiter, ${others}`
  );
}
