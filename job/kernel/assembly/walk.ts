/**
 * Goes through the records of one partition in one context or several. It goes stretch by stretch. A stretch holds the
 * records of one chunk or of one window, which lie one after the other in memory.
 */

import { CHUNK_HEADER_BYTES, endOf, nextChunk } from './chunks';
import { entryOf, firstChunkOf, windowEndOf, windowOf } from './partition';

/** The shortest record: a header, and a line of one digit. */
const SHORTEST_RECORD_BYTES: u32 = 13;

let partition: u32 = 0;
let contextBytes: u32 = 0;

/** The present context, the number of contexts after it, and the present chunk. 0 is the window, which comes last. */
let context: usize = 0;
let contextsLeft: u32 = 0;
let chunk: usize = 0;
/** The addresses between which the present stretch's remaining records lie. */
export let next: usize = 0;
export let end: usize = 0;

let markedContext: usize = 0;
let markedContextsLeft: u32 = 0;
let markedChunk: usize = 0;
let markedNext: usize = 0;
let markedEnd: usize = 0;

/**
 * Goes to the first record of partition `which` in `contexts` contexts. The first context begins at `firstContext`, and
 * each context begins `bytes` bytes after the one before.
 */
export function openPartition(firstContext: usize, contexts: u32, bytes: u32, which: u32): void {
  partition = which;
  contextBytes = bytes;
  context = firstContext;
  contextsLeft = contexts - 1;
  openContext();
}

/** Goes to the next stretch. Returns false if none is left. */
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

/** Notes that the records of the present stretch before `record` have been processed. */
export function goOnFrom(record: usize): void {
  next = record;
}

/** An upper bound on the number of records that the present stretch still holds. */
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

/** Opens the chunk at `at`, or the window if `at` is 0. */
function openChunk(at: usize): void {
  chunk = at;
  const entry = entryOf(context, partition);
  next = at ? at + CHUNK_HEADER_BYTES : windowOf(entry);
  end = at ? endOf(at) : windowEndOf(entry);
}
