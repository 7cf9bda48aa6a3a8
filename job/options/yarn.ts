/** Resolves the options of `dedup yarn` and `dedup plan`. */

import path from 'node:path';
import { isS3 } from '../shared/s3-location';
import { type JobOptions, type JobRequest, resolveJob } from './options';
import { type Given, type Resolved, resolveTable } from './table/option-table';
import { HADOOP_OPTIONS, SIZING_OPTIONS } from './table/yarn';

/** The options that tell how the work is to be cut, as given on the command line. */
export type SizingOptions = Given<typeof SIZING_OPTIONS>;
/** The resolved options. `parts` is null where the number of parts follows from the size of the input. */
export type Sizing = Resolved<typeof SIZING_OPTIONS>;

export type YarnOptions = JobOptions & SizingOptions & Given<typeof HADOOP_OPTIONS>;

export interface ResolvedYarn extends JobRequest, Resolved<typeof HADOOP_OPTIONS> {
  readonly sizing: Sizing;
}

/** Throws with exit code 64 where the options are not valid. Reads no file. */
export function resolveYarn(inputs: readonly string[], options: YarnOptions): ResolvedYarn {
  const job = resolveJob(inputs, options);
  return {
    ...job,
    ...resolveTable(HADOOP_OPTIONS, options),
    inputs: job.inputs.map(absolute),
    output: absolute(job.output),
    sizing: resolveSizing(options),
  };
}

/** Throws with exit code 64 where the options are not valid. */
export function resolveSizing(options: SizingOptions): Sizing {
  return resolveTable(SIZING_OPTIONS, options);
}

/** Makes a path absolute: tasks run in folders of their own. */
function absolute(location: string): string {
  return isS3(location) ? location : path.resolve(location);
}
