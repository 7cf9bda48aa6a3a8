/** Where the function logs that empties a bucket on its stack's deletion. */

import { type CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/** The function is CDK's, which leaves its log to Lambda: kept for ever, and by no stack. */
export function logOfEmptying(bucket: Bucket, retentionDays: number): void {
  const stack = Stack.of(bucket);
  const provider = stack.node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
  const { ref } = provider.node.findChild('Handler') as CfnResource;
  const log = new LogGroup(stack, 'EmptyingLog', {
    logGroupName: `/aws/lambda/${ref}`,
    retention: retentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // there before its first line, and until its last
  bucket.node.findChild('AutoDeleteObjectsCustomResource').node.addDependency(log);
}
