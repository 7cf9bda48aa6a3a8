/**
 * Decides what a keeper does whose memory is full: whether dropping superseded records pays, and how much memory its
 * records may take from then on. Pure.
 */

import { MiB } from '../shared/byte-units';

/**
 * The first limit of the memory. It is small, so that repeated keys are noticed before many superseded records pile up.
 */
const FIRST_LIMIT_BYTES = 48 * MiB;
/**
 * After a compaction the limit is at least this many times the bytes kept, so that compactions do not follow too often.
 */
const ROOM_BEHIND_KEPT = 4;
/** The number of partitions in the sample that estimates the share of superseded records. */
const SAMPLED_PARTITIONS = 8;
/** Compact where less than this share of the records would be left; otherwise raise the limit, or spill. */
const WORTH_COMPACTING = 0.5;
/**
 * A compaction that leaves a larger share of the limit in use is not enough: the next records would soon need room
 * again.
 */
const NEARLY_FULL = 0.75;
/**
 * A compaction that frees less than this share of the limit is not enough either: a record that is longer than a chunk
 * cannot use the chunks that were given back, and must not cause endless compactions.
 */
const WORTH_RETURNING = 0.125;

export function firstLimit(arenaBytes: number): number {
  return Math.min(FIRST_LIMIT_BYTES, arenaBytes);
}

/** The limit behind another one that was too small. */
export function nextLimit(limitBytes: number, arenaBytes: number): number {
  return Math.min(2 * limitBytes, arenaBytes);
}

/** The limit behind a compaction that has left `keptBytes` in use. */
export function limitBehind(keptBytes: number, limitBytes: number, arenaBytes: number): number {
  return Math.max(limitBytes, Math.min(ROOM_BEHIND_KEPT * keptBytes, arenaBytes));
}

/** @param shareKept the share of the records that are the latest of their keys */
export function isWorthCompacting(shareKept: number): boolean {
  return shareKept < WORTH_COMPACTING;
}

/** Whether a compaction has made enough room. */
export function hasMadeRoom(beforeBytes: number, keptBytes: number, limitBytes: number): boolean {
  return beforeBytes - keptBytes > WORTH_RETURNING * limitBytes && keptBytes < NEARLY_FULL * limitBytes;
}

/**
 * The partitions from which the share of records that are the latest of their keys is estimated. `records` has the number
 * of records in each partition. The largest partition is among them, because a key that is repeated very often makes its
 * partition large.
 */
export function sampledPartitions(records: readonly number[]): number[] {
  const bySize = records
    .map((_, partition) => partition)
    .sort((a, b) => (records[b] as number) - (records[a] as number));
  const step = Math.max(1, records.length / SAMPLED_PARTITIONS);
  return bySize.filter((_, place) => place % step === 0);
}
