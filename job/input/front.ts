/** Looks at the start of a file, without a kernel whose memory would take the bytes. */

import type { ByteSource } from '../codec/stream/byte-source';
import { MAX_LINE_BYTES } from '../shared/limits';
import { type Asking, answered } from './asking';
import { ReadBuffer } from './read-buffer';

/** How many bytes are read at a time. A header mostly ends among the first ones. */
const PIECE_BYTES = 16 * 1024;

/** Does the work on the start of a file, of which `source` has the bytes from 0 on. */
export function atFront<T>(source: ByteSource, work: (buffer: ReadBuffer) => Asking<T>): T | Promise<T> {
  const memory = Buffer.allocUnsafe(MAX_LINE_BYTES + 2 * PIECE_BYTES);
  const buffer = new ReadBuffer(memory, source, 0, { onBytes: () => {}, breathe: () => {} });
  return answered(work(buffer), () => buffer.read(Math.min(PIECE_BYTES, memory.length - buffer.filled)));
}
