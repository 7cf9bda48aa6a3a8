/**
 * A condition by which records are deletes. It has 20 bytes: u32 column, address and length of the value that it names, which
 * lines have to be looked at closely, and whether records with another value are the deletes (job/kernel/deletes-table.ts).
 */

import { compareBytes } from './bytes/bytes';
import { isNoValue, isZeroDate } from './bytes/no-value';

const CONDITION_BYTES: usize = 20;

export const ALL_LINES: u32 = 1;
export const LINES_WITH_ESCAPES: u32 = 2;

let conditions: usize = 0;

export function placeConditions(at: usize): void {
  conditions = at;
}

export function conditionAt(i: u32): usize {
  return conditions + (i as usize) * CONDITION_BYTES;
}

export function columnOf(condition: usize): u32 {
  return load<u32>(condition);
}
export function wantedAt(condition: usize): usize {
  return load<u32>(condition, 4) as usize;
}
export function wantedBytes(condition: usize): u32 {
  return load<u32>(condition, 8);
}
export function linesToLookAt(condition: usize): u32 {
  return load<u32>(condition, 12);
}
/** Whether records with another value than the one that is named are deletes, and not those with this one. */
export function wantsOthers(condition: usize): bool {
  return load<u32>(condition, 16) !== 0;
}

/** Whether a value, as it compares, meets a condition. Reads up to 7 bytes past its end. */
export function isMetByValue(condition: usize, at: usize, bytes: u32): bool {
  const wanted = wantedBytes(condition);
  const isEqual = bytes === wanted && compareBytes(at, bytes, wantedAt(condition), wanted) === 0;
  return wantsOthers(condition) ? !isEqual && hasValue(at, bytes) : isEqual;
}

function hasValue(at: usize, bytes: u32): bool {
  return !isNoValue(at, bytes) && !isZeroDate(at, bytes);
}
