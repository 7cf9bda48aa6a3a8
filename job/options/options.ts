/** The options of `dedup run`, and those that every command has that runs the job: as given, and resolved once. */

import os from 'node:os';
import { parse as parseBytes } from 'bytes';
import { MAX_MEMORY_BYTES, MIN_MEMORY_BYTES_PER_WORKER } from '../kernel/layout';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { MAX_PARTS } from '../shared/output-files';
import { CODEC_NAMES, type CodecName } from '../summary/summary';
import { resolveLocation, resolvePath } from './location';
import { resolveSpec, type Spec, type SpecOptions } from './spec';

export const BAD_RECORDS = ['fail', 'drop', 'keep'] as const;
export type BadRecords = (typeof BAD_RECORDS)[number];
/** Whether the names of a header have to be those of the columns. */
export const HEADER_NAMES = ['match', 'ignore'] as const;
export type HeaderNames = (typeof HEADER_NAMES)[number];

const MiB = 1024 * 1024;
const DEFAULT_MEMORY_BYTES = 3072 * MiB;
/** Each has at least 16 MiB of the 4 GiB that a run can use. */
const MAX_THREADS = 128;

/** As given on the command line: what the job is, wherever it runs. */
export interface JobOptions extends SpecOptions {
  readonly output: string;
  readonly header: boolean;
  readonly headerNames: string;
  readonly badRecords: string;
  readonly maxBadRecords?: string;
  readonly merge: boolean;
  readonly overwrite: boolean;
  readonly allowEmpty: boolean;
  readonly parts?: string;
  readonly compress: string;
  readonly waitLock?: string;
  readonly maxRunTime?: string;
}

export interface RunOptions extends JobOptions {
  readonly threads?: string;
  readonly memory?: string;
  readonly temp?: string;
}

/** At most `count` bad records, or at most `percent` of the lines. */
export type BadLimit = { readonly count: number } | { readonly percent: number } | null;

/** How many of `records` may be bad. */
export function mostBad(limit: Exclude<BadLimit, null>, records: number): number {
  return 'count' in limit ? limit.count : (limit.percent / 100) * records;
}

/** As parseBadLimit reads it. */
export function badLimitText(limit: Exclude<BadLimit, null>): string {
  return 'count' in limit ? String(limit.count) : `${limit.percent}%`;
}

export interface ResolvedJob {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly spec: Spec;
  readonly header: boolean;
  readonly headerNames: HeaderNames;
  readonly badRecords: BadRecords;
  readonly maxBadRecords: BadLimit;
  readonly merge: boolean;
  readonly overwrite: boolean;
  readonly allowEmpty: boolean;
  readonly compress: CodecName;
  /** How long to wait for an output that another run has. */
  readonly waitLockMs: number;
  /** After how long a run ends, with the wait for its output; null for never. */
  readonly maxRunMs: number | null;
  /** The run's name, null for one made from the clock. */
  readonly run: string | null;
  /** Whether an input without any file is an error. */
  readonly ifEmpty: 'ok' | 'fail';
}

export interface ResolvedRun extends ResolvedJob {
  readonly parts: number;
  readonly threads: number;
  readonly memoryBytes: number;
  /** Folder for what outgrows the memory. */
  readonly temp: string;
}

/** Throws with exit code 64 for anything that cannot be meant; reads nothing. */
export function resolveRun(inputs: readonly string[], options: RunOptions): ResolvedRun {
  const threads = resolveThreads(options.threads);
  const job = resolveJob(inputs, options);
  if (options.temp === '') throw usage('--temp is empty, expected a folder');
  return {
    ...job,
    parts: options.parts === undefined ? threads : parseCount('--parts', options.parts, MAX_PARTS),
    threads,
    memoryBytes: resolveMemory(options.memory, threads),
    temp: options.temp === undefined ? os.tmpdir() : resolvePath('--temp', options.temp),
  };
}

