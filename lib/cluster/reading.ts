/** What reads the inputs may do, in policies that are not too long for IAM. */

import { Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { bucketArn, contentsArn, type S3Place } from '../deployment/s3-place';
import { allow } from './statements';

/**
 * Of a role's policies within it IAM takes 10,240 characters in all, of a managed policy 6,144 (its page
 * reference_iam-quotas). The others of the nodes' role take less than half.
 */
const MOST_CHARS = 5000;
/** Of an ARN with its quotes and a comma, beside the names of bucket and key. */
const AROUND_CHARS = 'arn:aws-us-gov:s3:::'.length + 3;
const MOST_BUCKET_NAME_CHARS = 63;

/** To do something with what has this ARN. */
interface Right {
  readonly action: 's3:ListBucket' | 's3:GetObject';
  readonly arn: string;
  /** At most. */
  readonly chars: number;
}

/** The statements of one policy after the other. The first is small enough to be within a role. */
export function readingStatements(inputs: readonly S3Place[]): PolicyStatement[][] {
  const places = outermost(inputs);
  const packed: Right[][] = [[]];
  for (const right of [...places.flatMap(listing), ...places.flatMap(getting)]) {
    const last = packed.at(-1) as Right[];
    if (last.some(({ action, arn }) => action === right.action && arn === right.arn)) continue;
    if (charsOf(last) + right.chars <= MOST_CHARS) last.push(right);
    else packed.push([right]);
  }
  return packed.map(statements);
}

function charsOf(rights: readonly Right[]): number {
  return rights.reduce((sum, { chars }) => sum + chars, 0);
}

/** Names of keys are told for the whole bucket: without that right S3 calls a missing object forbidden. */
function listing(place: S3Place): Right[] {
  return [{ action: 's3:ListBucket', arn: bucketArn(place), chars: charsIn(place, '') }];
}

/** An input may be an object too. */
function getting(place: S3Place): Right[] {
  const contents = { action: 's3:GetObject', arn: contentsArn(place), chars: charsIn(place, '/*') } as const;
  if (place.prefix === '') return [contents];
  return [{ action: 's3:GetObject', arn: `${bucketArn(place)}/${place.prefix}`, chars: charsIn(place, '/') }, contents];
}

/** The name of a bucket of the kit's own is known to CloudFormation alone. */
function charsIn({ bucketName, prefix }: S3Place, more: string): number {
  const name = Token.isUnresolved(bucketName) ? MOST_BUCKET_NAME_CHARS : bucketName.length;
  return AROUND_CHARS + name + `/${prefix}${more}`.length;
}

function statements(rights: readonly Right[]): PolicyStatement[] {
  const actions = ['s3:ListBucket', 's3:GetObject'] as const;
  return actions.flatMap((action) => {
    const arns = rights.filter((right) => right.action === action).map(({ arn }) => arn);
    return arns.length === 0 ? [] : [allow([action], arns)];
  });
}

/** Without folders of which another one holds all. */
function outermost(places: readonly S3Place[]): readonly S3Place[] {
  return places.filter(
    (place, i) => !places.some((other, j) => holds(other, place) && (!holds(place, other) || j < i)),
  );
}

function holds(outer: S3Place, inner: S3Place): boolean {
  if (outer.bucketName !== inner.bucketName) return false;
  return outer.prefix === '' || `${inner.prefix}/`.startsWith(`${outer.prefix}/`);
}
