/** Takes superseded records out of a partition: the others slide to the front of its chunks, in the order they have. */

import {
  CHUNK_HEADER_BYTES,
  capacityOf,
  cut,
  endOf,
  firstChunkOf,
  nextChunk,
  ownEntry,
  SLACK_BYTES,
  setEnd,
  setRecords,
  setWindowEnd,
  windowEndOf,
  windowOf,
} from './arena';
import { isSuperseded, lengthsOf, strideOf } from './record';

/** The partition must be sealed, and its losers marked (`keep`). */
export function slide(partition: u32): void {
  const entry = ownEntry(partition);
  setRecords(entry, slideChunks(entry) + slideWindow(entry));
}

/** Returns how many records are left. */
function slideChunks(entry: usize): u32 {
  let target = firstChunkOf(entry);
  if (!target) return 0;
  let to = target + CHUNK_HEADER_BYTES;
  let room = target + capacityOf(target) - SLACK_BYTES;
  let records: u32 = 0;
  for (let chunk = target; chunk; chunk = nextChunk(chunk)) {
    // read before records slide into this very chunk
    const end = endOf(chunk);
    for (let record = chunk + CHUNK_HEADER_BYTES; record < end; ) {
      const lengths = lengthsOf(record);
      const stride = strideOf(record, lengths);
      if (!isSuperseded(lengths)) {
        // never goes past `record`: its own chunk has room for it where it is
        while (to + stride > room) {
          setEnd(target, to);
          target = nextChunk(target);
          to = target + CHUNK_HEADER_BYTES;
          room = target + capacityOf(target) - SLACK_BYTES;
        }
        copyExactly(to, record, stride);
        to += stride;
        records++;
      }
      record += stride;
    }
  }
  cut(entry, target, to);
  return records;
}

function slideWindow(entry: usize): u32 {
  const end = windowEndOf(entry);
  let to = windowOf(entry);
  let records: u32 = 0;
  for (let record = to; record < end; ) {
    const lengths = lengthsOf(record);
    const stride = strideOf(record, lengths);
    if (!isSuperseded(lengths)) {
      copyExactly(to, record, stride);
      to += stride;
      records++;
    }
    record += stride;
  }
  setWindowEnd(entry, to);
  return records;
}

/** Forward, 8 bytes at a time: `to` may overlap what lies behind it, and nothing past the record may change. */
function copyExactly(to: usize, from: usize, length: u32): void {
  if (to === from) return;
  const end = to + length - 8;
  const rest = load<u64>(from + length - 8);
  while (to < end) {
    store<u64>(to, load<u64>(from));
    to += 8;
    from += 8;
  }
  store<u64>(end, rest);
}
