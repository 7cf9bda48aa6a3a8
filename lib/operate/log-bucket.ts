/** Reads logs out of the log bucket. */

import { gunzipSync } from 'node:zlib';
import { Bucket } from '../../job/store/s3/bucket';
import { theS3 } from '../../job/store/s3/client';
import { parseS3, s3Url } from '../../job/store/s3/location';
import { s3Failure } from '../../job/store/s3/s3-failure';
import type { StepLogs } from './step-log';

export interface LogFile {
  readonly location: string;
  readonly key: string;
  readonly bucket: string;
  readonly etag: string;
  readonly modified: Date;
}

/** All below a place, newest first. */
export async function listLogs(place: string): Promise<LogFile[]> {
  const { bucket, key } = parseS3(place);
  const { sdk, client } = theS3();
  const found: LogFile[] = [];
  let token: string | undefined;
  do {
    const command = new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: `${key}/`, ContinuationToken: token });
    const page = await client.send(command).catch((error) => {
      throw s3Failure('list', place, error);
    });
    for (const { Key, ETag, LastModified } of page.Contents ?? []) {
      if (Key === undefined || LastModified === undefined || Key.endsWith('/')) continue;
      found.push({ bucket, key: Key, location: s3Url(bucket, Key), etag: ETag ?? '', modified: LastModified });
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return found.sort((a, b) => b.modified.getTime() - a.modified.getTime() || (a.key < b.key ? -1 : 1));
}

/** A log's text, unpacked; '' where it has gone meanwhile. */
export async function readLog({ bucket, key }: Pick<LogFile, 'bucket' | 'key'>): Promise<string> {
  const found = await new Bucket(theS3(), bucket).read(key);
  if (found === undefined) return '';
  return (key.endsWith('.gz') ? gunzipSync(found.bytes) : found.bytes).toString();
}

/** Of a step, as far as they are there. */
export async function readStepLogs(place: string): Promise<StepLogs> {
  const files = await listLogs(place);
  const text = async (name: string) => {
    const file = files.find(({ key }) => key.endsWith(`/${name}.gz`) || key.endsWith(`/${name}`));
    return file === undefined ? null : readLog(file);
  };
  return { stderr: await text('stderr'), controller: await text('controller') };
}
