/** Adds up the counts of all workers. Pure. */

import type { WrittenPart } from '../output/part-writer';
import { EXAMPLES } from '../runner/mapper';
import type { ReduceResult, Span } from '../runner/results';
import type { Mapped } from '../runner/runner';
import { sum } from '../shared/sum';
import type { InputFile } from '../store/place';
import {
  type Counts,
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

/** Tells the number of a file, by its path, in the order of the inputs. */
export type FileOrder = (path: string) => number;

/** Most runs have not two places in files to compare, so the numbers are looked up once they are asked for. */
export function fileOrder(files: readonly InputFile[]): FileOrder {
  let numbers: ReadonlyMap<string, number> | null = null;
  return (path) => {
    numbers ??= new Map(files.map((file, i) => [file.path, i]));
    return numbers.get(path) as number;
  };
}

/** Adds up the bad records. */
export function addRejects(mapped: readonly Mapped[], order: FileOrder): Rejects {
  const byReason = Object.fromEntries(
    REJECT_REASONS.map((reason) => [reason, sum(mapped, (result) => result.rejected[reason])]),
  ) as Record<RejectReason, number>;
  const place = (example: RejectExample): number => order(example.file);
  const examples = mapped
    .flatMap((result) => result.examples)
    .sort((a, b) => place(a) - place(b) || a.offset - b.offset)
    .slice(0, EXAMPLES);
  return { byReason, total: REJECT_REASONS.reduce((total, reason) => total + byReason[reason], 0), examples };
}

/** Adds up the oddities of each kind, and finds the first one of each. */
export function addOddities(mapped: readonly Mapped[], order: FileOrder): Oddity[] {
  const place = (oddity: Oddity): number => order(oddity.file);
  const all = mapped.flatMap(({ oddities }) => oddities);
  return ODDITIES.flatMap((kind) => {
    const ofKind = all.filter((oddity) => oddity.kind === kind);
    const [first] = ofKind.sort((a, b) => place(a) - place(b) || a.offset - b.offset);
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
