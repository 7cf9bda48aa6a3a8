import { isS3, parseS3, s3Url } from '../../shared/s3-location';
import type { Place } from '../place';
import { theS3 } from './client';
import { listObjects, streamObjects } from './list-objects';
import { readRange } from './object-range';
import { bytesInMemory, ObjectSource, SOURCE_BYTES } from './object-source';
import { S3Store } from './store';

/** S3: `s3://bucket/key`. */
export const s3Place: Place = {
  understands: isS3,
  identityOf: identity,
  realPathOf: identity,
  expand: async (input) => [input],
  list: listObjects,
  stream: streamObjects,
  open: (file, { start, end }) => new ObjectSource(theS3(), file, start, end),
  read: (file, { start, end }) => readRange(theS3(), file, start, end, new AbortController().signal),
  openAhead: { mostBytes: SOURCE_BYTES, bytesOf: bytesInMemory },
  openOutput: (location, unreachable) => new S3Store(theS3(), location, unreachable),
  isRemote: true,
};

function identity(location: string): string {
  const { bucket, key } = parseS3(location);
  return s3Url(bucket, key);
}
