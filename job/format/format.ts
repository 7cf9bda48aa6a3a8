/** The interface of a format, and what every format tells in the same shape. */

import type { KernelReason, RecordFormat } from '../kernel/kernel';
import type { RejectReason } from '../summary/summary';

export interface Header {
  /** Without its ending. */
  readonly line: Uint8Array;
  /** The file it was found in, for messages. */
  readonly file: string;
}

/** A header as a summary states it: one character for each byte. */
export function headerText(header: Header | null): string | null {
  return header && Buffer.from(header.line).toString('latin1');
}

export interface BadRecord {
  /** Byte offset of the line in the file. */
  readonly offset: number;
  readonly reason: KernelReason;
  /** Without its ending; of a line that is too long the start alone. To be copied before the next call. */
  readonly line: Uint8Array;
  readonly lineBytes: number;
}

/** A segment that does not begin with its file is read from so many bytes before it: they tell whether a record begins at its first. */
export const BYTES_BEFORE_SEGMENT = 1;

/**
 * How records are written in files, with the options that a run gives for it. A new one is a file of this folder, a line in
 * the table of formats, and code in the kernel for what `kernel` configures. Text is here one character a byte.
 *
 * Every format is made of lines: a record begins behind a newline and ends with one, and only the format says which newlines
 * are of a record. The last record of a file may lack its newline. What no format decides is in lines.ts: a file may begin with
 * a byte order mark, and a line that is longer than MAX_LINE_BYTES is one bad record that ends with its line.
 */
export interface Format {
  /**
   * The numbers that the kernel is configured with. The kernel alone takes records apart while a run reads, and it is the
   * one that decides: what the members below tell of a record has to be what the kernel makes of it.
   */
  readonly kernel: RecordFormat;

  /**
   * The index of the first record that belongs to a segment, in bytes that begin BYTES_BEFORE_SEGMENT before it; -1 where no
   * record begins among these bytes, which are not asked about again. A file may be cut anywhere, and the segment before
   * reads its last record to that record's end (`endOfRecord`). So the two have to meet: this is where the records of the file
   * begin that are read from its first byte on. A format that cannot tell this from the bytes near a cut alone answers with
   * the likeliest index, and the run has to compare it with where the segment before ended, before it trusts either.
   */
  firstRecord(bytes: Uint8Array): number;
  /**
   * The index behind the end of the first record that ends at `from` or later, the newline included; -1 where none ends.
   * `bytes` begin with a record, and those before `from` were asked about before.
   */
  endOfRecord(bytes: Uint8Array, from: number): number;
  /** Whether these bytes, which begin with a record, end within one. No bytes end within none. */
  endsInside(bytes: Uint8Array): boolean;

  /** What a part begins with before its records; null for nothing. Reading the part takes the same bytes for its header. */
  partStart(header: Header | null): Uint8Array | null;

  /** The fields of a record or a header, as many as it has. */
  fieldsOf(line: string): string[];
  /** What stands between two fields; '' where nothing does that tells them apart. Files may hold these bytes, whatever they are. */
  readonly separator: string;

  /** What is wrong with a line that is not blank, by itself and by its length below the most: null for a record. */
  faultOf(line: string): RejectReason | null;
  /** What is wrong with a bad record, in words: the value, and what is allowed. */
  describe(bad: BadRecord): string;
}
