/** Walks through the bytes of records whose fields may be quoted, from one delimiter or newline to the next. Pure. */

import type { Dialect } from '../options/spec';
import { CARRIAGE_RETURN, NEWLINE } from './lines';

/** A dialect with quotes, as bytes. */
export interface QuotedDialect {
  readonly delimiter: Uint8Array;
  readonly quote: number;
  /** The byte that makes the one behind it data; the quote itself where a quote is doubled. */
  readonly escape: number;
  readonly isTrimmed: boolean;
  /** The text that begins a comment line; null for none. */
  readonly comment: Uint8Array | null;
}

const SPACE = 32;
const TAB = 9;

/** Null where no field of the dialect is quoted. */
export function quotedDialect(dialect: Dialect, comment: string | null): QuotedDialect | null {
  const { delimiter, quote, escape: escaping, isTrimmed } = dialect;
  if (quote === null || escaping === null) return null;
  return {
    delimiter: Buffer.from(delimiter, 'latin1'),
    quote: quote.charCodeAt(0),
    escape: escaping.charCodeAt(0),
    isTrimmed,
    comment: comment === null ? null : Buffer.from(comment, 'latin1'),
  };
}

/**
 * The states of a walk at an index, which the bytes before it decide. `CLOSED`: the byte before is a quote within quotes,
 * which closes the field unless another quote follows. `BEHIND`: blanks follow such a quote.
 */
export const FIELD_START = 0;
export const TEXT = 1;
export const QUOTED = 2;
export const CLOSED = 3;
const BEHIND = 4;

/** A walk through bytes, in one direction. Its counts are of all the bytes that it has passed. */
export class RecordWalk {
  /** Fields that ended. */
  fields = 0;
  /** Closing quotes that neither a delimiter nor the end of a line follows. */
  faults = 0;
  /** Newlines within quotes. */
  innerNewlines = 0;
  /** Quotes at the end of a field that has no quote at its start. They are data, but seldom. */
  strayQuotes = 0;
  /** The index of the last quote that opened a field. */
  openedAt = -1;

  constructor(
    private readonly dialect: QuotedDialect,
    private readonly bytes: Uint8Array,
    public at: number,
    public state: number,
  ) {}

  /** Starts on a record at the index `at`, with no counts. */
  restart(at: number): void {
    this.at = at;
    this.state = FIELD_START;
    this.fields = 0;
    this.faults = 0;
    this.innerNewlines = 0;
    this.strayQuotes = 0;
    this.openedAt = -1;
  }

  /**
   * Walks to the end of the record, and returns the index behind its newline. Returns -1 where the record does not end
   * before `limit`; the walk has then passed the bytes before `limit`, and maybe the rest of a delimiter there.
   */
  toEnd(limit: number): number {
    const { bytes } = this;
    const { quote, escape: escaping } = this.dialect;
    const isDoubled = escaping === quote;
    while (this.at < limit) {
      this.passData(limit);
      if (this.at === limit) return -1;
      const byte = bytes[this.at] as number;
      if (this.state === QUOTED) {
        if (byte === quote) this.state = CLOSED;
        else if (byte === NEWLINE) this.innerNewlines++;
        else if (byte === escaping) this.at++;
        this.at++;
      } else if (isDoubled && this.state === CLOSED && byte === quote) {
        this.state = QUOTED;
        this.at++;
      } else if (byte === NEWLINE) {
        this.endField();
        return ++this.at;
      } else if (this.isDelimiter()) {
        this.endField();
        this.at += this.dialect.delimiter.length;
      } else {
        this.passInField(byte);
        this.at++;
      }
    }
    return -1;
  }

  /** Passes the bytes before `limit` that change nothing, which are most bytes within quotes and of other text. */
  private passData(limit: number): void {
    const { bytes, state } = this;
    const { quote, escape: escaping, delimiter } = this.dialect;
    let { at } = this;
    if (state === QUOTED) {
      while (at < limit && bytes[at] !== quote && bytes[at] !== NEWLINE && bytes[at] !== escaping) at++;
    } else if (state === TEXT) {
      while (at < limit && bytes[at] !== NEWLINE && bytes[at] !== delimiter[0]) at++;
    }
    this.at = at;
  }

  /** Whether the walk is within quotes. A quote that it has just passed may be the first half of a doubled one. */
  get isInQuotes(): boolean {
    const { quote, escape: escaping } = this.dialect;
    return this.state === QUOTED || (this.state === CLOSED && escaping === quote && this.bytes[this.at] === quote);
  }

  private endField(): void {
    if (this.state === TEXT && this.bytes[this.at - 1] === this.dialect.quote) this.strayQuotes++;
    this.fields++;
    this.state = FIELD_START;
  }

  /** Passes a byte of a field, outside of quotes. */
  private passInField(byte: number): void {
    if (this.state === TEXT) return;
    const isBlank = this.dialect.isTrimmed && (byte === SPACE || byte === TAB);
    if (this.state === FIELD_START) {
      if (byte === this.dialect.quote) {
        this.state = QUOTED;
        this.openedAt = this.at;
      } else if (!isBlank) this.state = TEXT;
      return;
    }
    if (isBlank) this.state = BEHIND;
    else if (byte !== CARRIAGE_RETURN || this.bytes[this.at + 1] !== NEWLINE) {
      this.faults++;
      this.state = TEXT;
    }
  }

  private isDelimiter(): boolean {
    const { bytes, at } = this;
    const { delimiter } = this.dialect;
    if (bytes[at] !== delimiter[0]) return false;
    for (let i = 1; i < delimiter.length; i++) if (bytes[at + i] !== delimiter[i]) return false;
    return true;
  }
}

/** Whether a comment begins at this index, which is the start of a record. */
export function isComment(bytes: Uint8Array, start: number, { comment }: Pick<QuotedDialect, 'comment'>): boolean {
  if (comment === null) return false;
  return comment.every((byte, i) => bytes[start + i] === byte);
}
