/** A place in S3, of the kit's own or of the user's. */

import { Aws } from 'aws-cdk-lib';
import { parseS3 } from '../../job/shared/s3-location';

export interface S3Place {
  readonly bucketName: string;
  /** What is below the bucket, without a slash at its end; '' is the bucket itself. */
  readonly prefix: string;
}

/** Where a deployment's data is. */
export interface Places {
  readonly inputs: readonly S3Place[];
  readonly output: S3Place;
  readonly logs: S3Place;
}

/** `location` is `s3://bucket/prefix/` of the settings, which checked it. */
export function placeOf(location: string): S3Place {
  const { bucket, key } = parseS3(location);
  return { bucketName: bucket, prefix: key };
}

/** `s3://bucket/prefix/`. */
export function urlOf({ bucketName, prefix }: S3Place): string {
  return prefix === '' ? `s3://${bucketName}/` : `s3://${bucketName}/${prefix}/`;
}

export function bucketArn({ bucketName }: S3Place): string {
  return `arn:${Aws.PARTITION}:s3:::${bucketName}`;
}

/** Of all that is there. */
export function contentsArn(place: S3Place): string {
  return place.prefix === '' ? `${bucketArn(place)}/*` : `${bucketArn(place)}/${place.prefix}/*`;
}
