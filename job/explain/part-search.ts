/**
 * Finds a record in a part by few short reads. A part is in the order of its keys' hashes, which are spread evenly, so the
 * place of a key is estimated from the hashes around it. Estimates that miss, because records are of very different
 * lengths, are followed by halving.
 */

import { BYTES_BEFORE_SEGMENT, type Format } from '../format/format';
import { compareKeys, type RecordKeys } from '../input/record-keys';
import type { HashRange } from '../kernel/hash-range';
import type { RecordKey } from '../kernel/sought-table';
import { KiB } from '../shared/byte-units';

/** A part that is not packed. */
export interface SearchedPart {
  readonly sizeBytes: number;
  /** The offset of the first record, behind the header. */
  readonly firstRecord: number;
  readonly range: HashRange;
  read(start: number, end: number): Promise<Uint8Array>;
}

export interface FoundRecord {
  readonly offset: number;
  /** The record without its newline. */
  readonly line: Buffer;
}

/**
 * `found`; `absent`; or `unsure`: records are not in order at this offset, because the part is damaged, or because the
 * start of a record had to be guessed (`Format.guessesStarts`) and could not be confirmed.
 */
export type SearchResult =
  | { readonly kind: 'found'; readonly record: FoundRecord }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unsure'; readonly offset: number };

/** How many places are estimated, and how much is read at each. */
const ESTIMATES = 4;
const ESTIMATE_BYTES = 8 * KiB;
/** How much is read at a place that halves what is left. */
const HALVING_BYTES = 2 * KiB;
/** A guess is judged by as many bytes, and confirmed by as many records that follow in canonical order. */
const GUESS_BYTES = 16 * KiB;
const FEWEST_BEHIND_GUESS = 8;
const MOST_GUESS_BYTES = 256 * KiB;

interface Located {
  readonly key: RecordKey;
  readonly start: number;
  /** The offset behind the newline. */
  readonly end: number;
  readonly line: Uint8Array;
}

const ABSENT: SearchResult = { kind: 'absent' };

export async function searchPart(
  part: SearchedPart,
  key: RecordKey,
  format: Format,
  keys: RecordKeys,
): Promise<SearchResult> {
  return new Search(part, key, format, keys).run();
}

class Search {
  /** Records that begin before `low` are before the key; those that begin at `high` or later are behind it. */
  private low: number;
  private high: number;
  private before: RecordKey | null = null;
  private behind: RecordKey | null = null;
  private reads = 0;

  constructor(
    private readonly part: SearchedPart,
    private readonly key: RecordKey,
    private readonly format: Format,
    private readonly keys: RecordKeys,
  ) {
    this.low = part.firstRecord;
    this.high = part.sizeBytes;
  }

  async run(): Promise<SearchResult> {
    while (this.low < this.high) {
      const [start, bytes] = this.nextPlace();
      const records = await this.recordsFrom(start, bytes);
      if (records === null || !this.isInOrder(records)) return { kind: 'unsure', offset: start };
      const [first] = records;
      const last = records.at(-1);
      if (first === undefined || last === undefined) {
        if (start === this.low) return { kind: 'unsure', offset: start };
        this.high = start;
        continue;
      }
      if (compareKeys(last.key, this.key) < 0) {
        this.low = last.end;
        this.before = last.key;
      } else if (compareKeys(first.key, this.key) > 0) {
        if (start === this.low) return ABSENT;
        this.high = start;
        this.behind = first.key;
      } else {
        return resultAmong(records, this.key);
      }
    }
    return ABSENT;
  }

  /** Where to read next, and how much. */
  private nextPlace(): [start: number, bytes: number] {
    const { low, high } = this;
    const span = high - low;
    if (span <= ESTIMATE_BYTES) return [low, span];
    this.reads++;
    if (this.reads > ESTIMATES) return [low + Math.floor(span / 2), HALVING_BYTES];
    const start = low + Math.floor(span * this.shareBefore() - ESTIMATE_BYTES / 2);
    return [Math.min(Math.max(start, low), high - ESTIMATE_BYTES), ESTIMATE_BYTES];
  }

  /** The share of the hashes between both borders that are before that of the key. */
  private shareBefore(): number {
    const { range } = this.part;
    const first = this.before === null ? range.first : this.before.hash;
    const last = this.behind === null ? range.last : this.behind.hash;
    return last === first ? 0.5 : Number(this.key.hash - first) / Number(last - first);
  }

  /**
   * The records that begin from `start` on and before `high`, as many as are complete in some `bytes` bytes; at least one
   * if there is any. Null where something is no record.
   */
  private async recordsFrom(start: number, bytes: number): Promise<readonly Located[] | null> {
    const { part, format } = this;
    const isKnown = start === this.low;
    const isGuess = format.guessesStarts && !isKnown;
    const from = isKnown ? start : start - BYTES_BEFORE_SEGMENT;
    let end = Math.min(start + Math.max(bytes, isGuess ? GUESS_BYTES : 0), part.sizeBytes);
    let text = await part.read(from, end);
    for (;;) {
      const isAll = end === part.sizeBytes;
      const first = isKnown ? 0 : format.firstRecord(text, format.kernel.columns, isAll);
      const found = first < 0 ? { records: [], end } : this.recordsIn(text, first, from);
      if (found === null) return null;
      const { records } = found;
      if (records.length >= (isGuess ? FEWEST_BEHIND_GUESS : 1)) return records;
      // no further record begins before `high`
      if (isAll || found.end >= this.high) return isGuess ? null : records;
      if (isGuess && text.length >= MOST_GUESS_BYTES) return null;
      const longer = Math.min(from + 2 * text.length, part.sizeBytes);
      text = Buffer.concat([text, await part.read(end, longer)]);
      end = longer;
    }
  }

  /**
   * The complete records in `text` from the index `first` on that begin before `high`, and the offset where they end.
   * `offset` is that of the text. Null where something is no record.
   */
  private recordsIn(text: Uint8Array, first: number, offset: number): { records: Located[]; end: number } | null {
    const records: Located[] = [];
    let at = first;
    while (offset + at < this.high && at < text.length) {
      const rest = text.subarray(at);
      const bytes = this.format.endOfRecord(rest, 0);
      if (bytes < 0) break;
      const line = rest.subarray(0, bytes - 1);
      const key = this.keys.keyOf(line);
      if (key === null) return null;
      records.push({ key, start: offset + at, end: offset + at + bytes, line });
      at += bytes;
    }
    return { records, end: offset + at };
  }

  /** Whether records are in canonical order, also with those that were seen before. */
  private isInOrder(records: readonly Located[]): boolean {
    let before = this.before;
    for (const { key } of records) {
      if (before !== null && compareKeys(before, key) >= 0) return false;
      before = key;
    }
    return before === null || this.behind === null || records.length === 0 || compareKeys(before, this.behind) < 0;
  }
}

function resultAmong(records: readonly Located[], key: RecordKey): SearchResult {
  const found = records.find((record) => compareKeys(record.key, key) === 0);
  if (found === undefined) return ABSENT;
  return { kind: 'found', record: { offset: found.start, line: Buffer.from(found.line) } };
}
