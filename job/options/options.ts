/**
 * Resolves the options of `dedup run`, and those that all commands have that run the job, and checks them against each
 * other.
 */

import os from 'node:os';
import { MAX_MEMORY_BYTES, MIN_MEMORY_BYTES_PER_WORKER } from '../kernel/layout';
import { MiB } from '../shared/byte-units';
import { refuseNotInJson } from './json-record';
import { resolveLocation } from './parsing/location';
import { parseSize } from './parsing/parsers';
import { usage } from './parsing/usage';
import { type RecordRequest, resolveRecord } from './record';
import type { Spec } from './spec';
import { type JOB_OPTIONS, TREATMENT_OPTIONS } from './table/job';
import { LOCAL_OPTIONS, MAX_THREADS } from './table/local';
import { type Given, type Resolved, resolveTable } from './table/option-table';
import { RECORD_OPTIONS } from './table/record';

const DEFAULT_MEMORY_BYTES = 3072 * MiB;

/** The options as given on the command line. */
export type JobOptions = Given<typeof JOB_OPTIONS>;
export type RunOptions = JobOptions & Given<typeof LOCAL_OPTIONS>;

/** The request of a run. Its records have no spec yet, as the header may name their columns. */
export interface JobRequest extends Resolved<typeof TREATMENT_OPTIONS> {
  readonly inputs: readonly string[];
  readonly record: RecordRequest;
}
export type BadRecords = JobRequest['badRecords'];
export type HeaderNames = JobRequest['headerNames'];

/** The request of a run, once the columns of its records are known. */
export interface ResolvedJob extends JobRequest {
  readonly spec: Spec;
}

export interface ResolvedRun extends JobRequest {
  readonly parts: number;
  readonly threads: number;
  readonly memoryBytes: number;
  /** The folder for records that do not fit the memory. */
  readonly temp: string;
}

/** The options that are checked against each other, by their names. */
export const CHECKED_TOGETHER = [
  [...(Object.keys(RECORD_OPTIONS) as (keyof typeof RECORD_OPTIONS)[]), 'header', 'headerNames'],
  ['badRecords', 'maxBadRecords'],
  ['newOnly', 'changedFiles'],
] as const satisfies readonly (readonly (keyof JobOptions)[])[];

/** Resolves the options of `dedup run`. Throws with exit code 64 where they are not valid. Reads no file. */
export function resolveRun(inputs: readonly string[], options: RunOptions): ResolvedRun {
  const local = resolveTable(LOCAL_OPTIONS, options);
  const threads = local.threads === null ? Math.min(os.availableParallelism(), MAX_THREADS) : local.threads;
  return {
    ...resolveJob(inputs, options),
    parts: local.parts === null ? threads : local.parts,
    threads,
    memoryBytes: resolveMemory(local.memory, threads),
    temp: local.temp === null ? os.tmpdir() : local.temp,
  };
}

/** Resolves the options that all commands have that run the job. Throws with exit code 64 where they are not valid. */
export function resolveJob(inputs: readonly string[], options: JobOptions): JobRequest {
  const job = resolveTable(TREATMENT_OPTIONS, options);
  if (options.format === 'json') refuseNotInJson(TREATMENT_OPTIONS, options);
  if (job.headerNames === 'ignore' && !job.header) {
    throw usage('--header-names ignore needs --header: without it every line is a record');
  }
  if (job.maxBadRecords !== null && job.badRecords === 'fail') {
    throw usage('--max-bad-records needs --bad-records drop or keep: with fail the first one ends the run');
  }
  if (job.changedFiles === 'fail' && !job.newOnly) {
    throw usage('--changed-files fail needs --new-only: without it all files are read');
  }
  const record = resolveRecord(options, job.header && job.headerNames === 'match');
  return {
    ...job,
    merge: job.merge || job.newOnly,
    inputs: inputs.map((input) => resolveLocation('input', input)),
    record,
  };
}

function resolveMemory(text: string | null, threads: number): number {
  const least = threads * MIN_MEMORY_BYTES_PER_WORKER;
  if (text === null) {
    // process.availableMemory exists since Node 20.13 and 22
    const available = process.availableMemory ? process.availableMemory() : os.freemem();
    return Math.max(Math.min(available / 2, DEFAULT_MEMORY_BYTES), least);
  }
  const bytes = parseSize(text);
  if (bytes === null || bytes < least || bytes > 4096 * MiB) {
    throw usage(`--memory '${text}' is not a size from ${least / MiB}m (16m a thread) to 4g, for example 1g`);
  }
  return Math.min(bytes, MAX_MEMORY_BYTES);
}
