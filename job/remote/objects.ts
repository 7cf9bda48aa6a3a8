/** Reads S3 objects that are no part of an output, for example the logs of a cluster, with the job's own S3 client. */

import { parseS3, s3Url } from '../shared/s3-location';
import { Bucket } from '../store/s3/bucket';
import { theS3 } from '../store/s3/client';

export interface RemoteObject {
  readonly location: string;
  readonly etag: string;
  readonly modified: Date;
}

/** All objects below a folder. */
export async function listObjects(folder: string): Promise<RemoteObject[]> {
  const { bucket, key } = parseS3(folder);
  const found: RemoteObject[] = [];
  for await (const page of new Bucket(theS3(), bucket).listInFull(`${key}/`)) {
    for (const { Key, ETag = '', LastModified } of page) {
      if (Key === undefined || LastModified === undefined) continue;
      found.push({ location: s3Url(bucket, Key), etag: ETag, modified: LastModified });
    }
  }
  return found;
}

/** All bytes of an object, as they are stored; undefined where the object does not exist any more. */
export async function readObject({ location }: Pick<RemoteObject, 'location'>): Promise<Buffer | undefined> {
  const { bucket, key } = parseS3(location);
  return (await new Bucket(theS3(), bucket).read(key, Number.POSITIVE_INFINITY))?.bytes;
}
