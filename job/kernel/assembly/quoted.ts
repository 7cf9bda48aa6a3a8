/**
 * Turns lines with quoted fields into records, for the usual case: fields are separated by one byte, quotes are
 * doubled, and every quote opens a field, closes it, or is doubled. All other lines are left to the scan by states
 * (fields.ts), which is slower.
 *
 * Bits tell which of 64 bytes lie within quotes: those behind an odd number of quotes (G. Langdale and D. Lemire,
 * "Parsing gigabytes of JSON per second", 2019). A doubled quote closes a field and opens it again.
 */

import { GOOD } from './bytes/reason';
import { bitsOf, isEither, parityOf } from './bytes/vector';
import {
  delimiterBytes,
  delimiterFirst,
  escapeByte,
  expectedFields,
  hasQuotes,
  isComment,
  isTrimmed,
  quoteByte,
} from './dialect';
import { CARRIAGE_RETURN, ends, isUsers, MAX_LINE_BYTES, NEWLINE } from './format';
import { takeLine } from './take-line';
import { countLine } from './tally';

const RETURN_AND_NEWLINE: u16 = 0x0a0d;

/** Whether the dialect is one that scanQuoted reads. */
export function isUsuallyQuoted(): bool {
  return hasQuotes && escapeByte === quoteByte && delimiterBytes === 1 && !isTrimmed;
}

/**
 * Takes lines in from .. to. Returns the start of the first line that it has not taken: because there is no room for
 * its record or in the list of bad lines, because it is unusual or a comment, or because its end is not in the buffer.
 */
export function scanQuoted(from: usize, to: usize): usize {
  if (isComment(from)) return from;
  const delimiters = i8x16.splat(delimiterFirst as i8);
  const newlines = i8x16.splat(NEWLINE as i8);
  const quotes = i8x16.splat(quoteByte as i8);
  const most = expectedFields() + 1;
  let start = from;
  let field: u32 = 0;
  /** Whether the byte before the block lies within quotes (then all bits are set), ends a field, or closes quotes. */
  let isInside: u64 = 0;
  let isBehindEnd: u64 = 1;
  let isBehindQuote: u64 = 0;
  /** Not 0 if the present line has quotes, or doubled quotes or delimiters within quotes, before the block. */
  let isQuoted: u64 = 0;
  let isOdd: u64 = 0;
  store<u32>(ends, (start - 1) as u32);
  for (let block = from; block < to; block += 64) {
    const a = v128.load(block),
      b = v128.load(block, 16),
      c = v128.load(block, 32),
      d = v128.load(block, 48);
    const valid = block + 64 > to ? ((1 as u64) << ((to - block) as u64)) - 1 : ~(0 as u64);
    const quoteBits =
      valid & bitsOf(i8x16.eq(a, quotes), i8x16.eq(b, quotes), i8x16.eq(c, quotes), i8x16.eq(d, quotes));
    const endBits =
      valid &
      bitsOf(
        isEither(a, delimiters, newlines),
        isEither(b, delimiters, newlines),
        isEither(c, delimiters, newlines),
        isEither(d, delimiters, newlines),
      );
    // an opening quote counts as within the quotes, a closing one does not
    const inside = parityOf(quoteBits) ^ isInside;
    let separators = endBits & ~inside;
    const opening = quoteBits & inside;
    const closing = quoteBits & ~inside;
    const behindEnd = (separators << 1) | isBehindEnd;
    const behindQuote = (closing << 1) | isBehindQuote;
    isInside = ((inside as i64) >> 63) as u64;
    isBehindEnd = separators >>> 63;
    isBehindQuote = closing >>> 63;
    const unusual = (opening & ~(behindEnd | behindQuote)) | (behindQuote & valid & ~(separators | opening));
    const stop = unusual ? withoutReturns(unusual, block, to) : 0;
    if (stop) separators &= (stop & -stop) - 1;
    let quoted = opening;
    let odd = (opening & behindQuote) | (endBits & inside);
    while (separators) {
      const at = block + (ctz(separators) as usize);
      const before = separators ^ (separators - 1);
      separators &= separators - 1;
      if ((load<u8>(at) as u32) !== NEWLINE) {
        field++;
        if (field <= most) store<u32>(ends + ((field as usize) << 2), at as u32);
        continue;
      }
      if (((at - start) as u32) > MAX_LINE_BYTES) return start;
      const end = isUsers && at > start && (load<u8>(at - 1) as u32) === CARRIAGE_RETURN ? at - 1 : at;
      const hasQuoted = ((quoted & before) | isQuoted) !== 0;
      const hasOdd = ((odd & before) | isOdd) !== 0;
      if (!takeLine(start, end, field + 1, hasQuoted, hasOdd, hasOdd, GOOD)) return start;
      countLine();
      start = at + 1;
      field = 0;
      quoted &= ~before;
      odd &= ~before;
      isQuoted = 0;
      isOdd = 0;
      store<u32>(ends, at as u32);
      if (isComment(start)) return start;
    }
    if (stop) return start;
    isQuoted |= quoted;
    isOdd |= odd;
  }
  return start;
}

/** Takes away the bits of carriage returns that belong to the ending of a user's line. */
function withoutReturns(bits: u64, block: usize, to: usize): u64 {
  let left = bits;
  while (left) {
    const at = block + (ctz(left) as usize);
    const isReturn = isUsers && at + 1 < to && load<u16>(at) === RETURN_AND_NEWLINE;
    if (!isReturn) return left;
    left &= left - 1;
  }
  return 0;
}
