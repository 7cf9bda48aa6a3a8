/** The cyclic redundancy check of bzip2: the polynomial 0x04c11db7, the highest bit first, eight bytes at a time. */

import { CRC_TABLES } from './layout';

const POLYNOMIAL: u32 = 0x04c11db7;

/* @inline */
function entry(table: u32, byte: u32): u32 {
  return load<u32>(CRC_TABLES + (table << 10) + (byte << 2));
}

export function makeCrcTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte << 24;
    for (let i = 0; i < 8; i++) crc = crc & 0x80000000 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
    store<u32>(CRC_TABLES + (byte << 2), crc);
  }
  for (let table: u32 = 1; table < 8; table++) {
    for (let byte: u32 = 0; byte < 256; byte++) {
      const before = entry(table - 1, byte);
      store<u32>(CRC_TABLES + (table << 10) + (byte << 2), (before << 8) ^ entry(0, before >> 24));
    }
  }
}

export function crcOf(start: u32, bytes: u32, before: u32): u32 {
  let crc = before;
  let at = start;
  const end = start + bytes;
  for (; at + 8 <= end; at += 8) {
    const next = load<u64>(at);
    const head = u32(next) ^ bswap(crc);
    const tail = u32(next >> 32);
    crc =
      entry(7, head & 255) ^
      entry(6, (head >> 8) & 255) ^
      entry(5, (head >> 16) & 255) ^
      entry(4, head >> 24) ^
      entry(3, tail & 255) ^
      entry(2, (tail >> 8) & 255) ^
      entry(1, (tail >> 16) & 255) ^
      entry(0, tail >> 24);
  }
  for (; at < end; at++) crc = (crc << 8) ^ entry(0, (crc >> 24) ^ load<u8>(at));
  return crc;
}
