/**
 * Puts records in canonical order without a hash table. No choice of keys can make it slow, because nobody can foresee
 * its pivots. It is a multikey quicksort (J. Bentley and R. Sedgewick, "Fast algorithms for sorting and searching
 * strings", 1997) that keeps each record's present digit beside its address (W. Ng and K. Kakehi, "Cache efficient
 * radix sort for string sorting", 2007).
 *
 * An entry is {u32 digit, u32 address of the record}. Digit 0 of a record is its tag, digit 1 is the last 32 bits of
 * the hash, and each further digit has three bytes of the key.
 */

import { hash64 } from './bytes/hash';
import { joined } from './format';
import { latest } from './latest';
import { compareReadKeys, readAt, readBytes, readKey, tagOf } from './record';

/** A group of at most this many entries is sorted by insertion. */
const FEW: u32 = 12;
const KEY_BYTES: u32 = 3;
/** The number of the first digit that has bytes of the key. */
const FIRST_OF_KEY: u32 = 2;
/**
 * The last byte of a digit is the number of bytes that are left of the key, from this digit on. This value stands for
 * more bytes than the digit holds.
 */
const MORE_THAN_DIGIT: u32 = KEY_BYTES + 1;
/** A group on the stack is {u32 first entry, u32 end, u32 number of the digit}. */
const GROUP_BYTES: u32 = 12;

let stack: usize = 0;
let groups: u32 = 0;
let random: u64 = 1;

/**
 * Gives the sort room for its stack of groups, and the seed of its pivots. The smallest of three groups is always
 * sorted first, so the stack never has more than 64 groups.
 */
export function placeStack(at: usize, seed: u64): void {
  stack = at;
  random = seed | 1;
}

/** Writes the entry of a record with its digit 0, as the sort expects in the beginning. */
export function storeEntry(entry: usize, record: usize): void {
  store<u32>(entry, tagOf(record));
  store<u32>(entry, record as u32, 4);
}

/** Begins to sort the entries first .. end. */
export function startSort(first: usize, end: usize): void {
  groups = 0;
  push(first, end, 0);
}

/**
 * Continues the sort for about `work` steps. Returns false if more is to do. In the end the entries of one key are next
 * to each other. The first of them has the latest record; the others are empty (0).
 */
export function sortSome(work: i32): bool {
  while (groups) {
    if (work <= 0) return false;
    groups--;
    const group = stack + ((groups * GROUP_BYTES) as usize);
    const first = load<u32>(group) as usize;
    const end = load<u32>(group, 4) as usize;
    const number = load<u32>(group, 8);
    const count = ((end - first) >>> 3) as u32;
    work -= count as i32;
    if (count <= FEW) sortFew(first, end);
    else divide(first, end, count, number);
  }
  return true;
}

/**
 * Divides a group into three: entries whose digit is less than, equal to and greater than the digit of a random entry.
 */
function divide(first: usize, end: usize, count: u32, number: u32): void {
  const pivot = load<u32>(first + (((nextRandom() % count) as usize) << 3));
  let equal = first;
  let greater = end;
  for (let at = first; at < greater; ) {
    const entry = load<u64>(at);
    const digit = entry as u32;
    if (digit < pivot) {
      store<u64>(at, load<u64>(equal));
      store<u64>(equal, entry);
      equal += 8;
      at += 8;
    } else if (digit > pivot) {
      greater -= 8;
      store<u64>(at, load<u64>(greater));
      store<u64>(greater, entry);
    } else {
      at += 8;
    }
  }
  if (number >= FIRST_OF_KEY && (pivot & 0xff) < MORE_THAN_DIGIT) {
    keepLatestOfEqual(equal, greater);
    pushTwo(first, equal, number, greater, end, number);
    return;
  }
  for (let at = equal; at < greater; at += 8) store<u32>(at, digitOf(load<u32>(at, 4) as usize, number + 1));
  // the largest group is pushed first, so that it is sorted last
  if (greater - equal >= equal - first && greater - equal >= end - greater) {
    push(equal, greater, number + 1);
    pushTwo(first, equal, number, greater, end, number);
  } else if (equal - first >= end - greater) {
    push(first, equal, number);
    pushTwo(equal, greater, number + 1, greater, end, number);
  } else {
    push(greater, end, number);
    pushTwo(first, equal, number, equal, greater, number + 1);
  }
}

function pushTwo(aFirst: usize, aEnd: usize, a: u32, bFirst: usize, bEnd: usize, b: u32): void {
  if (aEnd - aFirst >= bEnd - bFirst) {
    push(aFirst, aEnd, a);
    push(bFirst, bEnd, b);
  } else {
    push(bFirst, bEnd, b);
    push(aFirst, aEnd, a);
  }
}

function push(first: usize, end: usize, number: u32): void {
  if (end - first <= 8) return;
  const group = stack + ((groups * GROUP_BYTES) as usize);
  store<u32>(group, first as u32);
  store<u32>(group, end as u32, 4);
  store<u32>(group, number, 8);
  groups++;
}

/**
 * The digit `number` of a record; `number` is at least 1. Digits of the key compare as the keys do. A digit has three
 * bytes of the key, the first one most significant, with zeros after the key's end. Its last byte is the number of
 * bytes that were left of the key. A key therefore comes before a longer key that begins with it, even if only zeros
 * follow.
 */
function digitOf(record: usize, number: u32): u32 {
  readKey(record, joined);
  const key = readAt;
  const length = readBytes;
  if (number < FIRST_OF_KEY) return hash64(key, length) as u32;
  const offset = (number - FIRST_OF_KEY) * KEY_BYTES;
  const left = length - offset;
  const bytes = bswap<u32>(load<u32>(key + (offset as usize)));
  const inside =
    left < KEY_BYTES ? ((((1 as u64) << 32) - ((1 as u64) << (32 - 8 * (left as u64)))) as u32) : 0xffffff00;
  return (bytes & inside) | min<u32>(left, MORE_THAN_DIGIT);
}

function sortFew(first: usize, end: usize): void {
  for (let next = first + 8; next < end; next += 8) {
    const entry = load<u64>(next);
    let to = next;
    for (; to > first && isBefore(entry, load<u64>(to - 8)); to -= 8) store<u64>(to, load<u64>(to - 8));
    store<u64>(to, entry);
  }
  let kept = first;
  for (let next = first + 8; next < end; next += 8) {
    const record = load<u32>(next, 4) as usize;
    const isSame = load<u32>(kept) === load<u32>(next) && compareReadKeys(load<u32>(kept, 4) as usize, record) === 0;
    if (isSame) keepOne(kept, next);
    else kept = next;
  }
}

function isBefore(a: u64, b: u64): bool {
  if ((a as u32) !== (b as u32)) return (a as u32) < (b as u32);
  return compareReadKeys((a >>> 32) as usize, (b >>> 32) as usize) < 0;
}

/** Keeps the latest of some entries that all have the same key. */
function keepLatestOfEqual(first: usize, end: usize): void {
  for (let next = first + 8; next < end; next += 8) keepOne(first, next);
}

function keepOne(kept: usize, other: usize): void {
  store<u32>(kept, latest(load<u32>(kept, 4) as usize, load<u32>(other, 4) as usize) as u32, 4);
  store<u64>(other, 0);
}

/** xorshift64* (G. Marsaglia, 2003; S. Vigna, 2016). */
function nextRandom(): u32 {
  random ^= random >>> 12;
  random ^= random << 25;
  random ^= random >>> 27;
  return ((random * 0x2545f4914f6cdd1d) >>> 32) as u32;
}
