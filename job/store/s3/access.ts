import type { ExitCode } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Bucket } from './bucket';
import { connect, regionOf } from './client';
import { hasStatus, s3Failure } from './failure';
import { LIMITS } from './retry';

/** Fewer attempts than later: no work is lost yet, and a person waits for an answer. */
const AT_THE_START = { ...LIMITS, attempts: 5 };

const reached = new Map<string, Promise<void>>();

/**
 * Throws with this exit code where a bucket does not exist or is in another region: a request from a private subnet to
 * another region would never be answered. Each bucket is asked once, however many callers want to know.
 */
export function refuseUnreachable(bucket: Bucket, exitCode: ExitCode): Promise<void> {
  let probe = reached.get(bucket.name);
  if (probe === undefined) {
    probe = refuse(bucket, exitCode);
    reached.set(bucket.name, probe);
    // a probe that failed is forgotten, so the next caller tries again
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

/** The region of a bucket; undefined where the server states none. */
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
    // 403 is no failure yet: the right to list may be for a prefix alone, and the next request will show
    if (region === undefined && !hasStatus(error, 403)) {
      throw s3Failure('list', bucket.url(''), hasStatus(error, 400) ? await reasonOf(bucket, error) : error);
    }
    return region;
  } finally {
    client.destroy();
  }
}

/**
 * Asks again by a request whose answer has a body, and so a reason, such as expired credentials. The answer to a HEAD
 * request has neither.
 */
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

/** The region of a bucket as the headers of an answer state it; a refusal states it too. */
function regionNamedBy(error: unknown): string | undefined {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  return $response?.headers?.['x-amz-bucket-region'];
}
