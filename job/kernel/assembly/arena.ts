/**
 * The partitions of a thread's records. Each has a window and a list of chunks (chunks.ts). The bits that follow those that
 * all records in memory share give the number of a record's partition (division.ts).
 *
 * A new record is written to the window of its partition. When the window is full, all its records move to a chunk
 * together. The windows of all partitions stay in the cache; if records went to chunks directly, almost every record
 * would have to wait for memory (S. Manegold and others, "Optimizing main-memory join on modern hardware", 2002, and
 * later many radix joins).
 *
 * Each thread has a context. It holds an entry of 32 bytes for each partition, and then the windows. An entry has these
 * fields:
 *
 *     0  u32  address of the next record in the window     12  u32  last chunk
 *     4  u32  end of the records in the last chunk         16  u32  number of records, superseded ones too
 *     8  u32  first chunk                                  20  u32  end of the last chunk
 *
 */

import { copyLoosely } from './bytes/bytes';
import {
  CHUNK_HEADER_BYTES,
  capacityOf,
  giveBack,
  newChunk,
  nextChunk,
  placeChunks,
  SLACK_BYTES,
  setEnd,
  setNextChunk,
  takeBackAll,
  takeFrom,
  takeFromArena,
} from './chunks';
import { divideBehind, sharedBits } from './division';
import { orderIsText } from './format';
import { APART, headerBytes, storeHeader, textOrder } from './record';

const ENTRY_BYTES_LOG2: u32 = 5;

/** A power of two; every window begins at a multiple of it. */
const WINDOW_BYTES: u32 = 1024;

let context: usize = 0;
export let radixBits: u32 = 0;

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

export function entryOf(contextAt: usize, partition: u32): usize {
  return contextAt + ((partition as usize) << ENTRY_BYTES_LOG2);
}
export function ownEntry(partition: u32): usize {
  return entryOf(context, partition);
}
/** The start of the window. Its records lie in windowOf .. windowEndOf. */
export function windowOf(entry: usize): usize {
  return windowEndOf(entry) & ~(WINDOW_BYTES - 1);
}
export function windowEndOf(entry: usize): usize {
  return load<u32>(entry) as usize;
}
export function setWindowEnd(entry: usize, end: usize): void {
  store<u32>(entry, end as u32);
}
export function firstChunkOf(entry: usize): usize {
  return load<u32>(entry, 8) as usize;
}
export function recordsOf(entry: usize): u32 {
  return load<u32>(entry, 16);
}
export function setRecords(entry: usize, records: u32): void {
  store<u32>(entry, records, 16);
}
/** Writes the end of each partition's records into its last chunk, so that the records can be read. */
export function seal(): void {
  for (let p: u32 = 0; p < (1 as u32) << radixBits; p++) {
    const entry = ownEntry(p);
    const last = load<u32>(entry, 12);
    if (last) setEnd(last, load<u32>(entry, 4));
  }
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
  store<u32>(entry, recordsOf(entry) + 1, 16);
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

/** Moves the records of a window to a chunk. Returns false if there is no room for them. */
function flush(entry: usize): bool {
  const from = windowOf(entry);
  const bytes = (windowEndOf(entry) - from) as u32;
  const to = take(entry, bytes);
  if (!to) return false;
  copyLoosely(to, from, bytes);
  setWindowEnd(entry, from);
  return true;
}

/** Takes `bytes` bytes of the last chunk, or of a new chunk. Returns their address, or 0 if there is no room. */
function take(entry: usize, bytes: u32): usize {
  if ((load<u32>(entry, 4) as usize) + bytes + SLACK_BYTES > (load<u32>(entry, 20) as usize)) {
    if (!extend(entry, bytes)) return 0;
  }
  const at = load<u32>(entry, 4);
  store<u32>(entry, at + bytes, 4);
  return at as usize;
}

/** Gives a partition one more chunk, with room for at least `bytes` bytes. Returns false if there is no room for it. */
function extend(entry: usize, bytes: u32): bool {
  const chunk = newChunk(bytes);
  if (!chunk) return false;
  const last = load<u32>(entry, 12) as usize;
  if (last) {
    setNextChunk(last, chunk);
    setEnd(last, load<u32>(entry, 4));
  } else {
    store<u32>(entry, chunk as u32, 8);
  }
  store<u32>(entry, (chunk + CHUNK_HEADER_BYTES) as u32, 4);
  store<u32>(entry, chunk as u32, 12);
  store<u32>(entry, (chunk + capacityOf(chunk)) as u32, 20);
  return true;
}

/**
 * Ends a partition's list at `chunk`, whose records end at `end`. Gives back the chunks after it.
 */
export function cut(entry: usize, chunk: usize, end: usize): void {
  let rest = nextChunk(chunk);
  while (rest) {
    const next = nextChunk(rest);
    giveBack(rest);
    rest = next;
  }
  setNextChunk(chunk, 0);
  setEnd(chunk, end);
  store<u32>(entry, end as u32, 4);
  store<u32>(entry, chunk as u32, 12);
  store<u32>(entry, (chunk + capacityOf(chunk)) as u32, 20);
}
