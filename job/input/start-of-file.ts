/**
 * Takes the start of a file off its bytes, before the kernel reads any record. It is the byte order mark, the lines to
 * skip, comments, and the header.
 */

import type { Format, Header } from '../format/format';
import { endOfContent, endOfLine, MOST_MARK_BYTES, markBytes } from '../format/lines';
import type { Writer } from '../kernel/kernel';
import type { FileFields } from '../kernel/record-format';
import type { Reading } from '../options/spec';
import { MAX_LINE_BYTES } from '../shared/limits';
import { otherHeader } from './file-columns';
import type { ReadBuffer } from './read-buffer';

/** The bytes of a file that were read and are not consumed yet. */
export interface Front {
  readonly buffer: ReadBuffer;
  /** Reads more bytes. Returns false at the end of the file. */
  fill(): Promise<boolean>;
}

/** How the start of a user's file is read. */
export interface UserRules {
  readonly format: Format;
  readonly reading: Reading;
  /** Is told the first bytes of the file, including its byte order mark. May throw. */
  readonly onStart?: ((bytes: Uint8Array) => void) | undefined;
}

export interface StartRules extends UserRules {
  /** The file's path, for messages. */
  readonly file: string;
  readonly header: Header | null;
  readonly writer: Writer;
  /**
   * The fields of a file with this header, which is not that of the first file. Throws where they are refused. Missing
   * where no other header is read.
   */
  readonly fieldsOf?: ((line: Uint8Array) => FileFields | null) | undefined;
}

/** The numbers of lines that were taken. */
export interface StartCounts {
  readonly headers: number;
  readonly skipped: number;
  readonly comments: number;
}

/** What a file says about the records in it. */
export interface FileColumns {
  /** The fields of the records; null where they are the columns one by one. */
  readonly fields: FileFields | null;
  /** The header line; null where the file has no header. */
  readonly header: Uint8Array | null;
}

export type Start = StartCounts & FileColumns;

/** Throws with exit code 65 where the file starts with a header that is refused. */
export async function takeStart(front: Front, rules: StartRules): Promise<Start> {
  const { file, format, header, writer } = rules;
  if (writer === 'user') {
    const taken = await takeUsersStart(front, rules, header !== null);
    return { ...taken, fields: taken.header && header && fieldsBehind(taken.header, rules, header) };
  }
  const nothing = { skipped: 0, comments: 0, headers: 0, fields: null, header: null };
  const line = header && (await takeHeader(front, format, false));
  if (header === null || line === null) return nothing;
  if (Buffer.compare(line, header.line) !== 0) throw otherHeader({ file, line }, { ...header, found: header.line });
  return { ...nothing, headers: 1, header: line };
}

/** Takes all that stands before the records of a user's file. */
export async function takeUsersStart(
  front: Front,
  { format, reading, onStart }: UserRules,
  hasHeader: boolean,
): Promise<StartCounts & Pick<FileColumns, 'header'>> {
  const { buffer } = front;
  while (buffer.filled <= MOST_MARK_BYTES && (await front.fill())) {}
  onStart?.(buffer.bytes);
  buffer.drop(markBytes(buffer.bytes));
  const { skipLines, comment } = reading;
  const skipped = skipLines === 0 ? 0 : await takeLines(front, skipLines);
  const comments = hasHeader && comment !== null ? await takeComments(front, comment) : 0;
  const header = hasHeader ? await takeHeader(front, format, true) : null;
  return { skipped, comments, header, headers: Number(header !== null) };
}

function fieldsBehind(line: Uint8Array, { file, fieldsOf }: StartRules, header: Header): FileFields | null {
  // most files have the bytes of the first file's header
  if (Buffer.compare(line, header.found) === 0) return header.fields;
  if (fieldsOf === undefined) throw otherHeader({ file, line }, header);
  return fieldsOf(line);
}

/** Takes `count` lines, or as many as there are. A line ends at any newline. Returns how many lines were taken. */
async function takeLines({ buffer, fill }: Front, count: number): Promise<number> {
  let taken = 0;
  let isOpen = false;
  while (taken < count && (buffer.filled > 0 || (await fill()))) {
    const { bytes } = buffer;
    let at = 0;
    do {
      const end = endOfLine(bytes, at);
      isOpen = end < 0;
      if (!isOpen) taken++;
      at = isOpen ? bytes.length : end;
    } while (taken < count && at < bytes.length);
    buffer.drop(at);
  }
  return taken + Number(isOpen);
}

/** Takes the lines that begin with `comment`. Returns how many there were. */
async function takeComments(front: Front, comment: string): Promise<number> {
  const { buffer } = front;
  const mark = Buffer.from(comment, 'latin1');
  for (let taken = 0; ; taken++) {
    while (buffer.filled < mark.length && (await front.fill())) {}
    if (Buffer.compare(buffer.bytes.subarray(0, mark.length), mark) !== 0) return taken;
    await takeLines(front, 1);
  }
}

/**
 * Takes a record, which is the header, and returns a copy of it without its ending. Null where there are no more bytes.
 * Of a record that is too long the end may be missing.
 */
async function takeHeader({ buffer, fill }: Front, format: Format, isUsers: boolean): Promise<Uint8Array | null> {
  let end = -1;
  do {
    end = format.endOfRecord(buffer.bytes, 0);
  } while (end < 0 && buffer.filled <= MAX_LINE_BYTES && (await fill()));
  const { bytes } = buffer;
  if (bytes.length === 0) return null;
  if (end < 0) end = bytes.length;
  const line = Buffer.from(bytes.subarray(0, endOfContent(bytes, end, isUsers)));
  buffer.drop(end);
  return line;
}
