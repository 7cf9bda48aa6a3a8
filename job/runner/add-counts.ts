/** Adds up the counts of all workers or tasks. Pure. */

import { sum } from '../shared/sum';
import type { Counts } from '../summary/books';
import type { ReduceResult } from './results';
import type { Mapped } from './runner';

export function addCounts(mapped: readonly Mapped[], reduced: readonly ReduceResult[], rejected: number): Counts {
  const former = reduced.flatMap((result) => (result.former === null ? [] : [result.former]));
  return {
    lines: sum(mapped, (result) => result.lines) + sum(former, ({ lines }) => lines),
    blank: sum(mapped, (result) => result.blank),
    headers: sum(mapped, (result) => result.headers) + sum(former, ({ headers }) => headers),
    comments: sum(mapped, (result) => result.comments),
    skipped: sum(mapped, (result) => result.skipped),
    kept: sum(reduced, (result) => sum(result.parts, ({ part }) => part.lines)),
    superseded: sum(mapped, ({ superseded = 0 }) => superseded) + sum(reduced, (result) => result.superseded),
    deleted: sum(reduced, deletedKeys),
    forgotten: sum(reduced, ({ forgotten }) => forgotten),
    rejected,
  };
}

/** The number of keys whose latest record is a delete. */
export function deletedKeys({ deleted, forgotten }: Pick<ReduceResult, 'deleted' | 'forgotten'>): number {
  return forgotten + sum(deleted, ({ part }) => part.lines);
}
