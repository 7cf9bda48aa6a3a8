/**
 * Turns the lines of a buffer into records, in any dialect. Bits tell the bytes that may matter: the delimiter's first
 * byte, newlines, quotes and escapes. They are taken one by one, and a state says whether the byte lies within quotes.
 * Where no field is quoted, an escape makes the byte behind it data wherever it stands.
 */

import { BAD_LENGTH, BAD_OPEN_ESCAPE, BAD_OPEN_QUOTE, BAD_QUOTE, GOOD } from './bytes/reason';
import { bitsOf } from './bytes/vector';
import {
  delimiterBytes,
  delimiterFirst,
  escapeByte,
  escapesAnywhere,
  expectedFields,
  hasQuotes,
  isComment,
  isDelimiter,
  isNothing,
  quoteByte,
} from './dialect';
import { CARRIAGE_RETURN, ends, isUsers, MAX_LINE_BYTES, NEWLINE, QUOTE } from './format';
import { isUsuallyQuoted, scanQuoted } from './quoted';
import { takeLine } from './take-line';
import { countComment, countLine, hasEnded, noteQuote, reject } from './tally';

/** The state of a byte: in a field without quotes or at its start, within quotes, behind them, or in a comment. */
const OUTSIDE: u32 = 0;
const INSIDE: u32 = 1;
const BEHIND: u32 = 2;
const COMMENT: u32 = 3;

/** After a line that the fast scan leaves, so many bytes are read here, since there may be more of its kind. */
const SLOW_BYTES: usize = 1024;

/**
 * The start of the line from which the scan has to begin anew: because a quote in the line before is not closed, or
 * because the fast scan is tried again. 0 if everything was read.
 */
let again: usize = 0;

/** Like scanLines of scan.ts. The bytes up to 63 behind `to` may be read, but they change nothing. */
export function scanFields(from: usize, to: usize): usize {
  const isFast = isUsuallyQuoted();
  let start = from;
  do {
    if (isFast) start = scanQuoted(start, to);
    if (hasEnded()) return start;
    again = 0;
    start = scanFrom(start, to, isFast ? start + SLOW_BYTES : to);
  } while (again !== 0 && !hasEnded());
  return start;
}

