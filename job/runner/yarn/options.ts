/** The options of `dedup yarn` and `dedup plan`: as given, and resolved once. */

import path from 'node:path';
import {
  type JobOptions,
  oneOf,
  parseCount,
  parseSize,
  type ResolvedJob,
  resolveJob,
  usage,
} from '../../options/options';
import { MAX_PARTS } from '../../shared/output-files';
import { RUN_ID } from '../../shared/run-id';
import { isS3 } from '../../shared/s3-location';
import { MAX_SPLIT_BYTES, MIN_CONTAINER_BYTES, MIN_MASTER_BYTES, type Sizing } from './plan';
import { maskedProperty } from './secret-properties';
import { isEssential } from './streaming';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
/** YARN's own limit is the cluster's; this one keeps a slip of the finger from being asked of it. */
const MAX_CONTAINER_BYTES = 256 * GiB;
const MAX_PARALLELISM = 10_000;

/** As given on the command line: how the work is cut. */
export interface SizingOptions {
  readonly parallelism: string;
  readonly parts?: string;
  readonly splitSize?: string;
  readonly containerMemory: string;
  readonly applicationMasterMemory: string;
}

export interface YarnOptions extends JobOptions, SizingOptions {
  readonly queue?: string;
  readonly speculative: string;
  readonly runId?: string;
  readonly ifEmpty: string;
  readonly hadoop: readonly string[];
}

export interface ResolvedYarn extends ResolvedJob {
  readonly sizing: Sizing;
  /** Null for the cluster's default. */
  readonly queue: string | null;
  readonly speculative: boolean;
  /** Hadoop properties, `name=value`; they go before the kit's own. */
  readonly hadoop: readonly string[];
}

export const DEFAULT_SIZING = {
  parallelism: '16',
  containerMemory: '2560m',
  applicationMasterMemory: '1024m',
} as const satisfies SizingOptions;

/** Throws with exit code 64 for anything that cannot be meant; reads nothing. */
export function resolveYarn(inputs: readonly string[], options: YarnOptions): ResolvedYarn {
  const job = resolveJob(inputs, options);
  return {
    ...job,
    inputs: job.inputs.map(absolute),
    output: absolute(job.output),
    run: options.runId === undefined ? null : resolveRunId(options.runId),
    ifEmpty: oneOf('--if-empty', options.ifEmpty, ['ok', 'fail']),
    sizing: resolveSizing(options),
    queue: options.queue === undefined ? null : resolveQueue(options.queue),
    speculative: oneOf('--speculative', options.speculative, ['on', 'off']) === 'on',
    hadoop: options.hadoop.map(resolveProperty),
  };
}

/** Throws with exit code 64. */
export function resolveSizing(options: SizingOptions): Sizing {
  const { parts, splitSize } = options;
  return {
    parallelism: parseCount('--parallelism', options.parallelism, MAX_PARALLELISM),
    parts: parts === undefined ? null : parseCount('--parts', parts, MAX_PARTS),
    splitBytes: splitSize === undefined ? MAX_SPLIT_BYTES : size('--split-size', splitSize, 1024, MAX_CONTAINER_BYTES),
    containerBytes: size('--container-memory', options.containerMemory, MIN_CONTAINER_BYTES, MAX_CONTAINER_BYTES),
    masterBytes: size(
      '--application-master-memory',
      options.applicationMasterMemory,
      MIN_MASTER_BYTES,
      MAX_CONTAINER_BYTES,
    ),
  };
}

function size(option: string, text: string, least: number, most: number): number {
  const bytes = parseSize(text);
  if (bytes !== null && bytes >= least && bytes <= most) return Math.floor(bytes);
  const smallest = least < MiB ? `${least / 1024}k` : `${least / MiB}m`;
  throw usage(`${option} '${text}' is not a size from ${smallest} to ${most / GiB}g, for example 2560m`);
}

/** Tasks run in folders of their own. */
function absolute(location: string): string {
  return isS3(location) ? location : path.resolve(location);
}

function resolveRunId(run: string): string {
  if (RUN_ID.test(run)) return run;
  throw usage(
    `--run-id '${run}' is no run's name, expected a UTC time and up to 40 small letters or digits, ` +
      'for example 20261122t152504z-nightly',
  );
}

function resolveQueue(queue: string): string {
  if (/^[\w.-]+$/.test(queue)) return queue;
  throw usage(`--queue '${queue}' is no name of a queue, expected letters, digits, '.', '-' and '_'`);
}

function resolveProperty(property: string): string {
  const [name = ''] = property.split('=');
  if (isEssential(name)) {
    throw usage(
      `--hadoop '${maskedProperty(property)}' is nothing to set: a run relies on what it gives ${name} itself`,
    );
  }
  if (/^[^=\s,]+=/.test(property)) return property;
  throw usage(
    `--hadoop '${maskedProperty(property)}' is no property, expected name=value, for example mapreduce.job.priority=HIGH`,
  );
}
