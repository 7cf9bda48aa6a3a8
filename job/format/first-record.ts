/**
 * Guesses where the first record begins in bytes from the middle of a file whose fields may be quoted. The bytes before
 * them could tell whether they begin within quotes, so all assumptions are tried: the records that follow from each one
 * are judged, and the likeliest assumption wins. Pure.
 */

import { NEWLINE } from './lines';
import { CLOSED, FIELD_START, isComment, QUOTED, type QuotedDialect, RecordWalk, TEXT } from './record-walk';

/** The number of bytes that are judged first. If they do not suffice, four times as many are judged. */
const SAMPLE_BYTES = 16 * 1024;
const FEWEST_RECORDS = 4;

/** How much the bytes speak for an assumption, or against it. */
const GOOD_RECORD = 1;
const WRONG_COLUMNS = -4;
const FAULT = -8;
const STRAY_QUOTE = -4;
const INNER_NEWLINE = -1;

interface Guess {
  /** The index of the first record; -1 where no record begins. */
  readonly first: number;
  readonly score: number;
  /** How many records were judged. */
  readonly records: number;
}

/**
 * The likeliest index, as `Format.firstRecord` describes it. `columns` is the number of fields in a good record. Where
 * `isAll` is false, the caller can give more bytes, and the answer is -1 if they are needed.
 */
export function likeliestFirst(bytes: Uint8Array, columns: number, isAll: boolean, dialect: QuotedDialect): number {
  if (!isAll && bytes.length < SAMPLE_BYTES) return -1;
  for (let most = SAMPLE_BYTES; ; most *= 4) {
    const isLast = most >= bytes.length;
    const guesses = guessesFor(bytes.subarray(0, most), columns, dialect);
    const best = bestOf(guesses);
    if (best.first >= 0 && best.records >= FEWEST_RECORDS) return best.first;
    if (isLast) return isAll ? bestOf(guesses.filter(({ first }) => first >= 0)).first : -1;
  }
}

const NONE: Guess = { first: -1, score: Number.NEGATIVE_INFINITY, records: 0 };

/** The first one of the best guesses: earlier assumptions are likelier. */
function bestOf(guesses: readonly Guess[]): Guess {
  return guesses.reduce((best, guess) => (guess.score > best.score ? guess : best), NONE);
}

function guessesFor(bytes: Uint8Array, columns: number, dialect: QuotedDialect): Guess[] {
  const judged = new Map<number, Omit<Guess, 'first'>>();
  return startsOf(bytes, dialect).map(([at, state]) => {
    const walk = new RecordWalk(dialect, bytes, at, state);
    const first = walk.toEnd(bytes.length);
    const before = FAULT * walk.faults + INNER_NEWLINE * walk.innerNewlines;
    if (first < 0) return { first, score: before, records: 0 };
    let behind = judged.get(first);
    if (behind === undefined) {
      behind = judge(bytes, first, columns, dialect);
      judged.set(first, behind);
    }
    return { first, score: before + behind.score, records: behind.records };
  });
}

/** What the bytes may begin with: the index from which on that is known, and the state of a walk there. */
function startsOf(
  bytes: Uint8Array,
  { delimiter, quote, escape: escaping }: QuotedDialect,
): [at: number, state: number][] {
  const starts: [number, number][] = [
    [0, TEXT],
    [0, CLOSED],
    [0, FIELD_START],
    [0, QUOTED],
  ];
  // the first byte may be the one behind an escape
  if (escaping !== quote || bytes[0] === quote) starts.push([1, QUOTED]);
  for (let rest = 1; rest < delimiter.length; rest++) {
    const tail = delimiter.subarray(delimiter.length - rest);
    if (tail.every((byte, i) => bytes[i] === byte)) starts.push([rest, FIELD_START]);
  }
  return starts;
}

/** Judges the records from index `first` on. Blank lines and comments tell nothing. */
function judge(bytes: Uint8Array, first: number, columns: number, dialect: QuotedDialect): Omit<Guess, 'first'> {
  const walk = new RecordWalk(dialect, bytes, first, FIELD_START);
  let score = 0;
  let records = 0;
  for (let start = first; start >= 0 && start < bytes.length; ) {
    if (bytes[start] === NEWLINE) {
      start++;
      continue;
    }
    if (isComment(bytes, start, dialect)) {
      start = bytes.indexOf(NEWLINE, start) + 1 || -1;
      continue;
    }
    walk.restart(start);
    start = walk.toEnd(bytes.length);
    score += FAULT * walk.faults + INNER_NEWLINE * walk.innerNewlines + STRAY_QUOTE * walk.strayQuotes;
    if (start < 0) break;
    score += walk.fields === columns ? GOOD_RECORD : WRONG_COLUMNS;
    records++;
  }
  return { score, records };
}
