/** The rights to read the inputs, split into policies that are short enough for IAM. */

import { Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { bucketArn, contentsArn, type S3Place } from '../deployment/s3-place';
import { allow } from './statements';

/**
 * IAM allows 10,240 characters for all inline policies of a role together, and 6,144 for a managed policy (its page
 * reference_iam-quotas). The other inline policies of the nodes' role take less than half of that.
 */
const MOST_CHARS = 5000;
/** Characters that an ARN takes beside the names of bucket and key, with its quotes and a comma. */
const AROUND_CHARS = 'arn:aws-us-gov:s3:::'.length + 3;
const MOST_BUCKET_NAME_CHARS = 63;

/** The right to do one action on one ARN. */
interface Right {
  readonly action: 's3:ListBucket' | 's3:GetObject';
  readonly arn: string;
  /** Length in a policy, at most. */
  readonly chars: number;
}

/** Returns the statements of each policy. The first policy is short enough to be inline in the role. */
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

/** S3 reports a missing object as forbidden unless the role may list the whole bucket. */
function listing(place: S3Place): Right[] {
  return [{ action: 's3:ListBucket', arn: bucketArn(place), chars: charsIn(place, '') }];
}

/** An input may also be a single object, so the prefix itself is readable too. */
function getting(place: S3Place): Right[] {
  const contents = { action: 's3:GetObject', arn: contentsArn(place), chars: charsIn(place, '/*') } as const;
  if (place.prefix === '') return [contents];
  return [{ action: 's3:GetObject', arn: `${bucketArn(place)}/${place.prefix}`, chars: charsIn(place, '/') }, contents];
}

/** The name of the kit's own bucket is known only to CloudFormation, so the longest possible name is assumed. */
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

/** Drops each folder that lies within another one of the list. */
function outermost(places: readonly S3Place[]): readonly S3Place[] {
  return places.filter(
    (place, i) => !places.some((other, j) => holds(other, place) && (!holds(place, other) || j < i)),
  );
}

function holds(outer: S3Place, inner: S3Place): boolean {
  if (outer.bucketName !== inner.bucketName) return false;
  return outer.prefix === '' || `${inner.prefix}/`.startsWith(`${outer.prefix}/`);
}
