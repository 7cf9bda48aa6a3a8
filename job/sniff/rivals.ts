/** Chooses among several delimiters that all make the same number of columns of every line. Pure. */

import { IN_TEXT, shownSeparator } from '../diagnosis/separators';
import type { Candidate } from './dialects';
import type { Fit } from './fit';
import { type Doubt, doubt } from './sample';
import { isTyped, type KindName, kindOf } from './value-kinds';

/** The separators of one byte that stand in few texts, so that one of them is a delimiter where it fits. */
export const STRONG = [',', '\t', ';', '|', '^', '\x01', '\x02', '\x1e', '\x1f', '~'];
/** Of these a doubled one is rather two delimiters with nothing between them. */
const OFTEN_DOUBLED = [',', ';', '\t'];
/** Lines of three columns and more are of one form by chance in few texts. */
const ENOUGH_LINES = 10;

/** Kinds that are told by all of a value, and not by its start. */
const WHOLE: readonly KindName[] = ['timestamp', 'address', 'uuid', 'url', 'email'];

export interface Chosen {
  readonly candidate: Candidate;
  readonly doubts: readonly Doubt[];
}

/** Null where the lines hold nothing but separators that stand in texts, and these do not fit all lines. */
export function chosenOf(candidates: readonly Candidate[]): Chosen | null {
  const wins = (a: Candidate) => candidates.filter((b) => b !== a && isBetter(a, b)).length;
  const [candidate] = [...candidates].sort(
    (a, b) =>
      wins(b) - wins(a) ||
      Number(isStrong(b)) - Number(isStrong(a)) ||
      Number(isLikelyRun(b)) - Number(isLikelyRun(a)) ||
      columnsOf(b) - columnsOf(a),
  );
  if (candidate === undefined || (!isStrong(candidate) && !candidate.isExact)) return null;
  const equals = candidates.filter((other) => other !== candidate && !isBetter(candidate, other));
  return { candidate, doubts: doubtsAbout(candidate, equals) };
}

/**
 * The delimiter is sure where every line agrees, no other delimiter fits as well, and there are enough lines or columns
 * of a type to tell a table from text.
 */
function doubtsAbout(candidate: Candidate, equals: readonly Candidate[]): Doubt[] {
  const { dialect, fits } = candidate;
  const shown = `'${shownSeparator(dialect.delimiter)}'`;
  const lines = fits.reduce((sum, { rows }) => sum + rows.length, 0);
  if (equals.length > 0) {
    const others = equals.map((other) => `'${shownSeparator(other.dialect.delimiter)}'`).join(' and ');
    return [doubt('delimiter', `${others} would fit all lines as well as ${shown}`)];
  }
  if (fits.every(isOneValue)) {
    return [doubt('delimiter', `each line may as well be one value, in which ${shown} stands`)];
  }
  if (dialect.delimiter === ',' && fits.every(isFraction)) {
    return [doubt('delimiter', `${shown} may stand before the fraction of a time, as in logs`)];
  }
  if (lines < 2) return [doubt('delimiter', 'there is only one line, which no other line can bear out')];
  if (!isStrong(candidate) && !(dialect.delimiter === ':' && columnsOf(candidate) > 2 && hasType(fits))) {
    return [doubt('delimiter', `${shown} may as well stand in the text of lines that are no table`)];
  }
  if (!hasType(fits) && (lines < ENOUGH_LINES || columnsOf(candidate) < 3)) {
    return [
      doubt(
        'delimiter',
        `no column holds numbers, times or other values of one form, so the lines may be text with ${shown} in it`,
      ),
    ];
  }
  return [];
}

/** Whether `a` reads the lines so that the other delimiter is only part of values, and `b` does not. */
function isBetter(a: Candidate, b: Candidate): boolean {
  const [one, other] = [a.dialect.delimiter, b.dialect.delimiter];
  if (one.includes(other)) return isNeverAlone(a, other) && columnsOf(a) > 2 && !OFTEN_DOUBLED.includes(other);
  if (other.includes(one)) return !isNeverAlone(b, one);
  const [explained, back] = [explains(a, other), explains(b, one)];
  return explained !== back ? explained > back : explained > 0 && isStrong(a) && !isStrong(b);
}

/** Whether these bytes, a part of the candidate's delimiter, stand nowhere but in that delimiter. */
function isNeverAlone({ fits, dialect }: Candidate, part: string): boolean {
  return fits.every(({ rows }) =>
    rows.every(({ text }) => !text.split(dialect.delimiter).some((field) => field.includes(part))),
  );
}

/**
 * 2 where a candidate has the other delimiter only within quotes or within values of one form, such as times; 1 where
 * it has it in a single column and makes more columns; else 0.
 */
function explains(candidate: Candidate, other: string): 0 | 1 | 2 {
  const { fits } = candidate;
  const holding = fits.map((fit) => columnsHolding(fit, other));
  if (fits.every((fit, i) => (holding[i] as number[]).every((column) => isTypedColumn(fit, column)))) return 2;
  const all = new Set(holding.flat());
  const most = Math.max(...fits.map(({ rows }) => Math.max(...rows.map(({ text }) => text.split(other).length))));
  return all.size === 1 && columnsOf(candidate) > most ? 1 : 0;
}

/** The columns in which some value without quotes holds these bytes. */
function columnsHolding({ rows, columns, dialect }: Fit, bytes: string): number[] {
  const isPlain = (raw: string) => dialect.quote === null || !raw.trimStart().startsWith(dialect.quote);
  return Array.from({ length: columns }, (_, i) => i).filter((column) =>
    rows.some(({ fields }) => {
      const raw = fields[column]?.raw;
      return raw?.trim().includes(bytes) && isPlain(raw);
    }),
  );
}

/** The first row is left out wherever it stands, as it may be a header. */
function isTypedColumn({ rows }: Fit, column: number): boolean {
  const others = rows.filter(({ text }) => text !== rows[0]?.text);
  const taken = others.length > 0 ? others : rows;
  return isTyped(kindOf(taken.map(({ values }) => values[column] as string)).kind);
}

/** Whether each line may as well be one value, since the delimiter is one that stands in values: `https://a.b`. */
export function isOfOneValue(candidate: Candidate): boolean {
  return (
    !isStrong(candidate) &&
    candidate.fits.every(({ rows }) => WHOLE.includes(kindOf(rows.map(({ text }) => text)).kind))
  );
}

/** Whether the lines as a whole are values of one form: `3,50`. */
export function isOneValue({ rows }: Fit): boolean {
  return isTyped(kindOf(rows.map(({ text }) => text)).kind);
}

/** Whether each line has a comma only behind the seconds of a time: `10:00:00,123`. */
function isFraction({ rows, columns }: Fit): boolean {
  return columns === 2 && rows.every(({ text }) => /\d:\d\d,\d{3}(\D|$)/.test(text));
}

function hasType(fits: readonly Fit[]): boolean {
  return fits.some((fit) =>
    Array.from({ length: fit.columns }, (_, i) => i).some((column) => isTypedColumn(fit, column)),
  );
}

function isLikelyRun({ dialect: { delimiter } }: Candidate): boolean {
  return delimiter.length > 1 && !OFTEN_DOUBLED.includes(delimiter.charAt(0));
}

function columnsOf({ fits }: Candidate): number {
  return Math.min(...fits.map(({ columns }) => columns));
}

function isStrong({ dialect: { delimiter } }: Candidate): boolean {
  return delimiter.length > 1 || (STRONG.includes(delimiter) && !IN_TEXT.includes(delimiter));
}
