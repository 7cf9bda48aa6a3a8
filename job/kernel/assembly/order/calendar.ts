/** The Gregorian calendar, also for the years before it was introduced. */

const FEBRUARY: u32 = 2;
/** The days from 0000-03-01, with which the years of the algorithm begin, to 0001-01-01. */
const DAYS_BEFORE: u32 = 306;

/**
 * The days from 0001-01-01 to a date. A year is taken to begin in March, so that a leap day is its last day (Howard
 * Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil). The year is at least 1.
 */
/* @inline */ export function daysBefore(year: u32, month: u32, day: u32): u32 {
  const isEarly = (month <= FEBRUARY) as u32;
  const y = year - isEarly;
  const m = month + 12 * isEarly - 3;
  // these are y / 100 and (153 * m + 2) / 5, for years up to 9999 and every month, without a division
  const century = (y * 5243) >>> 19;
  const daysOfMonths = (979 * m + 15) >>> 5;
  return 365 * y + (y >>> 2) - century + (century >>> 2) + daysOfMonths + day - 1 - DAYS_BEFORE;
}

export function daysOfMonth(year: u32, month: u32): u32 {
  if (month !== FEBRUARY) return 30 + ((month + (month >>> 3)) & 1);
  const isLeap = (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0);
  return isLeap ? 29 : 28;
}
