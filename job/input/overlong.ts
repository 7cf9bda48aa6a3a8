/** Consumes records that have no end, or end too late: they are bad ones, which the kernel is not given. */

import { CARRIAGE_RETURN, endOfContent, endOfLine } from '../format/lines';
import { MAX_LINE_BYTES } from '../shared/limits';
import type { Fill } from './asking';
import type { Extent, FeedHooks } from './extent';
import type { ReadBuffer } from './read-buffer';

/** How much of a line that is too long is reported. */
export const SHOWN_BYTES = 64 * 1024;

/** Consumes the record at the start of the buffer, and reports it. */
export async function takeOverlong(
  buffer: ReadBuffer,
  { format, writer }: Pick<Extent, 'format' | 'writer'>,
  fill: Fill,
  onBad: FeedHooks['onBad'],
): Promise<void> {
  const isUsers = writer === 'user';
  const judged = format.overlong(buffer.bytes);
  if (judged.reason === 'length') return skipLongRecord(buffer, isUsers, fill, onBad);
  const lineBytes = endOfContent(buffer.memory, judged.end, isUsers);
  const line = buffer.memory.subarray(0, lineBytes);
  await onBad({ offset: buffer.offset, reason: judged.reason, line, lineBytes, sought: -1 });
  buffer.drop(judged.end);
}

/** Skips a record that is too long. Its start is reported. */
async function skipLongRecord(
  buffer: ReadBuffer,
  isUsers: boolean,
  fill: Fill,
  onBad: FeedHooks['onBad'],
): Promise<void> {
  const { offset, memory } = buffer;
  const shown = memory.slice(0, SHOWN_BYTES);
  let lineBytes = 0;
  let last = 0;
  // newlines before this index are within quotes
  let from = MAX_LINE_BYTES;
  do {
    const end = endOfLine(buffer.bytes, from);
    const bytes = end < 0 ? buffer.filled : end - 1;
    if (bytes > 0) last = memory[bytes - 1] as number;
    lineBytes += bytes;
    buffer.drop(end < 0 ? buffer.filled : end);
    if (end >= 0) break;
    from = 0;
  } while (await fill());
  if (last === CARRIAGE_RETURN && isUsers) lineBytes--;
  await onBad({ offset, reason: 'length', line: shown, lineBytes, sought: -1 });
}
