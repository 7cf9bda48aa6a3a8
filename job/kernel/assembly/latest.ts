/** Of two records of one key, the one that stays. */

import { compareAge, isFormer, lengthsOf, supersede } from './record';

/** Records that lost to a later one of their key, since the start. */
export let superseded: i64 = 0;

/**
 * Returns the later one and marks the other as superseded. Of two that are the same, one of the former output stays, since
 * that has not changed then.
 */
/* @inline */ export function latest(present: usize, other: usize): usize {
  superseded++;
  const age = compareAge(other, present);
  const wins = age > 0 || (age === 0 && isFormer(lengthsOf(other)));
  supersede(select<usize>(present, other, wins));
  return select<usize>(other, present, wins);
}
