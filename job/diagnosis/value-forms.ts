/** The forms of values by which they are told apart, in files whose options are not right or not known. Pure. */

import { matches } from '../shared/matches';

export const isInteger = matches(/^[+-]?\d+$/);
export const isDecimal = matches(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i);
export const isTimestamp = matches(
  /^\d{4}-\d\d-\d\d([t ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?( ?(z|utc|gmt|[+-]\d\d(:?\d\d)?))?)?$/i,
);
/** `2026-01-31 01:00:00 PM`. */
const isOfHalfDay = matches(/\d ?[ap]\.?m\.?$/i);
const beginsWithYear = matches(/^\d{4}-\d\d(-\d\d)?([T ]\d\d:?\d\d.*|-\d\d\.\d\d\.\d\d(\.\d+)?)?$/);
/** Dates that begin with the year, and are no timestamps, as `2026-01-31-23.59.59` of DB2: their bytes are in order where all have one form. */
export const isLooseDate = (value: string) => beginsWithYear(value) && !isOfHalfDay(value);
const isDateLike = matches(
  /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b|^\d{1,2}[ /-](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|^(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ,]/i,
);
/** `1.10.0`. */
const isVersion = matches(/^\d{1,3}[.-]\d{1,2}[.-]\d$/);
/** Dates whose bytes are in no order: `31.12.2026`, `12/31/26`, `31 Dec 2026`, `Mon, 3 Aug`. */
export const isDateOfNoOrder = (value: string) => isDateLike(value) && !isVersion(value) && !isLooseDate(value);
export const isTimeOfDay = matches(/^\d{1,2}:\d\d/);
/** `3,50`. */
export const isCommaDecimal = matches(/^[+-]?\d*,\d+(e[+-]?\d+)?$/i);
/** `1,234,567`. */
export const isGrouped = matches(/^[+-]?\d{1,3}([ ,.'_]\d{3})+$/);
