/** The input and the output of a job of a test, in a folder or in S3. */

import { join } from 'node:path';
import { type Files, temporaryFolder, writeFiles } from './folder';
import { type Answer, answerIn } from './output';
import { newBucket, objects, openUploads } from './s3-tests';
import { isUnfinished, unfinishedIn } from './yarn-job';

export interface Place {
  readonly input: string;
  readonly output: string;
  answer(): Promise<Answer>;
  /** The files of the output that are not for its readers: temporary files, journals, leases, uploads. */
  unfinished(): Promise<string[]>;
}

/** Makes a local folder with these files, whose names begin with `in/`. */
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

/** Makes a bucket with these files. */
export async function inBucket(files: Files): Promise<Place> {
  const bucket = await newBucket(files);
  return {
    input: `s3://${bucket}/in`,
    output: `s3://${bucket}/out`,
    answer: async () => answerIn(await fetched(bucket)),
    unfinished: () => unfinishedInBucket(bucket),
  };
}

/** A local copy of `out/` in a bucket. */
export async function fetched(bucket: string): Promise<string> {
  const folder = temporaryFolder();
  writeFiles(folder, await objects(bucket, 'out/'));
  return folder;
}

export async function unfinishedInBucket(bucket: string): Promise<string[]> {
  const uploads = (await openUploads(bucket)).map(({ key }) => `upload of ${key}`);
  return [...uploads, ...Object.keys(await objects(bucket, 'out/')).filter(isUnfinished)];
}
