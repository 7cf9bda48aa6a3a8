import { type Header, headerText } from '../format/format';
import type { ResolvedJob } from '../options/options';
import { type Spec, summarySpec } from '../options/spec';
import type { WrittenPart } from '../output/part-writer';
import { type PreviousOutput, recordsIn } from '../publication/previous-output';
import type { Span } from '../runner/results';
import type { Kept } from '../runner/runner';
import {
  ALTERNATIVES_FORMAT_VERSION,
  DELETES_FORMAT_VERSION,
  FORMAT_VERSION,
  isDeleted,
  isReject,
  OTHER_VALUES_FORMAT_VERSION,
} from '../shared/output-files';
import { sum } from '../shared/sum';
import type { Counts } from '../summary/books';
import { type SkippedFile, skippedFiles } from '../summary/skipped-files';
import { type LedgerCounts, type Oddity, SUMMARY_VERSION, type Summary } from '../summary/summary';
import { mergedKeys, type Rejects, taskPhases, workerPhases } from './counts';

/** The request of a run, and everything that was known before its records were read. */
export interface Asked {
  readonly request: ResolvedJob;
  readonly command: readonly string[];
  readonly startMs: number;
  readonly run: string;
  /** The files that were read, those of a merged output among them. */
  readonly read: { readonly files: number; readonly bytes: number };
  readonly skipped: readonly SkippedFile[];
  readonly header: Header | null;
  readonly previous: PreviousOutput;
  /** Null without `--new-only`. */
  readonly ledger: LedgerCounts | null;
}

/** The results of a run. */
export interface Done {
  readonly kept: Kept;
  readonly rejects: Rejects;
  readonly oddities: readonly Oddity[];
  readonly counts: Counts;
  readonly written: readonly WrittenPart[];
  /** The ledger that the run has written; null where it has none. */
  readonly ledger: WrittenPart | null;
  /** The present time, up to which the summary counts the publication. */
  readonly nowMs: number;
}

/** The least version whose programs read the output right. */
function formatVersion({ format, columns, deleteWhen }: Spec): number {
  if (deleteWhen.some(({ isOther }) => isOther)) return OTHER_VALUES_FORMAT_VERSION;
  if (format === 'json' && columns.some((column) => column.includes('|'))) return ALTERNATIVES_FORMAT_VERSION;
  return deleteWhen.length > 0 ? DELETES_FORMAT_VERSION : FORMAT_VERSION;
}

export function summarize(asked: Asked, done: Done): Summary {
  const { request, startMs, read, previous } = asked;
  const { kept } = done;
  const phasesOf = kept.resultsAre === 'of-workers' ? workerPhases : taskPhases;
  const parts = done.written.map(({ part }) => part);
  const alive = parts.filter(({ name }) => !isReject(name) && !isDeleted(name));
  const merged = request.merge ? previous.summary : undefined;
  return {
    version: SUMMARY_VERSION,
    format: formatVersion(request.spec),
    run: asked.run,
    command: asked.command,
    startedAt: new Date(startMs).toISOString(),
    spec: summarySpec(request.spec, headerText(asked.header)),
    badRecords: request.badRecords,
    inputs: {
      paths: request.inputs,
      ...read,
      skipped: skippedFiles(asked.skipped),
      utf16Files: sum(kept.mapped, ({ utf16Files }) => utf16Files),
      rearrangedFiles: sum(kept.mapped, ({ rearrangedFiles }) => rearrangedFiles),
      merged: merged === undefined ? null : merged.run,
      uncut: kept.uncut,
      ledger: asked.ledger,
    },
    counts: done.counts,
    keys: merged === undefined ? null : mergedKeys(done.counts, recordsIn(previous), kept.reduced),
    rejects: { byReason: done.rejects.byReason, examples: done.rejects.examples },
    oddities: done.oddities,
    output: {
      path: request.output,
      compress: request.compress,
      bytes: sum(alive, ({ bytes }) => bytes),
      parts: alive,
      deleted: parts.filter(({ name }) => isDeleted(name)),
      rejected: [
        ...(merged === undefined ? [] : merged.output.rejected),
        ...parts.filter(({ name }) => isReject(name)),
      ],
      ledger: done.ledger === null ? null : done.ledger.part,
    },
    phases: phases(startMs, kept, done.nowMs),
    workers: [...phasesOf('map', kept.mapped, startMs), ...phasesOf('reduce', kept.reduced, startMs)],
    threads: kept.workers,
    memoryBytes: kept.memoryBytes,
    spilledBytes:
      sum(kept.mapped, ({ spilledBytes = 0 }) => spilledBytes) + sum(kept.reduced, (result) => result.spilledBytes),
    peakMemoryBytes: kept.peakMemoryBytes,
    yarn: kept.yarn,
  };
}

/**
 * Each phase lasts until the next one begins. The reduce phase ends with its slowest worker, the publish phase when
 * this summary is made.
 */
function phases(startMs: number, { mapped, reduced }: Kept, nowMs: number): Summary['phases'] {
  // no `Math.min(...)`: a hundred thousand tasks would be too many arguments
  const startOf = (results: readonly { span: Span }[]) =>
    results.reduce((first, { span }) => Math.min(first, span.startMs), Number.POSITIVE_INFINITY) - startMs;
  const endMs = reduced.reduce((last, { span }) => Math.max(last, span.endMs), 0) - startMs;
  return [
    { phase: 'plan', startMs: 0, endMs: startOf(mapped) },
    { phase: 'map', startMs: startOf(mapped), endMs: startOf(reduced) },
    { phase: 'reduce', startMs: startOf(reduced), endMs },
    { phase: 'publish', startMs: endMs, endMs: Math.max(endMs, nowMs - startMs) },
  ];
}
