/** Asks S3 about buckets. */

import { GetBucketNotificationConfigurationCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Bucket } from './answers';

/** Buckets by name. */
export async function askBuckets(s3: S3Client, names: readonly string[]): Promise<Readonly<Record<string, Bucket>>> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await askBucket(s3, name)] as const)));
}

async function askBucket(s3: S3Client, Bucket: string): Promise<Bucket> {
  try {
    const { BucketRegion: region = null } = await s3.send(new HeadBucketCommand({ Bucket }));
    return { isThere: true, region, isListable: true, hasEvents: await askEvents(s3, Bucket) };
  } catch (error) {
    const { $metadata, $response } = error as Refusal;
    const status = $metadata?.httpStatusCode;
    if (status === 404) return { isThere: false, region: null, isListable: false, hasEvents: null };
    // A refusal, and the answer of another region, also tell the bucket's region in a header.
    const region = $response?.headers?.['x-amz-bucket-region'];
    if (region === undefined && status !== 403) throw error;
    return { isThere: true, region: region === undefined ? null : region, isListable: false, hasEvents: null };
  }
}

/** Null where these credentials may not ask. */
async function askEvents(s3: S3Client, Bucket: string): Promise<boolean | null> {
  try {
    const { EventBridgeConfiguration: found } = await s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    return found !== undefined;
  } catch {
    return null;
  }
}

/** An SDK error. Only its headers are useful, because the answer to a HEAD request has no body. */
interface Refusal {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}
