/** Finds the delimiter and the quotes of some files that are written alike. Pure. */

import { hasEscaped, separatorsIn } from '../diagnosis/separators';
import type { Dialect } from '../options/spec';
import { MAX_DELIMITER_BYTES } from '../shared/limits';
import { type Fit, fitOf } from './fit';
import { SAMPLE_BYTES, type TextSample } from './sample';

/** So many bytes of each file are enough to choose among delimiters. */
const SCREENED_BYTES = 64 * 1024;
/** A run of several bytes is a separator if it is made of these: brackets and signs stand beside a separator. */
const OF_RUNS = /^[|^~:;,#!*$@&%\p{Cc}]+$/u;

/** A way of writing fields, on those files that it fits. */
export interface Candidate {
  readonly dialect: Dialect;
  readonly fits: readonly Fit[];
  /** Whether every line of every file that it fits is a record of it. */
  readonly isExact: boolean;
  /** The share of the bytes in bad records. */
  readonly badShare: number;
}

/**
 * The ways of writing fields that fit the first lines of as many files as possible; the best way of quoting for each
 * delimiter.
 */
export function candidatesFor(samples: readonly TextSample[]): Candidate[] {
  const texts = samples.map(({ bytes }) => bytes.toString('latin1'));
  const separators = new Set(texts.flatMap((text) => separatorsOf(text)));
  const found = [...separators].flatMap((delimiter) => {
    const best = bestQuoting(quotings(delimiter, texts), samples, SCREENED_BYTES);
    return best === null ? [] : [best];
  });
  // a single line, as of a list of locations, fits many of them
  const isLong = found.some((candidate) => longFits(candidate) > 0);
  const countOf = (candidate: Candidate) => (isLong ? longFits(candidate) : candidate.fits.length);
  const most = Math.max(0, ...found.map(countOf));
  const widest = found.filter((candidate) => countOf(candidate) === most);
  const exact = widest.filter(({ isExact }) => isExact);
  // lines in front of the records are believed where no other delimiter makes records of them
  const fromFirst = exact.filter(({ fits }) => fits.every(({ skipLines }) => skipLines === 0));
  if (fromFirst.length > 0) return fromFirst;
  return exact.length > 0 ? exact : widest.sort((a, b) => a.badShare - b.badShare).slice(0, 1);
}

/** How many files of more than one line a candidate fits. */
function longFits({ fits }: Candidate): number {
  return fits.filter(({ rows }) => rows.length > 1).length;
}

/** What may be a separator in some of the first lines, in their middle, and in the last ones. */
function separatorsOf(text: string): string[] {
  const lines = text
    .slice(0, SCREENED_BYTES)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const looked = [0, 1, 2, Math.floor(lines.length / 2), lines.length - 2].flatMap((i) => lines[i] ?? []);
  const found = looked.flatMap((line) => separatorsIn(line.replace(/\r$/, '')));
  return found.flatMap((separator) => [separator, unitOf(separator)]).filter(isPossible);
}

function isPossible(separator: string): boolean {
  if (separator.length > MAX_DELIMITER_BYTES) return false;
  return separator.length === 1 || /^[\x80-\xff]+$/.test(separator) || OF_RUNS.test(separator);
}

/** The text of which a run is a repetition: `||` for `||||`. */
function unitOf(run: string): string {
  for (let length = 2; length < run.length; length++) {
    const unit = run.slice(0, length);
    if (unit.repeat(run.length / length) === run) return unit;
  }
  return run;
}

export const PLAIN = { quote: null, escape: null, isTrimmed: false, hasTrailingDelimiter: false } as const;

/** The way of quoting that leaves the fewest bytes in bad records; of equals, the one whose quotes mean something. */
function bestQuoting(
  dialects: readonly Dialect[],
  samples: readonly TextSample[],
  mostBytes: number,
): Candidate | null {
  const found = dialects.flatMap((dialect) => candidateOf(dialect, samples, mostBytes, 2) ?? []);
  const [best] = found.sort((a, b) => b.fits.length - a.fits.length || a.badShare - b.badShare);
  return best === undefined ? null : best;
}

/**
 * The candidate on all of the samples. Another way of quoting takes its place where only that one fits the rest; null
 * where none does.
 */
export function wholly({ dialect, fits }: Candidate, samples: readonly TextSample[]): Candidate | null {
  const taken = samples.filter(({ path }) => fits.some((fit) => fit.path === path));
  const whole = candidateOf(dialect, taken, SAMPLE_BYTES, fits.some(({ columns }) => columns === 1) ? 1 : 2);
  if (whole?.isExact && whole.fits.length === taken.length) return whole;
  const texts = taken.map(({ bytes }) => bytes.toString('latin1'));
  return bestQuoting(quotings(dialect.delimiter, texts), taken, SAMPLE_BYTES);
}

/** The ways of quoting that the text may have, those with quotes first, and of escaping without quotes. */
function quotings(delimiter: string, texts: readonly string[]): Dialect[] {
  const holds = (part: string) => texts.some((text) => text.includes(part));
  const opens = (quote: string) =>
    texts.some((text) => text.startsWith(quote)) || holds(`\n${quote}`) || holds(delimiter + quote);
  const found: Dialect[] = [];
  for (const quote of ['"', "'"].filter((each) => delimiter !== each)) {
    const isSpaced = !delimiter.includes(' ') && holds(`${delimiter} ${quote}`);
    for (const isTrimmed of [false, true]) {
      if (!(isTrimmed ? isSpaced : opens(quote))) continue;
      found.push({ ...PLAIN, delimiter, quote, escape: quote, isTrimmed });
      if (holds(`\\${quote}`)) found.push({ ...PLAIN, delimiter, quote, escape: '\\', isTrimmed });
    }
  }
  // apostrophes begin words, so they are quotes only where nothing else fits
  return [
    ...found.filter(({ quote }) => quote === '"'),
    { ...PLAIN, delimiter },
    ...(texts.some((text) => hasEscaped(text, delimiter)) ? [{ ...PLAIN, delimiter, escape: '\\' }] : []),
    ...found.filter(({ quote }) => quote === "'"),
  ];
}

/** The candidate of those samples in which this way of writing makes `leastColumns` or more; null where it fits none. */
export function candidateOf(
  dialect: Dialect,
  samples: readonly TextSample[],
  mostBytes: number,
  leastColumns: 1 | 2,
): Candidate | null {
  const fits = samples.flatMap((sample) => fitOf(sample, dialect, mostBytes, leastColumns) ?? []);
  if (fits.length === 0) return null;
  const badShare = Math.max(...fits.map((fit) => fit.badShare));
  return { dialect, fits, isExact: badShare === 0, badShare };
}
