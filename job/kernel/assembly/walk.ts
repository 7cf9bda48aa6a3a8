/**
 * Goes through the records of one partition, in every context that has some: stretch by stretch, each a chunk's records
 * or a window's, which lie one behind the other in memory.
 */

import { CHUNK_HEADER_BYTES, endOf, entryOf, firstChunkOf, nextChunk, windowEndOf, windowOf } from './arena';

/** The shortest record: a header and a digit. */
const SHORTEST_RECORD_BYTES: u32 = 13;

let partition: u32 = 0;
let contextBytes: u32 = 0;

/** The present context, how many follow it, and its present chunk: 0 in the window, which comes last. */
let context: usize = 0;
let contextsLeft: u32 = 0;
let chunk: usize = 0;
/** The records of the present stretch that are still to come. */
export let next: usize = 0;
export let end: usize = 0;

let markedContext: usize = 0;
let markedContextsLeft: u32 = 0;
let markedChunk: usize = 0;
let markedNext: usize = 0;
let markedEnd: usize = 0;

/** Begins with the first record of a partition of `contexts` contexts, from `firstContext` on, each `bytes` long. */
export function openPartition(firstContext: usize, contexts: u32, bytes: u32, which: u32): void {
  partition = which;
  contextBytes = bytes;
  context = firstContext;
  contextsLeft = contexts - 1;
  openContext();
}

/** Goes on with the next stretch; false where none is left. */
export function openNextStretch(): bool {
  if (chunk) {
    openChunk(nextChunk(chunk));
    return true;
  }
  if (!contextsLeft) return false;
  contextsLeft--;
  context += contextBytes;
  openContext();
  return true;
}

/** The present stretch has been gone through up to `record`. */
export function goOnFrom(record: usize): void {
  next = record;
}

/** At least as many records as the present stretch still holds. */
export function mostRecordsLeft(): u32 {
  return ((end - next) as u32) / SHORTEST_RECORD_BYTES;
}

export function mark(): void {
  markedContext = context;
  markedContextsLeft = contextsLeft;
  markedChunk = chunk;
  markedNext = next;
  markedEnd = end;
}

export function returnToMark(): void {
  context = markedContext;
  contextsLeft = markedContextsLeft;
  chunk = markedChunk;
  next = markedNext;
  end = markedEnd;
}

function openContext(): void {
  openChunk(firstChunkOf(entryOf(context, partition)));
}

/** 0 opens the window. */
function openChunk(at: usize): void {
  chunk = at;
  const entry = entryOf(context, partition);
  next = at ? at + CHUNK_HEADER_BYTES : windowOf(entry);
  end = at ? endOf(at) : windowEndOf(entry);
}
