/** Writes the bytes of a block: four equal bytes are followed by the number of further ones. */

import { crcOf } from './crc';
import { bytesOf } from './inverse';
import { OUTPUT, OUTPUT_BYTES, RAW, RAW_BYTES } from './layout';

const RUN_BYTES: u32 = 4;

/** The next byte of the block, its end, and how much of a run did not fit the output. */
let at: u32 = 0;
let end: u32 = 0;
let run: u32 = 0;
let runByte: u8 = 0;
let crc: u32 = 0;

export function startBlock(slot: u32): void {
  at = RAW + slot * RAW_BYTES;
  end = at + bytesOf(slot);
  run = 0;
  crc = 0xffffffff;
}

/** Fills the output. Returns how many bytes it has now; 0 at the end of the block. */
export function writeOutput(): u32 {
  const limit = OUTPUT + OUTPUT_BYTES;
  let out = OUTPUT;
  while (out < limit && (run > 0 || at < end)) {
    if (run > 0) {
      const count = min(run, limit - out);
      memory.fill(out, runByte, count);
      out += count;
      run -= count;
      continue;
    }
    // of the bytes up to the next run, those that fit
    const most = min(end - at, limit - out);
    const plain = plainBytes(at, end, most);
    memory.copy(out, at, plain);
    out += plain;
    at += plain;
    if (plain === most) continue;
    takeRun();
  }
  crc = crcOf(OUTPUT, out - OUTPUT, crc);
  return out - OUTPUT;
}

/** The checksum of everything that was written of the block. */
export function blockCrc(): u32 {
  return ~crc;
}

/** Four equal bytes begin here. */
function takeRun(): void {
  runByte = load<u8>(at);
  at += RUN_BYTES;
  run = RUN_BYTES;
  if (at < end) run += load<u8>(at++);
}

/** How many bytes from `from` on are not followed by three bytes equal to them; at most `most`. */
function plainBytes(from: u32, end: u32, most: u32): u32 {
  let i: u32 = 0;
  // 16 places at a time, each compared with the three bytes behind it
  for (; i + 16 <= most && from + i + 19 <= end; i += 16) {
    const here = v128.load(from + i);
    const equal = v128.and(
      v128.and(i8x16.eq(here, v128.load(from + i, 1)), i8x16.eq(here, v128.load(from + i, 2))),
      i8x16.eq(here, v128.load(from + i, 3)),
    );
    const places = i8x16.bitmask(equal);
    if (places !== 0) return i + ctz(places);
  }
  for (; i < most && from + i + RUN_BYTES <= end; i++) {
    const four = load<u32>(from + i);
    if (four === (four & 255) * 0x01010101) return i;
  }
  return most;
}
