/** A block: its head, and its symbols, which are the last column of the sorted rotations of its bytes. */

import { readCode } from './huffman';
import { bitPosition, inputEnd, isPastEnd, read, seekBit } from './input';
import {
  BASES,
  COUNTS,
  FAST,
  FAST_BITS,
  FAST_BYTES,
  FRONT_MASKS,
  INPUT,
  LAST_COLUMN,
  LIMITS,
  LIMITS_BYTES,
  MOST_CODE_BITS,
  MOST_CODES,
  ORDERED,
  ORDERED_BYTES,
  RECENT,
  SELECTORS,
} from './layout';
import { BAD_CODE, CUT } from './status';

/** A code serves this many symbols, and the next selector names the next one. */
const SYMBOLS_PER_SELECTOR: u32 = 50;

let usedBytes: u32 = 0;
let selectors: u32 = 0;
/** How many bytes the last column has. */
export let columnBytes: u32 = 0;

/** For each of the first 16 places, how bytes move when the one there comes to the front. */
export function makeFrontMasks(): void {
  for (let place: u32 = 0; place < 16; place++) {
    for (let i: u32 = 0; i < 16; i++) {
      store<u8>(FRONT_MASKS + (place << 4) + i, i === 0 ? place : i <= place ? i - 1 : i);
    }
  }
}

/** Reads everything of a block that follows its checksum and its origin. Returns 0, or a negative status. */
export function readBlock(mostBytes: u32): i32 {
  readUsedBytes();
  if (usedBytes === 0) return isPastEnd() ? CUT : BAD_CODE;
  const codes = read(3);
  selectors = read(15);
  if (isPastEnd()) return CUT;
  if (codes < 2 || codes > MOST_CODES || selectors === 0) return BAD_CODE;
  let status = readSelectors(codes);
  for (let code: u32 = 0; status === 0 && code < codes; code++) status = readCode(code, usedBytes + 2);
  if (status !== 0) return isPastEnd() ? CUT : status;
  status = readColumn(mostBytes);
  // of a cut block any bits may have been read behind its end
  return isPastEnd() ? CUT : status;
}

/** Reads which bytes occur in the block. At first they count as used in their natural order. */
function readUsedBytes(): void {
  const groups = read(16);
  usedBytes = 0;
  for (let group: u32 = 0; group < 16; group++) {
    if ((groups & (0x8000 >> group)) === 0) continue;
    const bytes = read(16);
    for (let i: u32 = 0; i < 16; i++) {
      if (bytes & (0x8000 >> i)) store<u8>(RECENT + usedBytes++, (group << 4) | i);
    }
  }
}

/** Each selector is the place of a code in the list of codes, of which the last one used is the first. */
function readSelectors(codes: u32): i32 {
  let recent: u64 = 0x050403020100;
  for (let i: u32 = 0; i < selectors; i++) {
    let place: u32 = 0;
    while (read(1) !== 0) if (++place >= codes) return BAD_CODE;
    if (isPastEnd()) return CUT;
    const bits = u64(place) << 3;
    const code = (recent >> bits) & 255;
    const before = recent & ((u64(1) << bits) - 1);
    const after = recent & ~((u64(1) << (bits + 8)) - 1);
    recent = after | (before << 8) | code;
    store<u8>(SELECTORS + i, u8(code));
  }
  return 0;
}

/**
 * Reads the symbols. The first two are digits of the length of a run of the byte that was used last. The last one ends
 * the block. The others are the places of bytes in the list of bytes, of which the last one used is the first.
 */
function readColumn(mostBytes: u32): i32 {
  const endSymbol = usedBytes + 1;
  const inputLimit = inputEnd();
  memory.fill(COUNTS, 0, 1024);
  // the bits that were read, from the highest one on, and how many of them count
  let bits: u64 = 0;
  let valid: u64 = 0;
  let at = INPUT + u32(bitPosition() >> 3);
  const skipped = bitPosition() & 7;
  bits = bswap(load<u64>(at)) << skipped;
  valid = 56 - skipped;
  at += 7;

  let group: u32 = 0;
  let open: u32 = 0;
  let fast: u32 = 0;
  let limits: u32 = 0;
  let code: u32 = 0;
  let column: u32 = 0;
  let run: u32 = 0;
  let digit: u32 = 0;
  for (;;) {
    if (open === 0) {
      if (group >= selectors) return BAD_CODE;
      if (at > inputLimit + 8) return CUT;
      code = load<u8>(SELECTORS + group++);
      fast = FAST + code * FAST_BYTES;
      limits = LIMITS + code * LIMITS_BYTES;
      open = SYMBOLS_PER_SELECTOR;
    }
    open--;
    if (valid < MOST_CODE_BITS) {
      bits |= bswap(load<u64>(at)) >> valid;
      at += u32(63 - valid) >> 3;
      valid |= 56;
    }
    const entry: u32 = load<u16>(fast + (u32(bits >> (64 - FAST_BITS)) << 1));
    let length: u32 = entry & 31;
    let symbol: u32 = entry >> 5;
    if (length === 0) {
      length = FAST_BITS + 1;
      while (length <= MOST_CODE_BITS && u32(bits >> (64 - length)) >= load<u32>(limits + (length << 2))) length++;
      if (length > MOST_CODE_BITS) return BAD_CODE;
      const place = u32(bits >> (64 - length)) - load<u32>(BASES + code * LIMITS_BYTES + (length << 2));
      symbol = load<u16>(ORDERED + code * ORDERED_BYTES + (place << 1));
    }
    bits <<= length;
    valid -= length;
    if (symbol < 2) {
      run += (symbol + 1) << digit++;
      if (run > mostBytes) return BAD_CODE;
      continue;
    }
    if (run > 0) {
      const byte = load<u8>(RECENT);
      if (column + run > mostBytes) return BAD_CODE;
      // most runs are short, for which a call takes longer than the stores do
      if (run <= 8) store<u64>(LAST_COLUMN + column, u64(byte) * 0x0101010101010101);
      else memory.fill(LAST_COLUMN + column, byte, run);
      const count = COUNTS + (u32(byte) << 2);
      store<u32>(count, load<u32>(count) + run);
      column += run;
      run = 0;
      digit = 0;
    }
    if (symbol === endSymbol) break;
    if (column === mostBytes) return BAD_CODE;
    const byte = toFront(symbol - 1);
    store<u8>(LAST_COLUMN + column++, byte);
    const count = COUNTS + (byte << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  columnBytes = column;
  seekBit((u64(at - INPUT) << 3) - valid);
  return 0;
}

/** Moves a byte of the list to its front, and returns it. */
/* @inline */
function toFront(place: u32): u32 {
  const byte: u32 = load<u8>(RECENT + place);
  if (place < 16) {
    v128.store(RECENT, v128.swizzle(v128.load(RECENT), v128.load(FRONT_MASKS + (place << 4))));
  } else {
    memory.copy(RECENT + 1, RECENT, place);
    store<u8>(RECENT, byte);
  }
  return byte;
}
