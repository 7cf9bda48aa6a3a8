/** What seems to stand between the columns of some lines. Pure. */

import { isUtf8 } from 'node:buffer';
import { printable } from '../shared/printable';
import type { SampleLine } from './sample';

/** Those that files mostly have, the likeliest first. */
const USUAL = [',', '\t', ';', '|', '^', '\x01', '~', '\x1f', ' ', ':'];
/** Text has these too. */
export const IN_TEXT = ' :';
/** One of these stands for itself; in a run with others, such as `|~|`, all of them count. */
const ALONE = /[,;|^~:#!*$@\\ \t]|[^\x20-\xff]/g;
const RUN = /[^\w\s"'.+\-\x80-\xff]{2,4}/g;
/** A character of UTF-8 that takes several bytes; and, in text that is none, a byte beyond ASCII. */
const WIDE = /[\xc2-\xf4][\x80-\xbf]{1,3}/g;
const BEYOND = /[\x80-\xff]/g;
/** One that stands in a value may hide the columns of a few lines. */
const MOST = 0.9;

/** Columns of a line where quotes may hold a separator; null where a quote is left open. */
export function quotedColumns(text: string, separator: string): number | null {
  let columns = 1;
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const end = closingQuote(text, at);
      if (end < 0) return null;
      at = end + 1;
    }
    const next = text.indexOf(separator, at);
    if (next < 0) return columns;
    columns++;
    at = next + separator.length;
  }
}

function closingQuote(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end;
}

/** One that makes this many columns of most lines, but for those left out; null where there is none. */
export function separatorFor(lines: readonly SampleLine[], columns: number, without = ''): string | null {
  if (columns < 2) return null;
  const all = candidates(lines).filter((each) => !without.includes(each));
  const found = all.find((each) => isMost(lines, ({ text }) => quotedColumns(text, each) === columns));
  return found === undefined ? null : found;
}

/** A usual one that makes the same number of columns of every line, whatever number that is. Blanks and colons stand in values. */
export function steadySeparator(lines: readonly SampleLine[]): { separator: string; columns: number } | null {
  for (const separator of USUAL.filter((each) => !IN_TEXT.includes(each))) {
    const counts = new Set(lines.map(({ text }) => quotedColumns(text, separator)));
    const [columns] = counts;
    if (counts.size === 1 && columns != null && columns > (lines.length > 1 ? 1 : 2)) return { separator, columns };
  }
  return null;
}

/** Whether most lines have this many columns with blanks between them, as many as it takes to align them. */
export function isAligned(lines: readonly SampleLine[], columns: number): boolean {
  if (columns < 2 || !lines.some(({ text }) => /\s\s/.test(text.trim()))) return false;
  return isMost(lines, ({ text }) => text.trim().split(/\s+/).length === columns);
}

/** As it is written behind `--delimiter`. */
export function shownSeparator(separator: string): string {
  if (separator === '\t') return '\\t';
  return shownBytes(separator);
}

/** Bytes that were one character each, as text; a single one beyond ASCII as `\xHH`. */
export function shownBytes(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return text.length > 1 || isUtf8(bytes) ? printable(bytes.toString()) : `\\x${bytes.toString('hex')}`;
}

/** A delimiter that stands in none of the lines. */
export function unusedDelimiter(lines: readonly SampleLine[]): string {
  const unused = ['^', '|', ';', '~', '\t'].find((each) => lines.every(({ text }) => !text.includes(each)));
  return unused === undefined ? '\x01' : unused;
}

function candidates(lines: readonly SampleLine[]): string[] {
  // a title may stand before the records
  const line = lines[Math.min(1, lines.length - 1)];
  if (line === undefined) return [];
  const { text } = line;
  const patterns = [RUN, ALONE, isUtf8(Buffer.from(text, 'latin1')) ? WIDE : BEYOND];
  const found = new Set(patterns.flatMap((pattern) => Array.from(text.matchAll(pattern), ([each]) => each)));
  return [...found].sort((a, b) => rank(a) - rank(b));
}

/** A run comes before the bytes that it is made of. */
function rank(separator: string): number {
  if (separator.length > 1) return -separator.length;
  const usual = USUAL.indexOf(separator);
  return usual < 0 ? USUAL.length : usual;
}

/** All but a title among a few, or nine of ten. */
function isMost(lines: readonly SampleLine[], holds: (line: SampleLine) => boolean): boolean {
  const held = lines.filter(holds).length;
  return held > 0 && (held >= MOST * lines.length || (lines.length >= 3 && held >= lines.length - 1));
}
