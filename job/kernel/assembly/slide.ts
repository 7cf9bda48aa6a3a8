/**
 * Removes superseded records from a partition. The other records slide to the front of its chunks and keep their order.
 */

import { ownEntry } from './arena';
import { CHUNK_HEADER_BYTES, capacityOf, endOf, nextChunk, SLACK_BYTES, setEnd } from './chunks';
import { cut, firstChunkOf, setRecords, setWindowEnd, windowEndOf, windowOf } from './partition';
import { isSuperseded, lengthsOf, strideOf } from './record';

/** The partition has to be sealed, and `keepSome` must have marked its superseded records. */
export function slide(partition: u32): void {
  const entry = ownEntry(partition);
  setRecords(entry, slideChunks(entry) + slideWindow(entry));
}

/** Returns the number of records that are left. */
function slideChunks(entry: usize): u32 {
  let target = firstChunkOf(entry);
  if (!target) return 0;
  let to = target + CHUNK_HEADER_BYTES;
  let room = target + capacityOf(target) - SLACK_BYTES;
  let records: u32 = 0;
  for (let chunk = target; chunk; chunk = nextChunk(chunk)) {
    // the end is read before records slide into this same chunk
    const end = endOf(chunk);
    for (let record = chunk + CHUNK_HEADER_BYTES; record < end; ) {
      const lengths = lengthsOf(record);
      const stride = strideOf(record, lengths);
      if (!isSuperseded(lengths)) {
        // `to` never passes `record`, because the record's own chunk has room for it at its present address
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

/**
 * Copies forward, 8 bytes at a time. The target may overlap the source, which lies after it. No byte past the copied
 * record may change, because the next record may begin there.
 */
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
