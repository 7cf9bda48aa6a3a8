/** An extent of a file whose records are fed to the kernel, and what is told about them meanwhile and afterwards. */

import type { BadRecord, Format, Header } from '../format/format';
import type { Writer } from '../kernel/answers';
import type { FileFields } from '../kernel/record-format';
import type { Reading } from '../options/spec';
import type { StartOfFile } from '../store/place';
import type { OddityKind } from '../summary/summary';
import type { ReadHooks } from './read-buffer';
import type { StartCounts, StartHooks } from './start-of-file';

export interface FeedHooks extends ReadHooks, StartHooks {
  /** Is told the fields of the file before any of its records is read. */
  onFields?(fields: FileFields | null): void;
  /**
   * Is told the offset of the extent's first record before any of its records is read; null where no record begins in
   * the extent. The first record of a file begins at 0, whatever is in front of it.
   */
  onFirst?(offset: number | null): void;
  /** Has to free memory of the kernel, which has no room for one more record. */
  makeRoom(): void | Promise<void>;
  /** Is told each bad record. May throw, which ends the reading. */
  onBad(bad: BadRecord): void | Promise<void>;
  /** Is called after each scan of the kernel, while the lines that it has read are still in their places. */
  onScanned?(offset: number): void | Promise<void>;
  /** Is told, after each scan of the kernel, the first line of each kind of oddity that the scan met. */
  onOddity?(kind: OddityKind, offset: number, line: Uint8Array): void;
}

/** The records to feed: those that begin at the bytes `start` .. `end` of a file. */
export interface Extent {
  readonly format: Format;
  readonly start: number;
  readonly end: number; // exclusive; Infinity to read to the end of the source
  /** The number of fields in a record of this file. */
  readonly columns: number;
  /** The header that the file starts with, or another one for it; null where the files have no header. */
  readonly header: Header | null;
  /** What a look at the start of the file has found; null where the file was not looked at. */
  readonly head: StartOfFile | null;
  /** How the file is read, if it is a user's. */
  readonly reading: Reading;
  /** Files that this kit wrote have no byte order mark, and only `\n` ends their lines. */
  readonly writer: Writer;
}

/** What was fed, beside what the kernel counts. */
export interface Fed extends StartCounts {
  /** Bad records without an end, which the feed consumes itself, as it does the start of a file. */
  readonly overlong: number;
  /** The offset where the last record ended. */
  readonly end: number;
}
