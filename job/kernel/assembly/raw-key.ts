/**
 * Raw keys: keys of several adjacent columns that are kept as they stand in their line, with quotes, escapes and blanks.
 * json-key.ts has those of JSON.
 *
 * A copy of the values behind the line would take about half as much memory again. A record therefore only says where
 * the fields of its key lie. Two keys that are written with the same bytes are the same key. Other keys are compared by
 * their values, which is seldom needed: most records that are compared have one key, written in one way.
 */

import {
  delimiterBytes,
  delimiterFirst,
  escapeByte,
  escapesAnywhere,
  hasQuotes,
  isDelimiter,
  isNothing,
  quoteByte,
} from './dialect';

/**
 * The most bytes of a raw key. A sort by the bytes of the keys (sort.ts) rewrites a raw key anew for every three of its
 * bytes, which would take too long for long keys.
 */
export const MOST_RAW_BYTES: u32 = 128;

/** Lists the ends of the first `most` fields in at .. end at `ends`, as `ends` of format.ts does for a line. */
export function splitRawKey(at: usize, end: usize, ends: usize, most: u32): void {
  store<u32>(ends, (at - delimiterBytes) as u32);
  let fieldStart = at;
  let isInside = false;
  for (; at < end; at++) {
    const byte = load<u8>(at) as u32;
    if (isInside) {
      if (byte === escapeByte && (byte !== quoteByte || (at + 1 < end && (load<u8>(at + 1) as u32) === quoteByte)))
        at++;
      else if (byte === quoteByte) isInside = false;
    } else if (hasQuotes && byte === quoteByte) {
      if (isNothing(fieldStart, at)) isInside = true;
    } else if (escapesAnywhere && byte === escapeByte) {
      at++;
    } else if (byte === delimiterFirst && at + delimiterBytes <= end && isDelimiter(at)) {
      ends += 4;
      store<u32>(ends, at as u32);
      if (--most === 0) return;
      fieldStart = at + delimiterBytes;
      at = fieldStart - 1;
    }
  }
  store<u32>(ends, end as u32, 4);
}
