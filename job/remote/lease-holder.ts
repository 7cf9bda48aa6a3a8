/** The run that holds an output, as another machine reads it from the lease in S3. */

import { LEASE_FILE } from '../shared/output-files';
import { locationBelow, parseS3 } from '../shared/s3-location';
import { MOST_BYTES } from '../shared/stored-document';
import { parseLease } from '../store/lease-record';
import { Bucket } from '../store/s3/bucket';
import { theS3 } from '../store/s3/client';

export interface LeaseHolder {
  readonly run: string;
  /** Time since the last sign of life of the run. */
  readonly silentMs: number;
  /** The last progress line that the run wrote into its lease; null where there is none. */
  readonly progress: string | null;
}

/** Null where no run holds the output. */
export async function leaseHolder(output: string): Promise<LeaseHolder | null> {
  const { bucket, key } = parseS3(locationBelow(output, LEASE_FILE));
  const found = await new Bucket(theS3(), bucket).read(key, MOST_BYTES[LEASE_FILE]);
  if (found === undefined) return null;
  const record = parseLease(found.bytes.toString());
  const nowMs = found.answeredMs === undefined ? found.modifiedMs : found.answeredMs;
  return {
    run: record === undefined ? 'unknown' : record.run,
    silentMs: Math.max(0, nowMs - found.modifiedMs),
    progress: record?.progress === undefined ? null : record.progress,
  };
}
