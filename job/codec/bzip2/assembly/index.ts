/** The decoder's exports. The host puts stored bytes into the input, and calls `step` for one block after the other. */

import { makeFrontMasks, readBlock } from './block';
import { makeCrcTables } from './crc';
import { align, clearInput, isPastEnd, left, read, readBytes } from './input';
import { makeRows } from './inverse';
import { END, MOST_STORED_BYTES, OUTPUT, SLOT_CRC, SLOTS } from './layout';
import { ALL_READ, BAD_CHECKSUM, BAD_CODE, BLOCK, CUT, NO_BLOCK, NO_STREAM, RANDOMISED, STREAM_END } from './status';

export { added, compact, inputEnd, inputRoom, left } from './input';
export { undo } from './inverse';
export { blockCrc, startBlock, writeOutput } from './runs';

const BLOCK_START_HIGH: u32 = 0x314159;
const BLOCK_START_LOW: u32 = 0x265359;
const STREAM_END_HIGH: u32 = 0x177245;
const STREAM_END_LOW: u32 = 0x385090;

let isInStream: bool = false;
/** The most bytes of a block of this stream. */
let mostBytes: u32 = 0;
/** The checksum of the stream, of the checksums of its blocks. */
let streamCrc: u32 = 0;

export function outputStart(): u32 {
  return OUTPUT;
}

/** How many stored bytes have to be there before a step, unless the file ends before. */
export function neededBytes(): u32 {
  return MOST_STORED_BYTES;
}

export function slots(): u32 {
  return SLOTS;
}

export function start(): void {
  memory.grow((END >> 16) + 1 - memory.size());
  makeCrcTables();
  makeFrontMasks();
  reset();
}

/** Forgets everything about a file, before the next one. */
export function reset(): void {
  clearInput();
  isInStream = false;
}

/** The place in the input where the last step ended. */
export function place(): u32 {
  return readBytes();
}

/** The checksum that a block should have. */
export function statedCrc(slot: u32): u32 {
  return load<u32>(SLOT_CRC + (slot << 2));
}

/** Reads the next block into a slot, or the start or end of a stream. */
export function step(slot: u32): i32 {
  if (!isInStream) {
    if (left() <= 0) return ALL_READ;
    const status = startStream();
    if (status !== 0) return status;
  }
  const high = read(24);
  const low = read(24);
  if (isPastEnd()) return CUT;
  if (high === BLOCK_START_HIGH && low === BLOCK_START_LOW) return takeBlock(slot);
  return high === STREAM_END_HIGH && low === STREAM_END_LOW ? endStream() : NO_BLOCK;
}

/** `BZh`, and the most bytes of a block in hundreds of thousands. */
function startStream(): i32 {
  const first = read(8);
  const mark = read(16);
  const level = read(8) - 0x30;
  if (first !== 0x42) return NO_STREAM;
  if (mark !== 0x5a68 || level - 1 > 8) return isPastEnd() ? CUT : NO_STREAM;
  mostBytes = level * 100_000;
  streamCrc = 0;
  isInStream = true;
  return 0;
}

function endStream(): i32 {
  const stated = read(32);
  if (isPastEnd()) return CUT;
  align();
  isInStream = false;
  return stated === streamCrc ? STREAM_END : BAD_CHECKSUM;
}

function takeBlock(slot: u32): i32 {
  const crc = read(32);
  const isRandomised = read(1) !== 0;
  const origin = read(24);
  if (isPastEnd()) return CUT;
  if (isRandomised) return RANDOMISED;
  const status = readBlock(mostBytes);
  if (status !== 0) return status;
  if (!makeRows(slot, origin)) return BAD_CODE;
  store<u32>(SLOT_CRC + (slot << 2), crc);
  streamCrc = rotl(streamCrc, 1) ^ crc;
  return BLOCK;
}
