/**
 * Takes the start of a file off its bytes, before the kernel reads any record. It is the byte order mark, the lines to
 * skip, comments, and the header.
 */

import type { Format, Header } from '../format/format';
import { endOfContent, endOfLine, MOST_MARK_BYTES, markBytes } from '../format/lines';
import type { Writer } from '../kernel/answers';
import type { FileFields } from '../kernel/record-format';
import type { Reading } from '../options/spec';
import { MAX_LINE_BYTES } from '../shared/limits';
import type { Asking } from './asking';
import { type FoundHeader, otherHeader } from './file-columns';
import type { ReadBuffer } from './read-buffer';

/** How the start of a user's file is read. */
export interface UserRules {
  readonly format: Format;
  readonly reading: Reading;
}

export interface StartRules extends UserRules {
  readonly header: Header | null;
  readonly writer: Writer;
}

/** What is asked and told about the start of a user's file. */
export interface StartHooks {
  /**
   * Is told the first bytes of the file, including its byte order mark, before any line of it is read. May throw.
   */
  onStart?(bytes: Uint8Array): void;
  /**
   * The fields of a file with this header, which is not that of the first file. Throws where they are refused. Missing
   * where no other header is read.
   */
  fieldsOf?(line: Uint8Array): FileFields | null;
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

/**
 * Takes all that stands before the records of a file. `file` is its path, for messages. Throws with exit code 65 where
 * the file starts with a header that is refused.
 */
export function* takeStart(buffer: ReadBuffer, file: string, rules: StartRules, hooks: StartHooks): Asking<Start> {
  const { format, header, writer } = rules;
  // no spreads: they are slow for tens of thousands of small files
  if (writer === 'user') {
    const taken = yield* takeUsersStart(buffer, rules, hooks, header !== null);
    const { headers, skipped, comments } = taken;
    const fields = taken.header && header && fieldsBehind({ file, line: taken.header }, header, hooks);
    return { headers, skipped, comments, fields, header: taken.header };
  }
  const line = header && (yield* takeHeader(buffer, format, false));
  const isOther = header !== null && line !== null && Buffer.compare(line, header.line) !== 0;
  if (isOther) throw otherHeader({ file, line }, { ...header, found: header.line });
  return { headers: Number(line !== null), skipped: 0, comments: 0, fields: null, header: line };
}

/** Takes all that stands before the records of a user's file. */
export function* takeUsersStart(
  buffer: ReadBuffer,
  { format, reading }: UserRules,
  hooks: StartHooks,
  hasHeader: boolean,
): Asking<StartCounts & Pick<FileColumns, 'header'>> {
  while (buffer.filled <= MOST_MARK_BYTES && (yield)) {}
  const first = buffer.bytes;
  hooks.onStart?.(first);
  buffer.drop(markBytes(first));
  const { skipLines, comment } = reading;
  const skipped = skipLines === 0 ? 0 : yield* takeLines(buffer, skipLines);
  const comments = hasHeader && comment !== null ? yield* takeComments(buffer, comment) : 0;
  const header = hasHeader ? yield* takeHeader(buffer, format, true) : null;
  return { skipped, comments, header, headers: Number(header !== null) };
}

function fieldsBehind(found: FoundHeader, header: Header, hooks: StartHooks): FileFields | null {
  // most files have the bytes of the first file's header
  if (Buffer.compare(found.line, header.found) === 0) return header.fields;
  if (hooks.fieldsOf === undefined) throw otherHeader(found, header);
  return hooks.fieldsOf(found.line);
}

/** Takes `count` lines, or as many as there are. A line ends at any newline. Returns how many lines were taken. */
function* takeLines(buffer: ReadBuffer, count: number): Asking<number> {
  let taken = 0;
  let isOpen = false;
  while (taken < count && (buffer.filled > 0 || (yield))) {
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
function* takeComments(buffer: ReadBuffer, comment: string): Asking<number> {
  const mark = Buffer.from(comment, 'latin1');
  for (let taken = 0; ; taken++) {
    while (buffer.filled < mark.length && (yield)) {}
    if (Buffer.compare(buffer.bytes.subarray(0, mark.length), mark) !== 0) return taken;
    yield* takeLines(buffer, 1);
  }
}

/**
 * Takes a record, which is the header, and returns a copy of it without its ending. Null where there are no more bytes.
 * Of a record that is too long the end may be missing.
 */
function* takeHeader(buffer: ReadBuffer, format: Format, isUsers: boolean): Asking<Uint8Array | null> {
  let end = -1;
  do {
    end = format.endOfRecord(buffer.bytes, 0);
  } while (end < 0 && buffer.filled <= MAX_LINE_BYTES && (yield));
  const { bytes } = buffer;
  if (bytes.length === 0) return null;
  if (end < 0) end = bytes.length;
  const line = Buffer.from(bytes.subarray(0, endOfContent(bytes, end, isUsers)));
  buffer.drop(end);
  return line;
}
