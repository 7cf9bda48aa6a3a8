/** A place in S3, either the kit's own or the user's. */

import { Aws } from 'aws-cdk-lib';
import { parseS3 } from '../../job/shared/s3-location';

export interface S3Place {
  readonly bucketName: string;
  /** The key prefix, without a slash at its end; '' is the whole bucket. */
  readonly prefix: string;
}

/** The places of a deployment's data. */
export interface Places {
  readonly inputs: readonly S3Place[];
  readonly output: S3Place;
  readonly logs: S3Place;
}

/** `location` is an `s3://bucket/prefix/` that was checked when the settings were read. */
export function placeOf(location: string): S3Place {
  const { bucket, key } = parseS3(location);
  return { bucketName: bucket, prefix: key };
}

/** `s3://bucket/prefix/`. */
export function urlOf({ bucketName, prefix }: S3Place): string {
  return prefix === '' ? `s3://${bucketName}/` : `s3://${bucketName}/${prefix}/`;
}

/** The key of a file in the place. */
export function keyIn({ prefix }: S3Place, name: string): string {
  return prefix === '' ? name : `${prefix}/${name}`;
}

export function bucketArn({ bucketName }: S3Place): string {
  return `arn:${Aws.PARTITION}:s3:::${bucketName}`;
}

/** ARN pattern of all objects in the place. */
export function contentsArn(place: S3Place): string {
  return place.prefix === '' ? `${bucketArn(place)}/*` : `${bucketArn(place)}/${place.prefix}/*`;
}