/** What all commands that run the job have in common. Throws with exit code 64. */
export function resolveJob(inputs: readonly string[], options: JobOptions): ResolvedJob {
  const headerNames = oneOf('--header-names', options.headerNames, HEADER_NAMES);
  if (headerNames === 'ignore' && !options.header) {
    throw usage('--header-names ignore needs --header: without it every line is a record');
  }
  const badRecords = oneOf('--bad-records', options.badRecords, BAD_RECORDS);
  if (options.maxBadRecords !== undefined && badRecords === 'fail') {
    throw usage('--max-bad-records needs --bad-records drop or keep: with fail the first one ends the run');
  }
  if (options.output === '') throw usage('--output is empty, expected a folder');
  return {
    inputs: inputs.map((input) => resolveLocation('input', input)),
    output: resolveLocation('--output', options.output),
    spec: resolveSpec(options),
    header: options.header,
    headerNames,
    badRecords,
    maxBadRecords:
      options.maxBadRecords === undefined ? null : parseBadLimit('--max-bad-records', options.maxBadRecords),
    merge: options.merge,
    overwrite: options.overwrite,
    allowEmpty: options.allowEmpty,
    compress: oneOf('--compress', options.compress, CODEC_NAMES),
    waitLockMs: options.waitLock === undefined ? 0 : parseDuration('--wait-lock', options.waitLock),
    maxRunMs: options.maxRunTime === undefined ? null : parseLimit('--max-run-time', options.maxRunTime),
    run: null,
    ifEmpty: 'fail',
  };
}

function resolveThreads(text: string | undefined): number {
  if (text !== undefined) return parseCount('--threads', text, MAX_THREADS);
  return Math.min(os.availableParallelism(), MAX_THREADS);
}

function resolveMemory(text: string | undefined, threads: number): number {
  const least = threads * MIN_MEMORY_BYTES_PER_WORKER;
  if (text === undefined) {
    // process.availableMemory came with Node 20.13 and 22
    const available = process.availableMemory ? process.availableMemory() : os.freemem();
    return Math.max(Math.min(available / 2, DEFAULT_MEMORY_BYTES), least);
  }
  const bytes = parseSize(text);
  if (bytes === null || bytes < least || bytes > 4096 * MiB) {
    throw usage(`--memory '${text}' is not a size from ${least / MiB}m (16m a thread) to 4g, for example 1g`);
  }
  return Math.min(bytes, MAX_MEMORY_BYTES);
}

/** `64m`, `1.5g`, `4096`: bytes, or null where it is no size. */
export function parseSize(text: string): number | null {
  return /^\d+(\.\d+)?\s*([kmgt]?b|[kmgt])?$/i.test(text) ? parseBytes(text.replace(/([kmgt])$/i, '$1b')) : null;
}

export function parseCount(option: string, text: string, most: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > most) throw usage(`${option} '${text}' is not a whole number from 1 to ${most}`);
  return count;
}

export function parseDuration(option: string, text: string): number {
  const [, count, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  if (count === undefined)
    throw usage(`${option} '${text}' is no time, expected seconds, minutes or hours like 90s, 30m or 2h`);
  return Number(count) * { s: 1000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h'];
}

/** What a timer can be set to: of 32 bits. */
const MAX_LIMIT_HOURS = 596;

function parseLimit(option: string, text: string): number {
  const ms = parseDuration(option, text);
  if (ms > 0 && ms <= MAX_LIMIT_HOURS * 3_600_000) return ms;
  throw usage(`${option} '${text}' is no such time, expected 1s to ${MAX_LIMIT_HOURS}h`);
}

export function parseBadLimit(option: string, text: string): Exclude<BadLimit, null> {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (percent && Number(percent[1]) <= 100) return { percent: Number(percent[1]) };
  if (/^\d+$/.test(text)) return { count: Number(text) };
  throw usage(`${option} '${text}' is neither a number of records nor a percentage from 0% to 100%`);
}

export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw usage(`${option} '${value}' is not one of ${allowed.join(', ')}`);
  return found;
}

export function usage(message: string): Failure {
  return new Failure(EXIT.usage, message);
}
