/** Decides which of two records of one key stays. */

import { compareAge, isFormer, lengthsOf, supersede } from './record';

/** The number of records that have lost to another record of their key since the kernel was created. */
export let superseded: i64 = 0;

/** Counts a record that has lost to one that is not in memory, or the other way round. */
export function countSuperseded(): void {
  superseded++;
}

/**
 * Returns the later record, and marks the other as superseded. If two records are identical, one of the former output
 * stays, because its key then counts as unchanged.
 */
/* @inline */ export function latest(present: usize, other: usize): usize {
  superseded++;
  const age = compareAge(other, present);
  const wins = age > 0 || (age === 0 && isFormer(lengthsOf(other)));
  supersede(select<usize>(present, other, wins));
  return select<usize>(other, present, wins);
}
