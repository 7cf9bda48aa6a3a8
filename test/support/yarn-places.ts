/** Where a job of a test reads and writes: a folder, or S3. */

import { join } from 'node:path';
import { type Files, temporaryFolder, writeFiles } from './folder';
import { type Answer, answerIn } from './output';
import { newBucket, objects, openUploads } from './s3-tests';
import { isUnfinished, unfinishedIn } from './yarn-job';

export interface Place {
  readonly input: string;
  readonly output: string;
  answer(): Promise<Answer>;
  /** Whatever is at the output and not for its readers: temporaries, journals, leases, uploads. */
  unfinished(): Promise<string[]>;
}

/** With these files below its `in/`. */
export async function inFolder(files: Files): Promise<Place> {
  const folder = temporaryFolder(files);
  const output = join(folder, 'out');
  return {
    input: join(folder, 'in'),
    output,
    answer: async () => answerIn(output),
    unfinished: async () => unfinishedIn(output),
  };
}

/** The same in a bucket. */
export async function inBucket(files: Files): Promise<Place> {
  const bucket = await newBucket(files);
  return {
    input: `s3://${bucket}/in`,
    output: `s3://${bucket}/out`,
    answer: async () => answerIn(await fetched(bucket)),
    unfinished: () => unfinishedInBucket(bucket),
  };
}

/** A copy of a bucket's `out/`. */
export async function fetched(bucket: string): Promise<string> {
  const folder = temporaryFolder();
  writeFiles(folder, await objects(bucket, 'out/'));
  return folder;
}

export async function unfinishedInBucket(bucket: string): Promise<string[]> {
  const uploads = (await openUploads(bucket)).map(({ key }) => `upload of ${key}`);
  return [...uploads, ...Object.keys(await objects(bucket, 'out/')).filter(isUnfinished)];
}
