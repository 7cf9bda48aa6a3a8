/** Where the columns of the present line lie; its key and the bytes to order by, where they are kept apart from it. */

import { orderBy } from './arena';
import { delimiter, ends, joined, keyColumns, keyCount, orderColumn } from './format';
import { copyLoosely } from './record';

/** Behind whatever copyLoosely writes past a key. */
const APART_SLACK_BYTES: u32 = 64;

export function startOf(column: u32): usize {
  return (load<u32>(ends + ((column as usize) << 2)) as usize) + 1;
}
export function endOfColumn(column: u32): usize {
  return load<u32>(ends + (((column + 1) as usize) << 2)) as usize;
}

/** Puts the key's columns together at `joined`, with delimiters between them; returns the length. */
export function join(): u32 {
  let to = joined;
  for (let i: u32 = 0; i < keyCount; i++) {
    if (i) store<u8>(to++, delimiter as u8);
    const column = load<u32>(keyColumns + ((i as usize) << 2));
    const length = (endOfColumn(column) - startOf(column)) as u32;
    copyLoosely(to, startOf(column), length);
    to += length;
  }
  if (APART_BYTES) {
    padApart(to);
    to += APART_BYTES;
  }
  return (to - joined) as u32;
}

/** Says where the bytes to order by are of a record that has a key of so many bytes at `joined`. */
export function takeOrder(keyBytes: u32): void {
  const start = startOf(orderColumn);
  const bytes = (endOfColumn(orderColumn) - start) as u32;
  if (!APART_BYTES) {
    orderBy(start, bytes);
    return;
  }
  const apart = joined + keyBytes + APART_SLACK_BYTES;
  copyLoosely(apart, start, bytes);
  padApart(apart + bytes);
  orderBy(apart, bytes + APART_BYTES);
}

/**
 * A constant of the build (build.mjs): 0, but for tests that keep all keys and all bytes to order by apart. Each goes on
 * with so many zeros then, which leave their order as it is.
 */
function padApart(to: usize): void {
  memory.fill(to, 0, APART_BYTES);
}
