/**
 * Lines at the front of a file that are no records: a header that the options do not state, a title, comments. Pure.
 */

import type { Format } from '../format/format';
import { comparable, isSameNames, namesIn } from '../input/column-names';
import { printable } from '../shared/printable';
import { type Evidence, isNoValue, type SampleLine, share } from './sample';
import { IN_TEXT, separatorFor, shownBytes } from './separators';

/** The most lines that a title or a preamble has. */
export const MOST_BEFORE = 20;
/** How many lines are compared with a header. */
const SOME = 20;
const NAME = /^[a-z_#\u0080-\uffff][^"{}<>]{0,63}$/;
/** The texts by which comments begin. */
export const COMMENT = /^(#|\/\/|%|-- )/;

export function unsaidHeader({ file, sample, bad, spec, format }: Evidence): string | null {
  const [first, ...rest] = sample.lines;
  if (sample.hasHeader || first === undefined || bad.offset !== first.offset || bad.problem !== 'order') return null;
  if (!areNames(sample.lines, format.separator)) return null;
  const names = namesOf(first, format);
  if (isReordered(names, spec.columns)) {
    return `the first line of '${file}' is a header in another order than --columns: give --header, which reads it by name`;
  }
  // where most of the other lines are bad too, another cause explains them
  if (rest.length > 0 && share(rest, ({ problem }) => problem === null) < 0.5) return null;
  if (isSameNames(names, spec.columns)) return namedHeader(file);
  return rest.length > 0 ? `the first line of '${file}' seems to be a header: give --header${asNamed(names)}` : null;
}

/** The cause where the first line is a header, and the lines behind it are bad too for no known reason. */
export function headerAmongBad({ file, sample, bad, spec, format }: Evidence): string | null {
  const isNamed = !sample.hasHeader && isSameNames(namesOf(bad, format), spec.columns);
  return isNamed && bad.offset === sample.lines[0]?.offset ? namedHeader(file) : null;
}

function namedHeader(file: string): string {
  return `the first line of '${file}' is a header: give --header`;
}

/** The names in the first line, cut by this separator, as a value of `--columns`; null where the line has no names. */
export function namedColumns({ sample }: Evidence, separator: string): string | null {
  const [first] = sample.lines;
  if (first === undefined || !areNames(sample.lines, separator)) return null;
  return columnList(first.text.split(separator).map((name) => shownBytes(name).trim()));
}

/** Further advice, for a file with another cause, where its first line seems to be a header as well; else ''. */
export function headerHint({ sample }: Evidence, separator: string): string {
  if (sample.hasHeader || sample.lines.length < 2 || !areNames(sample.lines, separator)) return '';
  return ', and --header, as the first line seems to be one';
}

export function comments(evidence: Evidence): string | null {
  const { file, sample, bad } = evidence;
  const [, mark] = COMMENT.exec(bad.text) ?? [];
  if (mark === undefined || bad.problem !== 'columns') return null;
  const others = sample.lines.filter(({ text }) => !COMMENT.test(text));
  if (!others.some(({ problem }) => problem !== 'columns')) return null;
  const hint = headerHint({ ...evidence, sample: { ...sample, lines: others } }, evidence.format.separator);
  return `'${file}' holds comments: give --comment '${mark}'${hint.replace('the first line', 'the first other line')}`;
}

/**
 * The cause where a title or several lines without a delimiter, or a header with other columns than the records, comes
 * before the records.
 */
export function linesBefore({ file, sample, bad, spec, format }: Evidence): string | null {
  const { lines, hasHeader } = sample;
  const count = lines.findIndex(({ problem }) => problem !== 'columns');
  if (count < 1 || count > MOST_BEFORE || bad.offset !== lines[0]?.offset) return null;
  const behind = lines.slice(count);
  if (share(behind, ({ problem }) => problem !== 'columns') < 0.9) return null;
  const before = lines.slice(0, count);
  // --skip-lines counts blank lines too
  const skip = `--skip-lines ${behind[0]?.linesBefore}`;
  const are = count === 1 ? `the first line of '${file}'` : `the first ${count} lines of '${file}'`;
  if (before.every(({ text }) => format.fieldsOf(text).length === 1)) {
    // the lines are records with another delimiter
    if (separatorFor(before, spec.columns.length, IN_TEXT) !== null) return null;
    const isHeader = !hasHeader && areNames(behind, format.separator);
    return `${are} ${count === 1 ? 'is no record' : 'are no records'}: give ${skip}${isHeader ? ', and --header' : ''}`;
  }
  if (count > 1 || !areNames(lines, format.separator)) return null;
  return `${are} seems to be a header with other columns than the records have: give ${skip}, or give it as many names`;
}

/** Whether the first line seems to have names, rather than the values of a record. */
function areNames(lines: readonly SampleLine[], separator: string): boolean {
  const [first, ...rest] = lines;
  if (first === undefined) return false;
  const names = first.text.split(separator).map(comparable);
  if (names.length < 2 || new Set(names).size < names.length || names.some((name) => name !== '' && isNoValue(name)))
    return false;
  // the first name may be empty: the index of a data frame has none
  if (!names.every((name, i) => NAME.test(name) || (i === 0 && name === ''))) return false;
  // the name of a column is not a value in that column
  return rest
    .slice(0, SOME)
    .every(({ text }) => !text.split(separator).some((field, i) => comparable(field) === names[i]));
}

function namesOf({ text }: SampleLine, format: Format): string[] {
  return namesIn(Buffer.from(text, 'latin1'), format);
}

function isReordered(names: readonly string[], columns: readonly string[]): boolean {
  if (isSameNames(names, columns)) return false;
  const sorted = (list: readonly string[]) => list.map(comparable).sort();
  return isSameNames(sorted(names), sorted(columns));
}

function asNamed(names: readonly string[]): string {
  const list = columnList(names);
  return list === null ? '' : `, and --columns '${list}'`;
}

/** The names as a value of `--columns`; null where they cannot be given there. */
function columnList(names: readonly string[]): string | null {
  const bare = names.map((name) => name.replace(/^(["'`])(.*)\1$/, '$2').trim());
  if (bare.some((name) => name === '' || /[,']/.test(name)) || new Set(bare).size < bare.length) return null;
  return printable(bare.join(','));
}
