/** The names by which the job of a run is found: tags on YARN (which have no capitals), and folders on file systems. */

import { createHash, randomBytes } from 'node:crypto';
import { placeOf } from '../../place/places';

/**
 * One submission of a run to YARN. The run's id does not identify it, because an earlier run, or a run onto another
 * output, may have the same id.
 */
export interface Submission {
  readonly run: string;
  /** The digest of the output's location, as `outputDigest` gives it. */
  readonly output: string;
  readonly id: string;
}

/** The random bytes of a submission's id: enough that nobody can have created files of its names before. */
const ID_BYTES = 16;

export function newSubmission(run: string, output: string): Submission {
  return { run, output: outputDigest(output), id: randomBytes(ID_BYTES).toString('hex') };
}

/** 16 hexadecimal digits, the same for every way to write the location of an output. */
export function outputDigest(location: string): string {
  return createHash('sha256').update(placeOf(location).identityOf(location)).digest('hex').slice(0, 16);
}

/** The tag of all jobs that write an output. The holder of the output's lease may end them. */
export function outputTag(output: string): string {
  return `dedup-output-${output}`;
}

/** The tag of this job alone. */
export function submissionTag({ id }: Submission): string {
  return `dedup-submission-${id}`;
}

/** The tags of a job, which YARN's pages show. The first one is for people. */
export function tagsOf(submission: Submission): readonly string[] {
  return [`dedup-${submission.run}`, outputTag(submission.output), submissionTag(submission)];
}

/** The beginning of the name of the driver's folder on this machine. */
export function filePrefix({ run, output, id }: Submission): string {
  return `dedup-${run}-${output}-${id}-`;
}

/** Whether a name is the name of a folder that a driver makes for a job that writes this output. */
export function isFolderOf(output: string, name: string): boolean {
  return name.startsWith('dedup-') && name.includes(`-${output}-`);
}

/** The folder of a job on the cluster's default file system. */
export function workFolder({ run, output, id }: Submission): string {
  return `/tmp/dedup-${run}-${output}-${id}`;
}

/** A pattern for the work folders of all jobs that write an output. */
export function workFolders(output: string): string {
  return `/tmp/dedup-*-${output}-*`;
}
