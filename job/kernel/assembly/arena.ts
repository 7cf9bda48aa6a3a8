/**
 * The records of a thread, by partition (partition.ts). The bits that follow those that all records in memory share give
 * the number of a record's partition (division.ts). Each thread has a context, which holds the entries of all partitions,
 * and then their windows.
 */

import { copyLoosely } from './bytes/bytes';
import { CHUNK_HEADER_BYTES, placeChunks, SLACK_BYTES, takeBackAll, takeFrom, takeFromArena } from './chunks';
import { divideBehind, sharedBits } from './division';
import { orderIsText } from './format';
import {
  ENTRY_BYTES_LOG2,
  entryOf,
  firstChunkOf,
  flush,
  recordsOf,
  sealEntry,
  setRecords,
  setWindowEnd,
  take,
  WINDOW_BYTES,
  windowEndOf,
  windowOf,
} from './partition';
import { APART, headerBytes, storeHeader, textOrder } from './record';

let context: usize = 0;
let radixBits: u32 = 0;

/** Gives this thread its context, and its arena, which begins at `start`. */
export function place(contextAt: usize, radix: u32, chunk: u32, start: usize): void {
  context = contextAt;
  radixBits = radix;
  placeChunks(start, chunk);
}

/** Forgets every record. The records that follow have to share their first `bits` bits. */
export function reset(bits: u32): void {
  divideBehind(bits);
  takeBackAll();
  const partitions: u32 = 1 << radixBits;
  const entriesBytes = (partitions as usize) << ENTRY_BYTES_LOG2;
  const windows = (context + entriesBytes + WINDOW_BYTES - 1) & ~(WINDOW_BYTES - 1);
  memory.fill(context, 0, entriesBytes);
  for (let p: u32 = 0; p < partitions; p++) setWindowEnd(ownEntry(p), windows + p * WINDOW_BYTES);
}

export function ownEntry(partition: u32): usize {
  return entryOf(context, partition);
}

/** Writes the end of each partition's records into its last chunk, so that the records can be read. */
export function seal(): void {
  for (let p: u32 = 0; p < (1 as u32) << radixBits; p++) sealEntry(ownEntry(p));
}

export function partitionOf(bits: u64): u32 {
  return (((bits << sharedBits) >>> 1) >>> (63 - radixBits)) as u32;
}
/** The tag: the 32 bits that follow the bits of the partition. */
export function tagOfBits(bits: u64): u32 {
  return (((bits << sharedBits) << radixBits) >>> 32) as u32;
}

/** The order bytes of the next record that is put with `apart`. */
let orderAt: usize = 0;
let orderBytes: u32 = 0;

export function orderBy(at: usize, bytes: u32): void {
  orderAt = at;
  orderBytes = bytes;
}

/**
 * Appends a record to its partition. `bits` is the present block of its key's bits (division.ts). Returns false if
 * there is no room for it. With `apart`, the key and the order bytes (`orderBy`) may lie anywhere in memory. Those that
 * do not lie in the line are stored after it. Without `apart`, both have to lie in the line, and `order` is the order
 * value.
 */
/* @inline */ export function put(
  bits: u64,
  order: i64,
  line: usize,
  length: u32,
  key: usize,
  keyBytes: u32,
  apart: bool,
): bool {
  const entry = ownEntry(partitionOf(bits));
  let keyOffset = (key - line) as u32;
  let keyEnd = length;
  let content = length;
  let lengths = length;
  let flag: u32 = 0;
  if (apart) {
    lengths |= keyBytes;
    if (isOutside(keyOffset, length)) {
      keyOffset = length;
      keyEnd += keyBytes;
      content = keyEnd;
    }
    if (orderIsText) {
      const orderOffset = (orderAt - line) as u32;
      const isOrderApart = isOutside(orderOffset, length);
      if (isOrderApart) content += orderBytes;
      order = textOrder(isOrderApart ? keyEnd : orderOffset, orderBytes);
    }
    if (content > length) flag = APART;
  }
  const header = headerBytes(lengths, order);
  const stride = header + content;
  let at = windowEndOf(entry);
  if (((at as u32) & (WINDOW_BYTES - 1)) + stride + SLACK_BYTES <= WINDOW_BYTES) {
    setWindowEnd(entry, at + stride);
  } else if (stride + SLACK_BYTES <= WINDOW_BYTES) {
    if (!flush(entry)) return false;
    at = windowOf(entry);
    setWindowEnd(entry, at + stride);
  } else {
    at = take(entry, stride);
    if (!at) return false;
  }
  storeHeader(at, header, tagOfBits(bits), order, length, keyOffset, keyBytes, flag);
  copyLoosely(at + header, line, length);
  if (flag) {
    if (keyEnd > length) copyLoosely(at + header + length, key, keyBytes);
    if (content > keyEnd) copyLoosely(at + header + keyEnd, orderAt, orderBytes);
  }
  setRecords(entry, recordsOf(entry) + 1);
  return true;
}

/** The address of an entry for one record that belongs to no partition, with its window and its only chunk behind it. */
let aside: usize = 0;
let asideEnd: usize = 0;

/** Gives this thread room for one record that is put aside. */
export function placeAside(at: usize, end: usize): void {
  aside = at;
  asideEnd = end;
}

/**
 * Puts a record where it belongs to no partition, in the place of the one that was put there before, like `put`. Returns
 * its address. It has no tag.
 */
export function putAside(order: i64, line: usize, length: u32, key: usize, keyBytes: u32, apart: bool): usize {
  const own = context;
  const window = (aside + (1 << ENTRY_BYTES_LOG2) + WINDOW_BYTES - 1) & ~(WINDOW_BYTES - 1);
  memory.fill(aside, 0, 1 << ENTRY_BYTES_LOG2);
  setWindowEnd(aside, window);
  context = aside;
  takeFrom(window + WINDOW_BYTES, asideEnd);
  put(0, order, line, length, key, keyBytes, apart);
  context = own;
  takeFromArena();
  return windowEndOf(aside) > window ? window : firstChunkOf(aside) + CHUNK_HEADER_BYTES;
}

/**
 * Whether bytes at an offset lie outside the line. The offset is unsigned, so bytes before the line lie outside too.
 */
function isOutside(offset: u32, length: u32): bool {
  return offset > length;
}
