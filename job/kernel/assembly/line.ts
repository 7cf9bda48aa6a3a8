/** The line of a record as it leaves. A line of JSON is kept packed. */

import { copyLoosely } from './bytes/bytes';
import { isJson } from './dialect';
import { unpack, unpackedBytes } from './json/packed';

/** The length of a line of which a record keeps `keptBytes` bytes at `line`. */
/* @inline */ export function lengthOf(line: usize, keptBytes: u32): u32 {
  return isJson ? unpackedBytes(line, keptBytes) : keptBytes;
}

/** Writes that line, and up to 47 bytes more. */
/* @inline */ export function writeLine(to: usize, line: usize, keptBytes: u32): void {
  if (isJson) unpack(to, line, keptBytes);
  else copyLoosely(to, line, keptBytes);
}
