/** Looks at the start of a file, without a kernel whose memory would take the bytes. */

import type { ByteSource } from '../codec/byte-source';
import { MAX_LINE_BYTES } from '../shared/limits';
import { ReadBuffer } from './read-buffer';
import type { Front } from './start-of-file';

/** How many bytes are read at a time. A header mostly ends among the first ones. */
const PIECE_BYTES = 16 * 1024;

/** The start of a file, of which `source` has the bytes from 0 on. */
export function frontOf(source: ByteSource): Front {
  const memory = Buffer.allocUnsafe(MAX_LINE_BYTES + 2 * PIECE_BYTES);
  const buffer = new ReadBuffer(memory, source, 0, { onBytes: () => {}, breathe: () => {} });
  return { buffer, fill: () => buffer.read(Math.min(PIECE_BYTES, memory.length - buffer.filled)) };
}
