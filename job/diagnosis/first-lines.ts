/** Lines at the front of a file that are no records: a header that the options do not tell of, a title, comments. Pure. */

import type { Format } from '../format/format';
import { comparable, isSameNames, namesIn } from '../input/column-names';
import { printable } from '../shared/printable';
import { type Evidence, isNoValue, type SampleLine, share } from './sample';
import { IN_TEXT, separatorFor, shownBytes } from './separators';

/** A title or a preamble has no more lines. */
const MOST_BEFORE = 20;
/** Lines to compare a header with. */
const SOME = 20;
const NAME = /^[a-z_#\u0080-\uffff][^"{}<>]{0,63}$/;
const COMMENT = /^\s*(#|\/\/|%|-- )/;

export function unsaidHeader({ file, sample, bad, spec, format }: Evidence): string | null {
  const [first, ...rest] = sample.lines;
  if (sample.hasHeader || first === undefined || bad.offset !== first.offset || bad.problem !== 'order') return null;
  if (!areNames(sample.lines, format.separator)) return null;
  const names = namesOf(first, format);
  if (isReordered(names, spec.columns)) {
    return `the first line of '${file}' is a header in another order than --columns: give --header${asNamed(names)}`;
  }
  // what else is bad there has a cause of its own
  if (rest.length > 0 && share(rest, ({ problem }) => problem === null) < 0.5) return null;
  if (isSameNames(names, spec.columns)) return namedHeader(file);
  return rest.length > 0 ? `the first line of '${file}' seems to be a header: give --header${asNamed(names)}` : null;
}

/** Where the lines behind it are bad too, and nothing tells why. */
export function headerAmongBad({ file, sample, bad, spec, format }: Evidence): string | null {
  const isNamed = !sample.hasHeader && isSameNames(namesOf(bad, format), spec.columns);
  return isNamed && bad.offset === sample.lines[0]?.offset ? namedHeader(file) : null;
}

function namedHeader(file: string): string {
  return `the first line of '${file}' is a header: give --header`;
}

/** The names that the first line has with this separator, as they stand behind `--columns`; null where it has none. */
export function namedColumns({ sample }: Evidence, separator: string): string | null {
  const [first] = sample.lines;
  if (first === undefined || !areNames(sample.lines, separator)) return null;
  return columnList(first.text.split(separator).map((name) => shownBytes(name).trim()));
}

/** What else to give, where there is another cause as well: the first line of the file may be a header. */
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
  return (
    `'${file}' holds comments, which are no records: take out the lines that begin with '${mark}', or --bad-records drop ` +
    `goes on without them${hint.replace('the first line', 'the first other line')}`
  );
}

/** A title, or more lines without any delimiter; or a header that has other columns than the records. */
export function linesBefore({ file, sample, bad, spec, format }: Evidence): string | null {
  const { lines, hasHeader } = sample;
  const count = lines.findIndex(({ problem }) => problem !== 'columns');
  if (count < 1 || count > MOST_BEFORE || bad.offset !== lines[0]?.offset) return null;
  const behind = lines.slice(count);
  if (share(behind, ({ problem }) => problem !== 'columns') < 0.9) return null;
  const before = lines.slice(0, count);
  const are = count === 1 ? `the first line of '${file}'` : `the first ${count} lines of '${file}'`;
  if (before.every(({ text }) => format.fieldsOf(text).length === 1)) {
    // records, with another delimiter
    if (separatorFor(before, spec.columns.length, IN_TEXT) !== null) return null;
    const isHeader = !hasHeader && areNames(behind, format.separator);
    return `${are} ${count === 1 ? 'is no record: take it' : 'are no records: take them'} out${isHeader ? ', then give --header' : ''}`;
  }
  if (count > 1 || !areNames(lines, format.separator)) return null;
  return `${are} seems to be a header with other columns than the records have: take it out, or give it as many names`;
}

/** Whether the first line has names, and no values of a record, as far as a line tells. */
function areNames(lines: readonly SampleLine[], separator: string): boolean {
  const [first, ...rest] = lines;
  if (first === undefined) return false;
  const names = first.text.split(separator).map(comparable);
  if (names.length < 2 || new Set(names).size < names.length || names.some((name) => name !== '' && isNoValue(name)))
    return false;
  // the index of a data frame has no name
  if (!names.every((name, i) => NAME.test(name) || (i === 0 && name === ''))) return false;
  // a name is no value of its column
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

/** Null where they cannot stand behind `--columns`. */
function columnList(names: readonly string[]): string | null {
  const bare = names.map((name) => name.replace(/^(["'`])(.*)\1$/, '$2').trim());
  if (bare.some((name) => name === '' || /[,']/.test(name)) || new Set(bare).size < bare.length) return null;
  return printable(bare.join(','));
}
