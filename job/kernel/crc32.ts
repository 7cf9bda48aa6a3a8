import { crc32 } from 'node:zlib';
import type { Exports } from './exports';

/** CRC-32 (zlib's polynomial) of bytes that follow others, whose CRC-32 is `before`; 0 where there are none. */
export type Crc32 = (bytes: Uint8Array, before: number) => number;

/** The kernel leaves up to 15 bytes more than these: see assembly/bytes/fold.ts. */
const FOLDED_BYTES = 300 * 16;
const BLOCK_BYTES = 16 * 1024;
export const FOLD_BYTES = FOLDED_BYTES + BLOCK_BYTES;
/** Fewer bytes are not worth folding. */
const WORTH_FOLDING_BYTES = 4 * FOLDED_BYTES;

/** CRC-32 of a state in which no bit is set, so that the bytes alone decide. */
const NO_STATE = 0xffffffff;

/** @param room the address of FOLD_BYTES in the memory */
export function foldingCrc32(kernel: Exports, memory: Uint8Array, room: number): Crc32 {
  kernel.placeFold(room);
  const left = room + FOLDED_BYTES;
  return (bytes, before) => {
    if (bytes.buffer !== memory.buffer || bytes.length < WORTH_FOLDING_BYTES) return crc32(bytes, before);
    const count = kernel.fold(bytes.byteOffset, bytes.byteOffset + bytes.length, ~before);
    return crc32(memory.subarray(left, left + count), NO_STATE);
  };
}
