/**
 * The order bytes of a time, `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`: 8 bytes, big-endian, of the
 * seconds since 0001-01-01T00:00:00Z and 2^40 more, so that no offset makes the number negative, and 4 bytes of
 * nanoseconds. A blank may replace the `T`. A fraction may follow the seconds, and an offset the time of day, with or
 * without a blank before it.
 */

import { BAD_ORDER } from '../bytes/reason';
import { daysBefore, daysOfMonth } from './calendar';
import { pairs, tooGreat } from './digits';
import { setOrderFault } from './fault';
import { nanoseconds, readFraction } from './fraction';
import { NO_OFFSET, readOffset } from './offset';
import { offsetAt } from './zone';

const BLANK: u32 = 32;
const COMMA: u32 = 44;
const POINT: u32 = 46;
const COLON: u32 = 58;
/** `t` with the bit that tells it from `T`. */
const TIME: u32 = 116;
const LOWER_CASE: u32 = 32;

/** The lengths of the three forms. */
const DATE_BYTES: u32 = 10;
const MINUTE_BYTES: u32 = 16;
const SECOND_BYTES: u32 = 19;

/**
 * The bytes of `YYYY-MM-`, `DDTHH:MM` and `:SS`. The bitwise exclusive or with them turns digits into numbers and marks
 * into zeros, which MOST_... checks. The byte of the `T` and those that are left out are masked.
 */
const YEAR_MONTH: u64 = 0x2d30302d30303030;
const MOST_YEAR_MONTH: u64 = 0x7f76767f76767676;
const DAY_TIME: u64 = 0x30303a3030003030;
const MOST_DAY_TIME: u64 = 0x76767f7676767676;
const DAY: u64 = 0xffff;
const ALL_BUT_T: u64 = 0xffffffffff00ffff;
const SECOND: u64 = 0x30303a;
const MOST_SECOND: u64 = 0x76767f;

/** Every month has this many days. */
const SHORTEST_MONTH: u32 = 28;
const SECONDS_PER_DAY: i64 = 86400;
const BIAS: i64 = (1 as i64) << 40;
const TIMESTAMP_BYTES: usize = 12;

/** What `readTime` returns for text that is no time. */
const NO_TIME: i64 = -1;

/** Reads up to 16 bytes past the end. */
export function encodeTimestamp(start: usize, end: usize, to: usize): usize {
  const form = formOf(start, (end - start) as u32);
  if (form === 0) return setOrderFault(BAD_ORDER);
  const local = readTime(start, form);
  if (local === NO_TIME) return setOrderFault(BAD_ORDER);
  let at = start + form;
  let fraction: u32 = 0;
  if (at < end && form === SECOND_BYTES) {
    const mark = load<u8>(at) as u32;
    if (mark === POINT || mark === COMMA) {
      at = readFraction(at + 1, end);
      if (at === 0) return setOrderFault(BAD_ORDER);
      fraction = nanoseconds;
    }
  }
  let offset: i64;
  if (at === end) {
    offset = offsetAt(local);
  } else {
    if ((load<u8>(at) as u32) === BLANK && at + 1 < end) at++;
    const named = readOffset(at, end);
    if (named === NO_OFFSET) return setOrderFault(BAD_ORDER);
    offset = named as i64;
  }
  const numbers = i32x4.replace_lane(i64x2.splat(local - offset + BIAS), 2, fraction);
  v128.store(to, i8x16.shuffle(numbers, numbers, 7, 6, 5, 4, 3, 2, 1, 0, 11, 10, 9, 8, 15, 14, 13, 12));
  return to + TIMESTAMP_BYTES;
}

/** The length of the date and the time of day, as far as the mark between them and the length tell it, or 0. */
/* @inline */ function formOf(start: usize, bytes: u32): u32 {
  if (bytes <= DATE_BYTES) return bytes === DATE_BYTES ? DATE_BYTES : 0;
  const mark = load<u8>(start, 10) as u32;
  if (bytes < MINUTE_BYTES || ((mark | LOWER_CASE) !== TIME && mark !== BLANK)) return 0;
  if (bytes === MINUTE_BYTES || (load<u8>(start, 16) as u32) !== COLON) return MINUTE_BYTES;
  return bytes < SECOND_BYTES ? 0 : SECOND_BYTES;
}

/** The seconds from 0001-01-01T00:00 to the date and the time of day, which have `form` bytes, or NO_TIME. */
/* @inline */ function readTime(start: usize, form: u32): i64 {
  const a = load<u64>(start) ^ YEAR_MONTH;
  const b = (load<u64>(start, 8) ^ DAY_TIME) & (form === DATE_BYTES ? DAY : ALL_BUT_T);
  const c = form === SECOND_BYTES ? ((load<u32>(start, 16) as u64) & 0xffffff) ^ SECOND : 0;
  if (tooGreat(a, MOST_YEAR_MONTH) | tooGreat(b, MOST_DAY_TIME) | tooGreat(c, MOST_SECOND)) return NO_TIME;
  const x = pairs(a);
  const y = pairs(b);
  const year = ((x & 0xff) as u32) * 100 + (((x >>> 16) & 0xff) as u32);
  const month = ((x >>> 40) & 0xff) as u32;
  const day = (y & 0xff) as u32;
  if (year === 0 || month - 1 >= 12 || day === 0) return NO_TIME;
  if (day > SHORTEST_MONTH && day > daysOfMonth(year, month)) return NO_TIME;
  const hour = ((y >>> 24) & 0xff) as u32;
  const minute = ((y >>> 48) & 0xff) as u32;
  const second = ((pairs(c) >>> 8) & 0xff) as u32;
  if (hour >= 24 || minute >= 60 || second >= 60) return NO_TIME;
  return (daysBefore(year, month, day) as i64) * SECONDS_PER_DAY + ((hour * 3600 + minute * 60 + second) as i64);
}
