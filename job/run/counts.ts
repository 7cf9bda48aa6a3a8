/** Adds up the counts of all workers. Pure. */

import type { WrittenPart } from '../output/part-writer';
import { MOST_REJECT_EXAMPLES } from '../runner/mapper';
import type { ReduceResult, Span } from '../runner/results';
import type { Mapped } from '../runner/runner';
import { sum } from '../shared/sum';
import type { InputFile } from '../store/place';
import type { Counts } from '../summary/books';
import {
  type MergedKeys,
  ODDITIES,
  type Oddity,
  REJECT_REASONS,
  type RejectExample,
  type RejectReason,
  type WorkerPhase,
} from '../summary/summary';

export interface Rejects {
  readonly byReason: Readonly<Record<RejectReason, number>>;
  readonly total: number;
  /** The first bad records, by file and offset. */
  readonly examples: readonly RejectExample[];
}

/** Puts places in files in the order of the inputs, and those of one file in the order of their offsets. */
export type FileOrder = <T extends { readonly file: string; readonly offset: number }>(places: readonly T[]) => T[];

export function fileOrder(files: Iterable<InputFile>): FileOrder {
  return (places) => {
    const numbers = numbersOf(new Set(places.map(({ file }) => file)), files);
    const numberOf = (file: string) => numbers.get(file) as number;
    return [...places].sort((a, b) => numberOf(a.file) - numberOf(b.file) || a.offset - b.offset);
  };
}

/** The numbers of some files, by their paths. */
function numbersOf(paths: ReadonlySet<string>, files: Iterable<InputFile>): ReadonlyMap<string, number> {
  const numbers = new Map([...paths].map((path) => [path, 0]));
  // one file is in order; and of a million files it takes a while to look at each
  if (paths.size < 2) return numbers;
  let number = 0;
  for (const { path } of files) {
    if (paths.has(path)) numbers.set(path, number);
    number++;
  }
  return numbers;
}

/** Adds up the bad records. */
export function addRejects(mapped: readonly Mapped[], order: FileOrder): Rejects {
  const byReason = Object.fromEntries(
    REJECT_REASONS.map((reason) => [reason, sum(mapped, (result) => result.rejected[reason])]),
  ) as Record<RejectReason, number>;
  const examples = order(mapped.flatMap((result) => result.examples)).slice(0, MOST_REJECT_EXAMPLES);
  return { byReason, total: REJECT_REASONS.reduce((total, reason) => total + byReason[reason], 0), examples };
}

/** Adds up the oddities of each kind, and finds the first one of each. */
export function addOddities(mapped: readonly Mapped[], order: FileOrder): Oddity[] {
  const all = mapped.flatMap(({ oddities }) => oddities);
  return ODDITIES.flatMap((kind) => {
    const ofKind = all.filter((oddity) => oddity.kind === kind);
    const [first] = order(ofKind);
    return first === undefined ? [] : [{ ...first, count: sum(ofKind, ({ count }) => count) }];
  });
}

/**
 * Counts the keys that are new, changed and unchanged after a merge with a former output of `merged` records and deletes.
 */
export function mergedKeys(counts: Counts, merged: number, reduced: readonly ReduceResult[]): MergedKeys {
  const unchanged = sum(reduced, ({ formerLines }) => formerLines);
  return { added: counts.kept + counts.deleted - merged, changed: merged - unchanged, unchanged };
}

/** All written files: the parts in name order, then the files of deletes, then those of rejects. */
export function writtenParts(reduced: readonly ReduceResult[]): WrittenPart[] {
  const byName = (a: WrittenPart, b: WrittenPart) => (a.part.name < b.part.name ? -1 : 1);
  const parts = reduced.flatMap((result) => result.parts).sort(byName);
  const deleted = reduced.flatMap((result) => result.deleted).sort(byName);
  const rejects = reduced.flatMap((result) => result.rejects).sort(byName);
  return [...parts, ...deleted, ...rejects];
}

/** The times at which each worker began and ended a phase, in milliseconds since the start of the run. */
export function workerPhases(
  phase: WorkerPhase['phase'],
  spans: readonly { readonly span: Span }[],
  startMs: number,
): WorkerPhase[] {
  return spans.map(({ span }, worker) => ({
    worker,
    phase,
    startMs: span.startMs - startMs,
    endMs: span.endMs - startMs,
  }));
}

/**
 * The same times for tasks, which have no worker of their own. Each task is given to the first worker that is free when
 * the task starts, so there are as many workers as tasks that ran at the same time.
 */
export function taskPhases(
  phase: WorkerPhase['phase'],
  spans: readonly { readonly span: Span }[],
  startMs: number,
): WorkerPhase[] {
  const freeAtMs: number[] = [];
  const inTime = spans.map(({ span }) => span).sort((a, b) => a.startMs - b.startMs);
  return inTime.map((span) => {
    const free = freeAtMs.findIndex((ms) => ms <= span.startMs);
    const worker = free < 0 ? freeAtMs.length : free;
    freeAtMs[worker] = span.endMs;
    return { worker, phase, startMs: span.startMs - startMs, endMs: span.endMs - startMs };
  });
}
