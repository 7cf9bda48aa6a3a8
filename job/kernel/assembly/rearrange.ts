/** Writes a user's line anew, with its fields in the order of the columns. Fields that it lacks are empty. */

import { copyLoosely } from './bytes/bytes';
import { delimiterBytes, fieldOf, lineEnds, lineRoom, storeDelimiter } from './dialect';
import { columns, MAX_LINE_BYTES } from './format';
import { endOfField, startOfField, useEnds } from './values';

/** The rearranged line. */
export let rearrangedStart: usize = 0;
export let rearrangedEnd: usize = 0;

/** Rearranges the present line of `fields` fields. Returns false if the new line is too long for a record. */
export function rearrange(fields: u32): bool {
  let to = lineRoom;
  const last = lineRoom + MAX_LINE_BYTES;
  store<u32>(lineEnds, (to - delimiterBytes) as u32);
  for (let column: u32 = 0; column < columns; column++) {
    if (column) to = storeDelimiter(to);
    const field = fieldOf(column);
    if (field >= 0 && (field as u32) < fields) {
      const start = startOfField(field as u32);
      const bytes = (endOfField(field as u32) - start) as u32;
      if (to + bytes > last) return false;
      copyLoosely(to, start, bytes);
      to += bytes;
    }
    store<u32>(lineEnds + (((column + 1) as usize) << 2), to as u32);
  }
  if (to > last) return false;
  useEnds(lineEnds);
  rearrangedStart = lineRoom;
  rearrangedEnd = to;
  return true;
}
