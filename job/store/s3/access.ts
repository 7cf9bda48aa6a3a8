import type { ExitCode } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Bucket } from './bucket';
import { connect, regionOf } from './client';
import { hasStatus, s3Failure } from './failure';
import { LIMITS } from './retry';

/** Nothing is lost yet, and somebody waits for an answer. */
const AT_THE_START = { ...LIMITS, attempts: 5 };

const reached = new Map<string, Promise<void>>();

/**
 * Throws with this exit code where a bucket is not there or is another region's, from which requests of a private subnet
 * would never be answered. One request a bucket, whoever asks.
 */
export function refuseUnreachable(bucket: Bucket, exitCode: ExitCode): Promise<void> {
  let probe = reached.get(bucket.name);
  if (probe === undefined) {
    probe = refuse(bucket, exitCode);
    reached.set(bucket.name, probe);
    // what failed may be tried again
    probe.catch(() => reached.delete(bucket.name));
  }
  return probe;
}

async function refuse(bucket: Bucket, exitCode: ExitCode): Promise<void> {
  const ours = await regionOf(bucket.s3);
  const theirs = await regionOfBucket(bucket, exitCode);
  if (theirs === undefined || theirs === ours) return;
  throw new Failure(
    exitCode,
    `${bucket.url('')} is in region ${theirs}, and this command works in ${ours}: set AWS_REGION to ${theirs}, or use a ` +
      `bucket in ${ours}`,
  );
}

/** Undefined where the server knows of no regions. */
async function regionOfBucket(bucket: Bucket, exitCode: ExitCode): Promise<string | undefined> {
  const { sdk, client } = connect(AT_THE_START, process.env);
  try {
    const { BucketRegion } = await client.send(new sdk.HeadBucketCommand({ Bucket: bucket.name }));
    return BucketRegion;
  } catch (error) {
    if (hasStatus(error, 404)) {
      throw new Failure(exitCode, `no such bucket: ${bucket.url('')}`, { cause: error });
    }
    const region = regionNamedBy(error);
    // 403: the right to list may be for a prefix alone; whatever is asked for next will tell
    if (region === undefined && !hasStatus(error, 403)) {
      throw s3Failure('list', bucket.url(''), hasStatus(error, 400) ? await reasonOf(bucket, error) : error);
    }
    return region;
  } finally {
    client.destroy();
  }
}

/** Answers to HEAD have no body, and so no reason: that credentials have expired is one. Asks again for one that has. */
async function reasonOf(bucket: Bucket, unnamed: unknown): Promise<unknown> {
  const { sdk, client } = connect(AT_THE_START, process.env);
  try {
    await client.send(new sdk.ListObjectsV2Command({ Bucket: bucket.name, MaxKeys: 1 }));
    return unnamed;
  } catch (error) {
    return error;
  } finally {
    client.destroy();
  }
}

/** An answer says where the bucket is, even one that refuses. */
function regionNamedBy(error: unknown): string | undefined {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  return $response?.headers?.['x-amz-bucket-region'];
}
