/** A place in S3, of the kit's own or of the user's. */

import { Aws } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

export interface S3Place {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** What is below the bucket, without a slash at its end; '' is the bucket itself. */
  readonly prefix: string;
  /** `s3://bucket/prefix/`. */
  readonly url: string;
}

export function placeIn(bucket: Pick<IBucket, 'bucketName' | 'bucketArn'>, prefix: string): S3Place {
  const { bucketName, bucketArn } = bucket;
  return { bucketName, bucketArn, prefix, url: urlOf(bucketName, prefix) };
}

/** `location` is `s3://bucket/prefix/` of the settings, which checked it. */
export function placeOf(location: string): S3Place {
  const [bucketName = '', ...path] = location.replace(/^s3:\/\//, '').split('/');
  const prefix = path.join('/').replace(/\/$/, '');
  return { bucketName, bucketArn: `arn:${Aws.PARTITION}:s3:::${bucketName}`, prefix, url: urlOf(bucketName, prefix) };
}

/** ARN of all that is there. */
export function contentsArn({ bucketArn, prefix }: S3Place): string {
  return prefix === '' ? `${bucketArn}/*` : `${bucketArn}/${prefix}/*`;
}

function urlOf(bucketName: string, prefix: string): string {
  return prefix === '' ? `s3://${bucketName}/` : `s3://${bucketName}/${prefix}/`;
}
