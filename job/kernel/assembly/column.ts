/** Finds the columns of the present line, and its key and its order bytes if these are kept apart from the line. */

import { orderBy } from './arena';
import { copyLoosely } from './bytes/bytes';
import { GOOD } from './bytes/reason';
import { orderRoom } from './dialect';
import { delimiter, ends, joined, keyColumns, keyCount, orderColumn } from './format';
import { addOrder, orderColumnOf, orderCount, orderEnd, startOrder } from './order/order';

/** The distance between a joined key and the order bytes after it: more than copyLoosely writes past a key. */
const APART_SLACK_BYTES: u32 = 64;

export function startOf(column: u32): usize {
  return (load<u32>(ends + ((column as usize) << 2)) as usize) + 1;
}
export function endOfColumn(column: u32): usize {
  return load<u32>(ends + (((column + 1) as usize) << 2)) as usize;
}

/** Joins the key's columns at `joined`, with delimiters between them. Returns the length of the key. */
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

/** Tells `put` where the next record's order bytes lie. The record's key lies at `joined` and has `keyBytes` bytes. */
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
 * Writes the order bytes of the present line, and tells `put` where they lie. Returns GOOD, or the reason why an order
 * value is bad.
 */
export function takeOrderBytes(): u32 {
  startOrder(orderRoom);
  for (let i: u32 = 0; i < orderCount; i++) {
    const column = orderColumnOf(i);
    const reason = addOrder(i, startOf(column), endOfColumn(column));
    if (reason !== GOOD) return reason;
  }
  orderBy(orderRoom, (orderEnd() - orderRoom) as u32);
  return GOOD;
}

/**
 * Appends APART_BYTES zeros. This constant of the build (build.mjs) is 0, except in tests that keep all keys and all
 * order bytes apart from their lines. The zeros do not change how keys and order bytes compare.
 */
function padApart(to: usize): void {
  memory.fill(to, 0, APART_BYTES);
}
