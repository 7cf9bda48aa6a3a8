/**
 * Refuses an update of a cluster that has ended. EMR would refuse it too, but later, when CloudFormation has begun: its
 * rollback would then fail as well, and leave the stack at UPDATE_ROLLBACK_FAILED. At this point nothing has been
 * changed yet.
 */

import {
  type CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeClusterCommand, type EMRClient } from '@aws-sdk/client-emr';
import type { ChangeProperties } from './properties';

/** The cluster's logical id in the stack's template. */
export const CLUSTER_LOGICAL_ID = 'Cluster';

/** Throws an error that says which setting to change. */
export async function refuseEnded(
  clients: { readonly cloudFormation: CloudFormationClient; readonly emr: EMRClient },
  stack: string,
  now: ChangeProperties,
  before: Partial<ChangeProperties>,
): Promise<void> {
  if (now.InPlace === before.InPlace || now.Replacing !== before.Replacing) return;
  const { cloudFormation, emr } = clients;
  // A rollback restores the properties that the cluster has, so it changes nothing of the cluster.
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
