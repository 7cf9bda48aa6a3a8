/**
 * The memory that partitions take for their records, in chunks. A chunk starts with a header of 16 bytes: next chunk, end
 * of its records, capacity in bytes. Chunks are taken from the thread's arena one after the other. Chunks that are given
 * back are used again, except those that are larger because of a long record.
 */

export const CHUNK_HEADER_BYTES: u32 = 16;
/** copyLoosely may write this far past a record. */
export const SLACK_BYTES: u32 = 48;

let chunkBytes: u32 = 0;
let arenaStart: usize = 0;
let arenaLimit: usize = 0;
let arenaTop: usize = 0;
let freeChunks: usize = 0;
let freeBytes: u32 = 0;

/** Gives this thread its arena, which begins at `start`, and the usual size of its chunks. */
export function placeChunks(start: usize, chunk: u32): void {
  arenaStart = start;
  chunkBytes = chunk;
}

/** Makes all of the arena free. */
export function takeBackAll(): void {
  arenaTop = arenaStart;
  freeChunks = 0;
  freeBytes = 0;
}

/** Sets the end of the memory that chunks may take. `put` returns false if a record would need a chunk beyond it. */
export function limit(end: usize): void {
  arenaLimit = end;
}

/** The number of bytes of the chunks in use. */
export function used(): u32 {
  return ((arenaTop - arenaStart) as u32) - freeBytes;
}

/** The address at which the memory begins that no chunk has taken yet. */
export function top(): usize {
  return arenaTop;
}

export function nextChunk(chunk: usize): usize {
  return load<u32>(chunk) as usize;
}
export function endOf(chunk: usize): usize {
  return load<u32>(chunk, 4) as usize;
}
export function capacityOf(chunk: usize): u32 {
  return load<u32>(chunk, 8);
}
export function setNextChunk(chunk: usize, next: usize): void {
  store<u32>(chunk, next as u32);
}
export function setEnd(chunk: usize, end: usize): void {
  store<u32>(chunk, end as u32, 4);
}

/** Takes a chunk with room for at least `bytes` bytes. Returns its address, or 0 if there is no room for it. */
export function newChunk(bytes: u32): usize {
  const needed = CHUNK_HEADER_BYTES + bytes + SLACK_BYTES;
  const capacity = max<u32>(chunkBytes, (needed + 15) & ~15);
  let chunk = freeChunks;
  if (capacity === chunkBytes && chunk) {
    freeChunks = nextChunk(chunk);
    freeBytes -= chunkBytes;
  } else {
    chunk = arenaTop;
    if (chunk + capacity > arenaLimit) return 0;
    arenaTop = chunk + capacity;
  }
  setNextChunk(chunk, 0);
  store<u32>(chunk, capacity, 8);
  return chunk;
}

/** Makes a chunk free, if it has the usual size. The memory of a larger one is lost until all of the arena is free. */
export function giveBack(chunk: usize): void {
  if (capacityOf(chunk) !== chunkBytes) return;
  setNextChunk(chunk, freeChunks);
  freeChunks = chunk;
  freeBytes += chunkBytes;
}

/** The state of the arena while chunks are taken from other memory. */
let waitingTop: usize = 0;
let waitingLimit: usize = 0;
let waitingChunks: usize = 0;

/** Has chunks taken from the memory `start` .. `end`, until `takeFromArena` is called. */
export function takeFrom(start: usize, end: usize): void {
  waitingTop = arenaTop;
  waitingLimit = arenaLimit;
  waitingChunks = freeChunks;
  arenaTop = start;
  arenaLimit = end;
  freeChunks = 0;
}

export function takeFromArena(): void {
  arenaTop = waitingTop;
  arenaLimit = waitingLimit;
  freeChunks = waitingChunks;
}
