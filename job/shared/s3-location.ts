/** Locations in S3: `s3://bucket/key`. A key is what follows the bucket, without a slash at the end. Pure. */

import { posix } from 'node:path';
import { EXIT } from './exit';
import { Failure } from './failure';

export interface S3Location {
  readonly bucket: string;
  /** The key of an object, or of a folder of objects; '' for the bucket itself. */
  readonly key: string;
  /** Whether only a folder can be meant: the location ends with a slash, or is a bucket. */
  readonly isFolder: boolean;
}

const SCHEME = /^s3[an]?:/i;
/** The schemes of Hadoop's connectors, or capital letters. EMR reads `s3://` in the same way. */
const OTHER_SCHEME = /^(?:[sS]3[anAN]|S3):\/\/(.+)$/s;
const LOCATION = /^s3:\/\/([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])(?:\/(.*))?$/s;

const NAMED_BUCKET = /^s3:\/\/([^/]+)/;

export function isS3(location: string): boolean {
  return SCHEME.test(location);
}

/** Parses a location in S3. Throws with exit code 64 where it is not valid. */
export function parseS3(location: string): S3Location {
  const match = LOCATION.exec(location);
  if (!match) {
    const other = OTHER_SCHEME.exec(location);
    if (other) throw new Failure(EXIT.usage, `'${location}' is no location in S3, write 's3://${other[1]}'`);
    const bucket = NAMED_BUCKET.exec(location)?.[1];
    const what =
      bucket === undefined
        ? 'is no location in S3, expected s3://bucket or s3://bucket/prefix'
        : `has the bucket '${bucket}', expected 3 to 63 lowercase letters, digits, dots and hyphens`;
    throw new Failure(EXIT.usage, `'${location}' ${what}`);
  }
  const [, bucket = '', path = ''] = match;
  if (/(^|\/)\/$/.test(path)) {
    throw new Failure(EXIT.usage, `'${location}' ends with more than one slash, expected s3://bucket/prefix/`);
  }
  return { bucket, key: path.replace(/\/$/, ''), isFolder: path === '' || path.endsWith('/') };
}

export function s3Url(bucket: string, key: string): string {
  return key === '' ? `s3://${bucket}` : `s3://${bucket}/${key}`;
}

/** The location of a file in a folder, be the folder local or in S3. */
export function locationBelow(folder: string, name: string): string {
  if (!isS3(folder)) return posix.join(folder, name);
  const { bucket, key } = parseS3(folder);
  return s3Url(bucket, key === '' ? name : `${key}/${name}`);
}
