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
} from './arena';
import { isSuperseded, lengthsOf, strideOf } from './record';

/** The partition must be sealed, and its losers marked (`keep`). */
export function slide(partition: u32): void {
  const entry = ownEntry(partition);
  let target = firstChunkOf(entry);
  if (!target) return;
  let to = target + CHUNK_HEADER_BYTES;
  let room = target + capacityOf(target) - SLACK_BYTES;
  let records: u32 = 0;
  for (let chunk = target; chunk; ) {
    // read before records slide into this very chunk
    const end = endOf(chunk);
    let record = chunk + CHUNK_HEADER_BYTES;
    while (record < end) {
      const lengths = lengthsOf(record);
      const stride = strideOf(lengths);
      if (!isSuperseded(lengths)) {
        // never goes past `record`: its own chunk has room for it where it is
        while (to + stride > room) {
          setEnd(target, to);
          target = nextChunk(target);
          to = target + CHUNK_HEADER_BYTES;
          room = target + capacityOf(target) - SLACK_BYTES;
        }
        if (to !== record) copyExactly(to, record, stride);
        to += stride;
        records++;
      }
      record += stride;
    }
    chunk = nextChunk(chunk);
  }
  cut(entry, target, to, records);
}

/** Forward, 8 bytes at a time: `to` may overlap what lies behind it, and nothing past the record may change. */
function copyExactly(to: usize, from: usize, length: u32): void {
  const end = to + length;
  while (to < end) {
    store<u64>(to, load<u64>(from));
    to += 8;
    from += 8;
  }
}
