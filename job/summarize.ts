import { type Rejects, sum, workerPhases } from './account';
import { FORMAT_VERSION, isReject } from './contract';
import { type Header, headerText } from './input/feed';
import type { InputFile } from './input/list';
import type { ResolvedRun } from './options';
import type { WrittenPart } from './output/part-writer';
import type { PreviousOutput } from './previous-output';
import type { MapResult, ReduceResult, Span } from './runner/task';
import { summarySpec } from './spec';
import { type Counts, SUMMARY_VERSION, type Summary } from './summary';

/** What a run was asked, and what it found before it read. */
export interface Asked {
  readonly request: ResolvedRun;
  readonly command: readonly string[];
  readonly startMs: number;
  readonly run: string;
  readonly files: readonly InputFile[];
  readonly header: Header | null;
  readonly previous: PreviousOutput;
  readonly local: { readonly workers: number; readonly memoryBytes: number };
}

/** What came of it. */
export interface Done {
  readonly mapped: readonly MapResult[];
  readonly reduced: readonly ReduceResult[];
  readonly rejects: Rejects;
  readonly counts: Counts;
  readonly written: readonly WrittenPart[];
}

export function summarize(asked: Asked, done: Done): Summary {
  const { request, startMs, files, previous } = asked;
  const parts = done.written.map(({ part }) => part);
  const former = request.merge && previous.summary ? previous.summary.output.rejected : [];
  return {
    version: SUMMARY_VERSION,
    format: FORMAT_VERSION,
    run: asked.run,
    command: asked.command,
    startedAt: new Date(startMs).toISOString(),
    spec: summarySpec(request.spec, headerText(asked.header)),
    badRecords: request.badRecords,
    inputs: {
      paths: request.inputs,
      files: files.length,
      bytes: sum(files, (file) => file.sizeBytes),
      merged: request.merge && previous.summary ? previous.summary.run : null,
    },
    counts: done.counts,
    rejects: { byReason: done.rejects.byReason, examples: done.rejects.examples },
    output: {
      path: request.output,
      compress: request.compress,
      bytes: sum(parts, (part) => (isReject(part.name) ? 0 : part.bytes)),
      parts: parts.filter((part) => !isReject(part.name)),
      rejected: [...former, ...parts.filter((part) => isReject(part.name))],
    },
    phases: phases(startMs, done),
    workers: [...workerPhases('map', done.mapped, startMs), ...workerPhases('reduce', done.reduced, startMs)],
    threads: asked.local.workers,
    memoryBytes: asked.local.memoryBytes,
    spilledBytes: sum(done.reduced, (result) => result.spilledBytes),
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** Each phase lasts until the next begins; the last until its slowest worker ends. */
function phases(startMs: number, { mapped, reduced }: Done): Summary['phases'] {
  const start = (results: readonly { span: Span }[]) => Math.min(...results.map(({ span }) => span.startMs)) - startMs;
  const endMs = Math.max(...reduced.map(({ span }) => span.endMs)) - startMs;
  return [
    { phase: 'plan', startMs: 0, endMs: start(mapped) },
    { phase: 'map', startMs: start(mapped), endMs: start(reduced) },
    { phase: 'reduce', startMs: start(reduced), endMs },
  ];
}
