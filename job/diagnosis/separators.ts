/** Guesses which separator stands between the columns of some lines. Pure. */

import { isUtf8 } from 'node:buffer';
import { fieldsIn } from '../format/fields';
import { textOfBytes } from '../options/parsing/byte-text';
import { printable } from '../shared/printable';
import type { SampleLine } from './sample';

/** The usual separators, the likeliest first. */
const USUAL = [',', '\t', ';', '|', '^', '\x01', '~', '\x1f', ' ', ':'];
/** The separators that stand in text too. */
export const IN_TEXT = ' :';
/**
 * `ALONE` matches a single character that may be a separator. In a run of such characters, such as `|~|`, the run is
 * the separator: `RUN` matches it.
 */
const ALONE = /[,;|^~:#!*$@\\ \t]|[^\x20-\xff]/g;
const RUN = /[^\w\s"'.+\-\x80-\xff]{2,8}/g;
/**
 * `WIDE` matches a character of UTF-8 that takes several bytes. In text that is not UTF-8, `BEYOND` matches a byte
 * beyond ASCII.
 */
const WIDE = /[\xc2-\xf4][\x80-\xbf]{1,3}/g;
const BEYOND = /[\x80-\xff]/g;
/**
 * The share of lines that is most of them: a separator that stands in a value too may hide the columns of a few lines.
 */
const MOST = 0.9;
/** The usual way of quoting. */
const QUOTED = { quote: '"', escape: '"', isTrimmed: false, hasTrailingDelimiter: false } as const;

/** The number of columns of a line in which quotes may hold a separator; null where a quote is left open. */
export function quotedColumns(text: string, separator: string): number | null {
  const fields = fieldsIn(text, { ...QUOTED, delimiter: separator });
  return fields.some(({ fault }) => fault === 'open-quote') ? null : fields.length;
}

/** A separator that makes this many columns of most lines, and is not in `without`; null where there is none. */
export function separatorFor(lines: readonly SampleLine[], columns: number, without = ''): string | null {
  if (columns < 2) return null;
  const all = candidates(lines).filter((each) => !without.includes(each));
  const found = all.find((each) => isMost(lines, ({ text }) => quotedColumns(text, each) === columns));
  return found === undefined ? null : found;
}

/**
 * A usual separator that makes the same number of columns of every line, whatever number that is; null where there is
 * none. Blanks and colons are left out, since they stand in values.
 */
export function steadySeparator(lines: readonly SampleLine[]): { separator: string; columns: number } | null {
  for (const separator of USUAL.filter((each) => !IN_TEXT.includes(each))) {
    const counts = new Set(lines.map(({ text }) => quotedColumns(text, separator)));
    const [columns] = counts;
    if (counts.size === 1 && columns != null && columns > (lines.length > 1 ? 1 : 2)) return { separator, columns };
  }
  return null;
}

/** Whether an odd number of backslashes is before some delimiter or newline. */
export function hasEscaped(text: string, delimiter: string): boolean {
  if (delimiter.includes('\\')) return false;
  return [delimiter, '\n'].some((end) =>
    text
      .split(`\\${end}`)
      .slice(0, -1)
      .some((before) => ((/\\*$/.exec(before) as RegExpExecArray)[0].length & 1) === 0),
  );
}

/**
 * Whether most lines have this many columns that are aligned by blanks, with as many between two columns as that takes.
 */
export function isAligned(lines: readonly SampleLine[], columns: number): boolean {
  if (columns < 2 || !lines.some(({ text }) => /\s\s/.test(text.trim()))) return false;
  return isMost(lines, ({ text }) => text.trim().split(/\s+/).length === columns);
}

/** A separator as it is written behind `--delimiter`. */
export function shownSeparator(separator: string): string {
  return textOfBytes(separator);
}

/** Decodes a text that has one character per byte. A single byte beyond ASCII is shown as `\xHH`. */
export function shownBytes(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return text.length > 1 || isUtf8(bytes) ? printable(bytes.toString()) : `\\x${bytes.toString('hex')}`;
}

function candidates(lines: readonly SampleLine[]): string[] {
  // the second line is looked at, since the first one may be a title
  const line = lines[Math.min(1, lines.length - 1)];
  return line === undefined ? [] : separatorsIn(line.text);
}

/** All bytes of a line that may stand between its columns, the likeliest first. */
export function separatorsIn(text: string): string[] {
  const patterns = [RUN, ALONE, isUtf8(Buffer.from(text, 'latin1')) ? WIDE : BEYOND];
  const found = new Set(patterns.flatMap((pattern) => Array.from(text.matchAll(pattern), ([each]) => each)));
  return [...found].sort((a, b) => rank(a) - rank(b));
}

/** The order in which separators are tried: a run comes before the bytes that it is made of. */
function rank(separator: string): number {
  if (separator.length > 1) return -separator.length;
  const usual = USUAL.indexOf(separator);
  return usual < 0 ? USUAL.length : usual;
}

/** Whether a condition holds for nine of ten lines; of a few lines, it need not hold for one, which may be a title. */
function isMost(lines: readonly SampleLine[], holds: (line: SampleLine) => boolean): boolean {
  const held = lines.filter(holds).length;
  return held > 0 && (held >= MOST * lines.length || (lines.length >= 3 && held >= lines.length - 1));
}
