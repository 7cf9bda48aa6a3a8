/**
 * The records of one partition: a window, and a list of chunks (chunks.ts).
 *
 * A new record is written to the window. When the window is full, all its records move to a chunk together. The windows
 * of all partitions stay in the cache; if records went to chunks directly, almost every record would have to wait for
 * memory (S. Manegold and others, "Optimizing main-memory join on modern hardware", 2002, and later many radix joins).
 *
 * An entry of 32 bytes tells of a partition:
 *
 *     0  u32  address of the next record in the window     12  u32  last chunk
 *     4  u32  end of the records in the last chunk         16  u32  number of records, superseded ones too
 *     8  u32  first chunk                                  20  u32  end of the last chunk
 */

import { copyLoosely } from './bytes/bytes';
import {
  CHUNK_HEADER_BYTES,
  capacityOf,
  giveBack,
  newChunk,
  nextChunk,
  SLACK_BYTES,
  setEnd,
  setNextChunk,
} from './chunks';

export const ENTRY_BYTES_LOG2: u32 = 5;

/** A power of two; every window begins at a multiple of it. */
export const WINDOW_BYTES: u32 = 1024;

export function entryOf(contextAt: usize, partition: u32): usize {
  return contextAt + ((partition as usize) << ENTRY_BYTES_LOG2);
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
/** Writes the end of the records into the last chunk, so that they can be read. */
export function sealEntry(entry: usize): void {
  const last = load<u32>(entry, 12);
  if (last) setEnd(last, load<u32>(entry, 4));
}

/** Moves the records of a window to a chunk. Returns false if there is no room for them. */
export function flush(entry: usize): bool {
  const from = windowOf(entry);
  const bytes = (windowEndOf(entry) - from) as u32;
  const to = take(entry, bytes);
  if (!to) return false;
  copyLoosely(to, from, bytes);
  setWindowEnd(entry, from);
  return true;
}

/** Takes `bytes` bytes of the last chunk, or of a new chunk. Returns their address, or 0 if there is no room. */
export function take(entry: usize, bytes: u32): usize {
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
