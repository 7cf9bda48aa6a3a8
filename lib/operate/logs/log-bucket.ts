/** Reads logs out of the log bucket. */

import { gunzipSync } from 'node:zlib';
import { parseS3, s3Url } from '../../../job/shared/s3-location';
import { Bucket } from '../../../job/store/s3/bucket';
import { theS3 } from '../../../job/store/s3/client';
import type { StepLogs } from '../cluster/step-log';

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
  const found: LogFile[] = [];
  for await (const page of new Bucket(theS3(), bucket).listInFull(`${key}/`)) {
    for (const { Key, ETag = '', LastModified } of page) {
      if (Key === undefined || LastModified === undefined) continue;
      found.push({ bucket, key: Key, location: s3Url(bucket, Key), etag: ETag, modified: LastModified });
    }
  }
  return found.sort((a, b) => b.modified.getTime() - a.modified.getTime() || (a.key < b.key ? -1 : 1));
}

/** A log's text, unpacked; '' where it has gone meanwhile. */
export async function readLog({ bucket, key }: Pick<LogFile, 'bucket' | 'key'>): Promise<string> {
  const found = await new Bucket(theS3(), bucket).read(key, Number.POSITIVE_INFINITY);
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
