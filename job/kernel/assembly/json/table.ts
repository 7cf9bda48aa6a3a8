/**
 * The table of names that job/kernel/json-table.ts writes. Its nodes are objects in which the key and the order lie.
 * A node has a hash table of its names, which is half empty at least: u32 bits to shift a hash by, u32 the last slot,
 * and for each slot u32 the address of an entry, or 0. An entry is a name in this object:
 *
 *      0  u64  the first 8 bytes of the name, the others are zero
 *      8  u32  the length of the name          12  u32  the address of the name
 *     16  i32  the number of the value that this name has, or -1
 *     20  u32  the node of the object that it has, or 0
 *     24  u32  the first of the values within this object     28  u32  their number
 *
 * Values are numbered so that those within one object follow one another.
 */

import { compareBytes } from '../bytes/bytes';
import { lowBytes } from '../bytes/hash';

const WORD_BYTES: u32 = 8;
/** An odd number that spreads bits; see job/kernel/json-table.ts. */
const SPREAD: u64 = 0x9e3779b97f4a7c15;

/** What `find` and `nodeOf` return for a name without an entry, and an entry without a node. */
export const NONE: usize = 0;

/**
 * The entry of a name in an object; NONE where the name does not matter. Reads up to 7 bytes past the name.
 */
export function find(node: usize, at: usize, bytes: u32): usize {
  if (bytes === 0) return NONE;
  const word = bytes < WORD_BYTES ? load<u64>(at) & lowBytes(bytes) : load<u64>(at);
  const last = bytes < WORD_BYTES ? word : load<u64>(at + bytes - WORD_BYTES);
  let slot = (((((word * SPREAD) ^ last) + bytes) * SPREAD) >>> (load<u32>(node) as u64)) as u32;
  const lastSlot = load<u32>(node, 4);
  while (true) {
    const entry = load<u32>(node + ((slot as usize) << 2), 8) as usize;
    if (entry === NONE) return NONE;
    if (
      load<u64>(entry) === word &&
      load<u32>(entry, 8) === bytes &&
      (bytes <= WORD_BYTES || compareBytes(at, bytes, load<u32>(entry, 12) as usize, bytes) === 0)
    ) {
      return entry;
    }
    slot = (slot + 1) & lastSlot;
  }
}

/** The number of the value that the name has, or -1. */
export function valueNumber(entry: usize): i32 {
  return load<i32>(entry, 16);
}
export function nodeOf(entry: usize): usize {
  return load<u32>(entry, 20) as usize;
}
export function firstWithin(entry: usize): u32 {
  return load<u32>(entry, 24);
}
export function countWithin(entry: usize): u32 {
  return load<u32>(entry, 28);
}
