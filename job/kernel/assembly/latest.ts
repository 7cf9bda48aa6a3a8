/** Of two records of one key, the one that stays. */

import { isLater, supersede } from './record';

/** Records that lost to a later one of their key, since the start. */
export let superseded: i64 = 0;

/** Returns the later one and marks the other as superseded; of two that are the same, `present` stays. */
/* @inline */ export function latest(present: usize, other: usize): usize {
  superseded++;
  const wins = isLater(other, present);
  supersede(select<usize>(present, other, wins));
  return select<usize>(other, present, wins);
}
