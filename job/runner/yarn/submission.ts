/** By what the jobs of runs are found: on YARN by tags (which have no capitals), on file systems by names. */

import { createHash, randomBytes } from 'node:crypto';
import { placeOf } from '../../place/places';

/** A run as it is handed to YARN, once: its name may have been that of an earlier one, or be that of another output's. */
export interface Submission {
  readonly run: string;
  /** As `outputDigest` gives it. */
  readonly output: string;
  readonly id: string;
}

/** So many that nobody can have taken its names before. */
const ID_BYTES = 16;

export function newSubmission(run: string, output: string): Submission {
  return { run, output: outputDigest(output), id: randomBytes(ID_BYTES).toString('hex') };
}

/** 16 hexadecimal digits, the same for all names of an output. */
export function outputDigest(location: string): string {
  return createHash('sha256').update(placeOf(location).identityOf(location)).digest('hex').slice(0, 16);
}

/** Of all jobs that write an output: whoever has its lease may end them. */
export function outputTag(output: string): string {
  return `dedup-output-${output}`;
}

/** Of this job alone. */
export function submissionTag({ id }: Submission): string {
  return `dedup-submission-${id}`;
}

/** What YARN's pages show a job under; the first is for people. */
export function tagsOf(submission: Submission): readonly string[] {
  return [`dedup-${submission.run}`, outputTag(submission.output), submissionTag(submission)];
}

/** Begins the name of the driver's folder on this machine. */
export function filePrefix({ run, output, id }: Submission): string {
  return `dedup-${run}-${output}-${id}-`;
}

/** Whether a name is that of a folder of a job that writes this output. */
export function isFolderOf(output: string, name: string): boolean {
  return name.startsWith('dedup-') && name.includes(`-${output}-`);
}

/** On the cluster's default file system. */
export function workFolder({ run, output, id }: Submission): string {
  return `/tmp/dedup-${run}-${output}-${id}`;
}

/** A pattern for those of all jobs that write an output. */
export function workFolders(output: string): string {
  return `/tmp/dedup-*-${output}-*`;
}
