/** The log group of the function that empties a bucket when its stack is deleted. */

import { type CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/** The function is CDK's. Without this group Lambda would create one that no stack owns and that never expires. */
export function logOfEmptying(bucket: Bucket, retentionDays: number): void {
  const stack = Stack.of(bucket);
  const provider = stack.node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
  const { ref } = provider.node.findChild('Handler') as CfnResource;
  const log = new LogGroup(stack, 'EmptyingLog', {
    logGroupName: `/aws/lambda/${ref}`,
    retention: retentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // The group has to exist before the function's first line, and until its last.
  bucket.node.findChild('AutoDeleteObjectsCustomResource').node.addDependency(log);
}
