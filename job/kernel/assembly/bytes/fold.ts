/**
 * Folds many bytes into some thousand with the same CRC-32. Folding takes a small part of the time that the checksum of all
 * bytes would take without the processor's instructions for it, which neither WebAssembly nor Node uses.
 *
 * Words of 16 bytes are coefficients of a polynomial in y = x^128. The polynomial of CRC-32 divides
 * y^300 + y^155 + y^117 + y^89 + 1. A word can therefore be left out if it is added, by XOR, to the words that follow 145,
 * 183, 211 and 300 words later (S. Russell, "Chorba: A novel CRC32 implementation", 2024).
 */

const WORD: usize = 16;
const FAR: usize = 300 * WORD;
/** The offsets of the other words that are added to a word, from the word 300 words before it. */
const AT_211: usize = FAR - 211 * WORD;
const AT_183: usize = FAR - 183 * WORD;
const AT_145: usize = FAR - 145 * WORD;
/** A block of folded words and those before it fit the first-level cache. */
const BLOCK: usize = 16 * 1024;

/** The last 300 folded words, then a block of them, or the bytes that are left at the end. */
let room: usize = 0;

export function placeFold(at: usize): void {
  room = at;
}

/**
 * Folds the bytes in from .. to, which are more than 4800. `seed` is added to the first four of them.
 * Returns the number of bytes that are left. They lie 4800 bytes behind the start of the room.
 */
export function fold(from: usize, to: usize, seed: u32): u32 {
  const left = room + FAR;
  memory.fill(room, 0, FAR);
  store<u32>(room, seed);
  const end = to - FAR - ((to - from) & (WORD - 1));
  for (let at = from; at < end; ) {
    const stop = min<usize>(end, at + BLOCK);
    let before = room;
    for (; at < stop; at += WORD, before += WORD) {
      const near = v128.xor(v128.load(before, AT_211), v128.load(before, AT_183));
      const both = v128.xor(v128.load(before), v128.load(before, AT_145));
      v128.store(before, v128.xor(v128.load(at), v128.xor(near, both)), FAR);
    }
    memory.copy(room, before, FAR);
  }
  memory.copy(left, end, to - end);
  addFolded(left, FAR);
  addFolded(left, 211 * WORD);
  addFolded(left, 183 * WORD);
  addFolded(left, 145 * WORD);
  return (to - end) as u32;
}

/** Adds the last folded words to the bytes `distance` bytes behind them. */
function addFolded(left: usize, distance: usize): void {
  for (let at = left; at < left + distance; at += WORD) {
    v128.store(at, v128.xor(v128.load(at), v128.load(at - distance)));
  }
}
