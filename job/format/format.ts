/** The interface of a format, and the types that all formats share. */

import type { KernelReason } from '../kernel/answers';
import type { FileFields, FilesNeeds, RecordFormat } from '../kernel/record-format';
import type { RejectReason } from '../summary/summary';
import type { Overlong } from './record-ends';

export interface Header {
  /** The header line of the parts, without its ending. */
  readonly line: Uint8Array;
  /** The header line of the user's first file, which most of the other files have too. */
  readonly found: Uint8Array;
  /** The file in which that line was found, for messages. */
  readonly file: string;
  /** The fields of a file with that line; null where they are the columns one by one. */
  readonly fields: FileFields | null;
  readonly others: OtherHeaders;
}

/**
 * The other headers that a user's file may have: none at all, those that name the same columns in the same order, or
 * those that name them in any order.
 */
export type OtherHeaders = 'none' | 'same-order' | 'any-order';

/** Room for a header that is not that of the first file. */
const OTHER_HEADER_BYTES = 64 * 1024;

/** The longest header line that a user's file may have. */
export function mostHeaderBytes({ found, others }: Header): number {
  return others === 'none' ? found.length : Math.max(found.length, OTHER_HEADER_BYTES);
}

/** The rooms that the kernel needs for files with this header. */
export function needsOfHeader(header: Header | null): Omit<FilesNeeds, 'merges'> {
  return { headerBytes: header === null ? 0 : mostHeaderBytes(header), isRearranged: mayRearrange(header) };
}

/** Whether the fields of some file may not be the columns one by one. */
export function mayRearrange(header: Header | null): boolean {
  return header !== null && (header.fields !== null || header.others === 'any-order');
}

/** A header that all files have, byte by byte. */
export function commonHeader(line: Uint8Array, file: string): Header {
  return { line, found: line, file, fields: null, others: 'none' };
}

/** A header as the summary stores it: one character for each byte. */
export function headerText(header: Header | null): string | null {
  return header && Buffer.from(header.line).toString('latin1');
}

/** The header whose text a summary stores. `file` is where it was found, for messages. */
export function headerOfText(text: string | null, file: string): Header | null {
  return text === null ? null : commonHeader(Buffer.from(text, 'latin1'), file);
}

export interface BadRecord {
  /** Byte offset of the line in the file. */
  readonly offset: number;
  readonly reason: KernelReason;
  /**
   * The line without its ending, or only the start of a line that is too long. The bytes are overwritten later, so a
   * receiver has to copy the ones that it keeps.
   */
  readonly line: Uint8Array;
  /** The length of the whole line without its ending. */
  readonly lineBytes: number;
  /** As `BadLine.sought` of the kernel. Missing where no keys are sought. */
  readonly sought?: number;
}

/**
 * How many bytes before a segment are read too. They tell whether a record begins at the segment's first byte. A
 * segment at the start of a file needs none.
 */
export const BYTES_BEFORE_SEGMENT = 1;

/**
 * A way to write records in files, with the options that a run gives for it. A new format is a file of this folder, a
 * line in the table of formats, and code in the kernel for the settings in `kernel`. Strings in this interface have one
 * character for each byte.
 *
 * Every format is made of lines: a record begins behind a newline or at the start of the file, and ends with a newline.
 * The format says which newlines end a record. The last record of a file may lack its newline. Two rules hold for all
 * formats: a user's file may begin with a byte order mark (lines.ts), and a record that is longer than MAX_LINE_BYTES is
 * a bad record (`overlong`).
 */
export interface Format {
  /**
   * The settings of the kernel for this format. During a run only the kernel splits records into fields, and its result
   * counts: the members below have to agree with it.
   */
  readonly kernel: RecordFormat;

  /**
   * Whether the bytes near a cut may not suffice to know where a record begins there, so that `firstRecord` may return a
   * wrong index.
   */
  readonly guessesStarts: boolean;
  /**
   * The index of the first record that belongs to a segment, in `bytes` that begin BYTES_BEFORE_SEGMENT before the
   * segment. It is -1 where more bytes are needed; where no more can be given (`isAll`), no record begins in these. A
   * format that guesses is given them behind these bytes, the others are given only those that follow. `columns` is the
   * number of fields in a record of this file.
   *
   * A file may be cut into segments anywhere, and the reader of the segment before reads its last record to the
   * record's end (`endOfRecord`). Both indexes must be the same place, which is where a record begins when the file is
   * read from its first byte on. A format that cannot know this place from the bytes near the cut returns the likeliest
   * index. Therefore each run compares both for every cut (runner/chain.ts), and trusts neither until they agree.
   */
  firstRecord(bytes: Uint8Array, columns: number, isAll: boolean): number;
  /**
   * The index behind the newline of the first record that ends at `from` or later; -1 where no record ends there.
   * `bytes` begin with a record, and the caller has looked at the bytes before `from` already.
   */
  endOfRecord(bytes: Uint8Array, from: number): number;
  /**
   * What becomes of a record that has no end: `bytes`, which begin with it, are more than MAX_LINE_BYTES + 1, or the
   * last ones of their file and a newline.
   */
  overlong(bytes: Uint8Array): Overlong;

  /** The bytes of a part before its first record; null for none. A reader of the part takes them for its header. */
  partStart(header: Header | null): Uint8Array | null;

  /** Whether a line, which is given without its ending, has no record. */
  isBlank(line: string): boolean;
  /**
   * The fields of a record or of a header, even where their number is wrong, as they are compared: without the quotes
   * around them.
   */
  fieldsOf(line: string): string[];
  /**
   * The bytes between two fields; '' in a format without a separator. Files may hold these bytes even where they are
   * control characters.
   */
  readonly separator: string;

  /**
   * The reason for which a line is a bad record; null for a good one. The line must not be blank, and its length is not
   * judged.
   */
  faultOf(line: string): RejectReason | null;
  /** Describes in words what is wrong with a bad record: the value, and what is allowed. */
  describe(bad: BadRecord): string;
}
