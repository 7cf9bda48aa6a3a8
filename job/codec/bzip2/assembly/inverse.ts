/**
 * Undoes the Burrows-Wheeler transform. Each byte of a block leads to the next one somewhere else in memory, so a single
 * block waits for the memory at each byte. Several blocks are undone in turns, and wait together.
 */

import { columnBytes } from './block';
import { COUNTS, LAST_COLUMN, RAW, RAW_BYTES, ROWS, ROWS_BYTES, SLOT_BYTES, SLOT_NEXT } from './layout';

export function bytesOf(slot: u32): u32 {
  return load<u32>(SLOT_BYTES + (slot << 2));
}

function nextOf(slot: u32): u32 {
  return load<u32>(SLOT_NEXT + (slot << 2));
}

function setNext(slot: u32, row: u32): void {
  store<u32>(SLOT_NEXT + (slot << 2), row);
}

/**
 * Sorts the last column into rows: the rows that begin with a byte are in the order in which it stands in the last
 * column. Returns false where there is no row `origin`, with which the block begins.
 */
export function makeRows(slot: u32, origin: u32): bool {
  if (origin >= columnBytes) return false;
  const rows = ROWS + slot * ROWS_BYTES;
  let place: u32 = 0;
  for (let byte: u32 = 0; byte < 256; byte++) {
    const count = load<u32>(COUNTS + (byte << 2));
    store<u32>(COUNTS + (byte << 2), rows + (place << 2));
    place += count;
  }
  for (let i: u32 = 0; i < columnBytes; i++) {
    const byte: u32 = load<u8>(LAST_COLUMN + i);
    const row = load<u32>(COUNTS + (byte << 2));
    store<u32>(row, (i << 8) | byte);
    store<u32>(COUNTS + (byte << 2), row + 4);
  }
  store<u32>(SLOT_BYTES + (slot << 2), columnBytes);
  setNext(slot, origin);
  return true;
}

/** Writes the bytes of the blocks in the slots 0 .. `count`. */
export function undo(count: u32): void {
  let from: u32 = 0;
  if (count === 4) {
    const shortest = min(min(bytesOf(0), bytesOf(1)), min(bytesOf(2), bytesOf(3)));
    undoFour(shortest);
    from = shortest;
  } else if (count >= 2) {
    const shortest = min(bytesOf(0), bytesOf(1));
    undoTwo(shortest);
    for (let slot: u32 = 0; slot < 2; slot++) undoOne(slot, shortest);
    if (count === 3) undoOne(2, 0);
    return;
  }
  for (let slot: u32 = 0; slot < count; slot++) undoOne(slot, from);
}

function undoFour(count: u32): void {
  let a = nextOf(0);
  let b = nextOf(1);
  let c = nextOf(2);
  let d = nextOf(3);
  for (let i: u32 = 0; i < count; i++) {
    const rowA = load<u32>(ROWS + (a << 2));
    const rowB = load<u32>(ROWS + ROWS_BYTES + (b << 2));
    const rowC = load<u32>(ROWS + 2 * ROWS_BYTES + (c << 2));
    const rowD = load<u32>(ROWS + 3 * ROWS_BYTES + (d << 2));
    store<u8>(RAW + i, rowA);
    store<u8>(RAW + RAW_BYTES + i, rowB);
    store<u8>(RAW + 2 * RAW_BYTES + i, rowC);
    store<u8>(RAW + 3 * RAW_BYTES + i, rowD);
    a = rowA >> 8;
    b = rowB >> 8;
    c = rowC >> 8;
    d = rowD >> 8;
  }
  setNext(0, a);
  setNext(1, b);
  setNext(2, c);
  setNext(3, d);
}

function undoTwo(count: u32): void {
  let a = nextOf(0);
  let b = nextOf(1);
  for (let i: u32 = 0; i < count; i++) {
    const rowA = load<u32>(ROWS + (a << 2));
    const rowB = load<u32>(ROWS + ROWS_BYTES + (b << 2));
    store<u8>(RAW + i, rowA);
    store<u8>(RAW + RAW_BYTES + i, rowB);
    a = rowA >> 8;
    b = rowB >> 8;
  }
  setNext(0, a);
  setNext(1, b);
}

/** Writes the bytes of one block from `from` on. */
function undoOne(slot: u32, from: u32): void {
  const rows = ROWS + slot * ROWS_BYTES;
  const raw = RAW + slot * RAW_BYTES;
  const end = bytesOf(slot);
  let at = nextOf(slot);
  for (let i = from; i < end; i++) {
    const row = load<u32>(rows + (at << 2));
    store<u8>(raw + i, row);
    at = row >> 8;
  }
}