/** Reads the lines that begin before `last`. */
function scanFrom(from: usize, to: usize, last: usize): usize {
  const firsts = i8x16.splat(delimiterFirst as i8);
  const newlines = i8x16.splat(NEWLINE as i8);
  // without quotes the bytes to look for are newlines once more
  const quotes = i8x16.splat((hasQuotes ? quoteByte : NEWLINE) as i8);
  const escapes = i8x16.splat((hasQuotes || escapesAnywhere ? escapeByte : NEWLINE) as i8);
  // the end of one field more is noted, since a delimiter at the end of the line makes one
  const most = expectedFields() + 1;
  const isShort = delimiterBytes === 1;
  let start = from;
  let field: u32 = 0;
  /** Where the present field begins, where its quote opened, and the byte behind its closing quote. */
  let fieldStart = from;
  let opened: usize = 0;
  let closed: usize = 0;
  /** Bytes before this address have been taken together with one before them. */
  let resume = from;
  let hasQuoted = false;
  let hasEscapes = false;
  let hides = false;
  let fault = GOOD;
  let state = isComment(from) ? COMMENT : OUTSIDE;
  store<u32>(ends, (start - delimiterBytes) as u32);
  for (let block = from; block < to; block += 64) {
    let bits = bitsOf(
      isOne(v128.load(block), firsts, newlines, quotes, escapes),
      isOne(v128.load(block, 16), firsts, newlines, quotes, escapes),
      isOne(v128.load(block, 32), firsts, newlines, quotes, escapes),
      isOne(v128.load(block, 48), firsts, newlines, quotes, escapes),
    );
    if (block + 64 > to) bits &= ((1 as u64) << ((to - block) as u64)) - 1;
    while (bits) {
      const at = block + (ctz(bits) as usize);
      bits &= bits - 1;
      if (at < resume) continue;
      const byte = load<u8>(at) as u32;
      if (state === INSIDE) {
        if (((at - start) as u32) >= MAX_LINE_BYTES) return leaveOpen(start, opened, to);
        if (byte === escapeByte) {
          if (byte !== quoteByte || (at + 1 < to && (load<u8>(at + 1) as u32) === quoteByte)) {
            hasEscapes = true;
            hides = true;
            resume = at + 2;
            continue;
          }
        }
        if (byte === quoteByte) {
          state = BEHIND;
          closed = at + 1;
        } else if (byte === delimiterFirst) hides = true;
        continue;
      }
      if (byte === NEWLINE) {
        let end = at;
        // a carriage return behind an escape is data
        if (isUsers && end > start && (load<u8>(end - 1) as u32) === CARRIAGE_RETURN && resume !== at) end--;
        if (state === COMMENT && ((end - start) as u32) <= MAX_LINE_BYTES) countComment();
        else {
          if (state === BEHIND && !isNothing(closed, end)) fault = BAD_QUOTE;
          if (!hasQuotes && fieldStart < end && (load<u8>(fieldStart) as u32) === QUOTE) noteQuote();
          if (!takeLine(start, end, field + 1, hasQuoted, hasEscapes, hides, fault)) return start;
        }
        countLine();
        start = at + 1;
        if (start >= last) {
          again = start;
          return start;
        }
        field = 0;
        fieldStart = start;
        hasQuoted = false;
        hasEscapes = false;
        hides = false;
        fault = GOOD;
        state = isComment(start) ? COMMENT : OUTSIDE;
        store<u32>(ends, (start - delimiterBytes) as u32);
        continue;
      }
      if (state === COMMENT) continue;
      if (hasQuotes && byte === quoteByte) {
        if (state === OUTSIDE && ((at - start) as u32) < MAX_LINE_BYTES && isNothing(fieldStart, at)) {
          state = INSIDE;
          opened = at;
          hasQuoted = true;
          if (!isShort || bits === 0) continue;
          // mostly nothing that matters is within the quotes, and a delimiter follows them
          const close = block + (ctz(bits) as usize);
          if (
            (load<u8>(close) as u32) === quoteByte &&
            (load<u8>(close + 1) as u32) === delimiterFirst &&
            close + 1 < to &&
            ((close - start) as u32) < MAX_LINE_BYTES
          ) {
            bits &= bits - 1;
            field++;
            if (field <= most) store<u32>(ends + ((field as usize) << 2), (close + 1) as u32);
            resume = close + 2;
            fieldStart = resume;
            state = OUTSIDE;
          }
        }
        continue;
      }
      if (byte !== delimiterFirst) {
        if (!escapesAnywhere) continue;
        // a newline behind the most bytes of a record ends it in any case
        if (((at + 1 - start) as u32) >= MAX_LINE_BYTES) fault = BAD_OPEN_ESCAPE;
        else resume = at + 2;
        hasEscapes = true;
        hides = true;
        continue;
      }
      if (!isDelimiter(at)) {
        hides = true;
        continue;
      }
      if (state === BEHIND && !isNothing(closed, at)) fault = BAD_QUOTE;
      if (!hasQuotes && (load<u8>(fieldStart) as u32) === QUOTE) noteQuote();
      field++;
      if (field <= most) store<u32>(ends + ((field as usize) << 2), at as u32);
      resume = at + delimiterBytes;
      fieldStart = resume;
      state = OUTSIDE;
    }
  }
  return start;
}

function isOne(bytes: v128, a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.or(v128.or(i8x16.eq(bytes, a), i8x16.eq(bytes, b)), v128.or(i8x16.eq(bytes, c), i8x16.eq(bytes, d)));
}

/**
 * Takes a record with a quote that was opened at `opened` and is not closed within the most bytes of a record. The line
 * on which it opened is a bad record, and the scan begins anew behind that line. Where that line is too long itself, it
 * ends with the first newline behind the most bytes. Returns the start of the next line; `start` where the end of this
 * one is not in the buffer, or where there is no room in the list of bad lines.
 */
function leaveOpen(start: usize, opened: usize, to: usize): usize {
  const most = start + MAX_LINE_BYTES;
  let newline = endOfLine(opened, min(to, most + 1));
  const reason = newline === 0 ? BAD_LENGTH : BAD_OPEN_QUOTE;
  if (newline === 0) newline = endOfLine(most, to);
  if (newline === 0) return start;
  const end = isUsers && newline > start && (load<u8>(newline - 1) as u32) === CARRIAGE_RETURN ? newline - 1 : newline;
  if (!reject(start, end, reason)) return start;
  countLine();
  again = newline + 1;
  return again;
}

/** The address of the first newline in from .. to, or 0. */
function endOfLine(from: usize, to: usize): usize {
  for (let at = from; at < to; at++) if ((load<u8>(at) as u32) === NEWLINE) return at;
  return 0;
}
