/** Takes the start of a file off its bytes, before the kernel reads any record: the byte order mark and the header. */

import type { Format, Header } from '../format/format';
import { endOfContent, MOST_MARK_BYTES, markBytes } from '../format/lines';
import type { Writer } from '../kernel/kernel';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { MAX_LINE_BYTES } from '../shared/limits';
import type { ReadBuffer } from './read-buffer';

/** The bytes of a file that were read and are not consumed yet. */
export interface Front {
  readonly buffer: ReadBuffer;
  /** Reads more bytes. Returns false at the end of the file. */
  fill(): Promise<boolean>;
}

export interface StartRules {
  /** The file's path, for messages. */
  readonly file: string;
  readonly format: Format;
  readonly header: Header | null;
  readonly writer: Writer;
  /** Is told the first bytes of a user's file, including its byte order mark. May throw. */
  readonly onStart: ((bytes: Uint8Array) => void) | undefined;
}

/** The lines that were taken. */
export interface StartCounts {
  readonly headers: number;
}

/** Throws with exit code 65 where the file starts with another header. */
export async function takeStart(front: Front, rules: StartRules): Promise<StartCounts> {
  const { buffer } = front;
  while (buffer.filled <= MOST_MARK_BYTES && (await front.fill())) {}
  if (rules.writer === 'user') {
    rules.onStart?.(buffer.bytes);
    buffer.drop(markBytes(buffer.bytes));
  }
  return { headers: rules.header === null ? 0 : await takeHeader(front, rules, rules.header) };
}

/** Returns the number of headers taken: 0 where the file has no line. */
async function takeHeader(
  { buffer, fill }: Front,
  { file, format, writer }: StartRules,
  header: Header,
): Promise<number> {
  let end = -1;
  do {
    end = format.endOfRecord(buffer.bytes, 0);
  } while (end < 0 && buffer.filled <= MAX_LINE_BYTES && (await fill()));
  const { bytes } = buffer;
  if (bytes.length === 0) return 0;
  if (end < 0) end = bytes.length;
  const line = bytes.subarray(0, endOfContent(bytes, end, writer === 'user'));
  if (Buffer.compare(line, header.line) !== 0) throw otherHeader(file, line, header);
  buffer.drop(end);
  return 1;
}

function otherHeader(file: string, line: Uint8Array, header: Header): Failure {
  const [found, expected] = [line, header.line].map((bytes) => Buffer.from(bytes).subarray(0, 200).toString());
  return new Failure(
    EXIT.badData,
    `'${file}' starts with the header '${found}', but '${header.file}' with '${expected}'; with --header all must be equal`,
  );
}
