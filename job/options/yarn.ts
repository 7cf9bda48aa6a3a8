/** The options of `dedup yarn` and `dedup plan`, resolved. */

import path from 'node:path';
import { isS3 } from '../shared/s3-location';
import { type JobOptions, type ResolvedJob, resolveJob } from './options';
import { type Given, type Resolved, resolveTable } from './table/option-table';
import { HADOOP_OPTIONS, SIZING_OPTIONS } from './table/yarn';

/** How the work is to be cut, as given on the command line. */
export type SizingOptions = Given<typeof SIZING_OPTIONS>;
/** The same, resolved: `parts` is null for as many as the input is worth. */
export type Sizing = Resolved<typeof SIZING_OPTIONS>;

export type YarnOptions = JobOptions & SizingOptions & Given<typeof HADOOP_OPTIONS>;

export interface ResolvedYarn extends ResolvedJob, Resolved<typeof HADOOP_OPTIONS> {
  readonly sizing: Sizing;
}

/** Throws with exit code 64 for anything that cannot be meant; reads nothing. */
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

/** Throws with exit code 64. */
export function resolveSizing(options: SizingOptions): Sizing {
  return resolveTable(SIZING_OPTIONS, options);
}

/** Tasks run in folders of their own, so a path has to say where it starts. */
function absolute(location: string): string {
  return isS3(location) ? location : path.resolve(location);
}
