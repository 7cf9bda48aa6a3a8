/** Which run has an output, as another machine can tell from its lease in S3. */

import { LEASE_FILE } from '../shared/output-files';
import { locationBelow, parseS3 } from '../shared/s3-location';
import { MOST_BYTES } from '../shared/stored-document';
import { parseLease } from '../store/lease-record';
import { Bucket } from '../store/s3/bucket';
import { theS3 } from '../store/s3/client';

export interface LeaseHolder {
  readonly run: string;
  /** Time since the run's last sign of life. */
  readonly silentMs: number;
  /** How far the run said it was; null where it said nothing. */
  readonly progress: string | null;
}

/** Null where no run has the output. */
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
