/** The books of a run: its counts of lines. Pure. */

import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/**
 * Every line is counted exactly once: lines = blank + headers + comments + skipped + kept + superseded + deleted +
 * rejected. A record with newlines in quotes is one line.
 */
export interface Counts {
  readonly lines: number;
  readonly blank: number;
  readonly headers: number;
  readonly comments: number;
  /** Lines at the start of files, which were skipped as asked. */
  readonly skipped: number;
  readonly kept: number;
  readonly superseded: number;
  /** Keys whose latest record is a delete. */
  readonly deleted: number;
  /** How many of the deletes are not written, because they are older than `--forget-deleted-before`. */
  readonly forgotten: number;
  readonly rejected: number;
}

export function isBalanced(counts: Counts): boolean {
  return accountedFor(counts) === counts.lines;
}

/** How many of the lines are records, good or bad. */
export function recordsAmong({
  lines,
  ...counts
}: Omit<Counts, 'kept' | 'superseded' | 'deleted' | 'forgotten' | 'rejected'>): number {
  return lines - noRecords(counts);
}

function noRecords(counts: Pick<Counts, 'blank' | 'headers' | 'comments' | 'skipped'>): number {
  return counts.blank + counts.headers + counts.comments + counts.skipped;
}

function accountedFor(counts: Counts): number {
  return noRecords(counts) + counts.kept + counts.superseded + counts.deleted + counts.rejected;
}

/** Throws with exit code 70 unless every line is accounted for. */
export function checkBooks(counts: Counts): void {
  if (isBalanced(counts)) return;
  throw new Failure(
    EXIT.software,
    `the counts do not balance: ${counts.lines} lines read, but ${accountedFor(counts)} accounted for ` +
      `(${counts.blank} blank + ${counts.headers} headers + ${counts.comments} comments + ${counts.skipped} skipped + ` +
      `${counts.kept} kept + ${counts.superseded} superseded + ${counts.deleted} deleted + ${counts.rejected} rejected); nothing was published, please report this`,
  );
}
