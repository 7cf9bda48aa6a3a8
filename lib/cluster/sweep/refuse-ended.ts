/**
 * Refuses to change a cluster that has ended. EMR would refuse it too, but once CloudFormation had begun: taking the
 * change back it fails again, and the stack stays at UPDATE_ROLLBACK_FAILED. Refused here nothing has been touched yet.
 */

import {
  type CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeClusterCommand, type EMRClient } from '@aws-sdk/client-emr';
import type { ChangeProperties } from './properties';

/** Of the stack's template. */
export const CLUSTER_LOGICAL_ID = 'Cluster';

/** Throws an error that says what to set. */
export async function refuseEnded(
  clients: { readonly cloudFormation: CloudFormationClient; readonly emr: EMRClient },
  stack: string,
  now: ChangeProperties,
  before: Partial<ChangeProperties>,
): Promise<void> {
  if (now.InPlace === before.InPlace || now.Replacing !== before.Replacing) return;
  const { cloudFormation, emr } = clients;
  // what is taken back is what the cluster has
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
  if (Stacks[0]?.StackStatus?.includes('ROLLBACK')) return;
  const asked = new DescribeStackResourceCommand({ StackName: stack, LogicalResourceId: CLUSTER_LOGICAL_ID });
  const { StackResourceDetail } = await cloudFormation.send(asked);
  const id = StackResourceDetail?.PhysicalResourceId;
  const { Cluster } = await emr.send(new DescribeClusterCommand({ ClusterId: id }));
  if (!Cluster?.Status?.State?.startsWith('TERMINAT')) return;
  throw new Error(
    `cluster ${id} has ended, and EMR changes neither tags nor idleMinutes of one that has: deploy with ` +
      `-c generation=${Number(now.Generation) + 1} for another cluster, or leave tags and idleMinutes as they were`,
  );
}
