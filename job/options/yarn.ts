/** Resolves the options of `dedup yarn` and `dedup plan`. */

import path from 'node:path';
import { isS3 } from '../shared/s3-location';
import { type JobOptions, type JobRequest, resolveJob } from './options';
import { usage } from './parsing/usage';
import { type Given, type Resolved, resolveTable } from './table/option-table';
import { AUTO, DEFAULT_MAX_PARALLELISM, DEFAULT_SLOTS, HADOOP_OPTIONS, SIZING_OPTIONS } from './table/yarn';

/** The options that tell how the work is to be cut, as given on the command line. */
export type SizingOptions = Given<typeof SIZING_OPTIONS>;
type Measures = Omit<Resolved<typeof SIZING_OPTIONS>, 'parallelism' | 'slots' | 'maxParallelism'>;

/** The size of one job. `parts` is null where the number of parts follows from the size of the input. */
export interface Sizing extends Measures {
  readonly parallelism: number;
  readonly slots: number;
}

/** A size that depends on the input and on what the cluster has free (runner/yarn/auto.ts). */
export interface AutoSizing extends Measures {
  readonly parallelism: typeof AUTO;
  readonly maxParallelism: number;
  /** The slots of each container; null where they are chosen too. */
  readonly slots: number | null;
}

/** The size that is asked for. */
export type AskedSizing = Sizing | AutoSizing;

/** The options of sizing that are checked against each other. */
export const SIZES_CHECKED_TOGETHER = [
  'parallelism',
  'maxParallelism',
  'slots',
] as const satisfies readonly (keyof SizingOptions)[];

export type YarnOptions = JobOptions & SizingOptions & Given<typeof HADOOP_OPTIONS>;

export interface ResolvedYarn extends JobRequest, Resolved<typeof HADOOP_OPTIONS> {
  readonly sizing: AskedSizing;
}

/** Throws with exit code 64 where the options are not valid. Reads no file. */
export function resolveYarn(inputs: readonly string[], options: YarnOptions): ResolvedYarn {
  const job = resolveJob(inputs, options);
  const hadoop = resolveTable(HADOOP_OPTIONS, options);
  return {
    ...job,
    ...hadoop,
    classData: hadoop.classData === null ? null : path.resolve(hadoop.classData),
    inputs: job.inputs.map(absolute),
    output: absolute(job.output),
    sizing: resolveSizing(options),
  };
}

/** Throws with exit code 64 where the options are not valid. */
export function resolveSizing(options: SizingOptions): AskedSizing {
  const { parallelism, maxParallelism, slots, ...measures } = resolveTable(SIZING_OPTIONS, options);
  if (parallelism !== AUTO) {
    if (maxParallelism !== null && parallelism > maxParallelism) {
      throw usage(`--parallelism ${parallelism} is more than --max-parallelism ${maxParallelism}`);
    }
    return { ...measures, parallelism, slots: slots === null ? DEFAULT_SLOTS : slots };
  }
  const most = maxParallelism === null ? DEFAULT_MAX_PARALLELISM : maxParallelism;
  if (slots !== null && slots > most) {
    throw usage(`--slots ${slots} is more than --max-parallelism ${most}, so no container could run; give fewer slots`);
  }
  return { ...measures, parallelism, maxParallelism: most, slots };
}

export function isAuto(asked: AskedSizing): asked is AutoSizing {
  return asked.parallelism === AUTO;
}

/** Makes a path absolute: tasks run in folders of their own. */
function absolute(location: string): string {
  return isS3(location) ? location : path.resolve(location);
}
