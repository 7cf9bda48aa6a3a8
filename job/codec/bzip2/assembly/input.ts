/** The stored bytes that are not decoded yet, read bit by bit, the highest bit of a byte first. */

import { INPUT, INPUT_BYTES } from './layout';

/** How many bytes there are. */
let filled: u32 = 0;
/** The next bit to read. */
let bit: u64 = 0;

export function clearInput(): void {
  filled = 0;
  bit = 0;
}

/** Moves the bytes that are not read yet to the front. Returns how many bytes were removed. */
export function compact(): u32 {
  const read = u32(bit >> 3);
  memory.copy(INPUT, INPUT + read, filled - read);
  filled -= read;
  bit &= 7;
  return read;
}

export function inputRoom(): u32 {
  return INPUT_BYTES - filled;
}

/** Where the next stored bytes have to be put. */
export function inputEnd(): u32 {
  return INPUT + filled;
}

export function added(bytes: u32): void {
  filled += bytes;
}

/** How many bytes are left. The last bit of a byte that is partly read does not count. */
export function left(): i32 {
  return i32(filled) - i32((bit + 7) >> 3);
}

/** Whether more bits were read than there are. */
export function isPastEnd(): bool {
  return bit > u64(filled) << 3;
}

export function bitPosition(): u64 {
  return bit;
}

export function seekBit(position: u64): void {
  bit = position;
}

/** How many bytes were read since the last compaction, the open one not included. */
export function readBytes(): u32 {
  return u32(bit >> 3);
}

/** Reads at most 32 bits. */
export function read(count: u32): u32 {
  const bytes = bswap(load<u64>(INPUT + u32(bit >> 3)));
  const value = (bytes << (bit & 7)) >> (64 - u64(count));
  bit += count;
  return u32(value);
}

/** Skips the rest of a byte of which some bits were read. */
export function align(): void {
  bit = (bit + 7) & ~7;
}
