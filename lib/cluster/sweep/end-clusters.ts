/** Ends the clusters that live in a stack's security groups, so that the stack can go. */

import {
  ClusterState,
  DescribeClusterCommand,
  type EMRClient,
  paginateListClusters,
  SetTerminationProtectionCommand,
  TerminateJobFlowsCommand,
} from '@aws-sdk/client-emr';
import type { Patience } from './patience';

const LIVE: ClusterState[] = [
  ClusterState.STARTING,
  ClusterState.BOOTSTRAPPING,
  ClusterState.RUNNING,
  ClusterState.WAITING,
  ClusterState.TERMINATING,
];

/** Returns when they have ended, protected or not. Throws where one takes longer than there is patience. */
export async function endClusters(emr: EMRClient, groupIds: readonly string[], patience: Patience): Promise<void> {
  for (const id of await clustersIn(emr, groupIds)) {
    await emr.send(new SetTerminationProtectionCommand({ JobFlowIds: [id], TerminationProtected: false }));
    await emr.send(new TerminateJobFlowsCommand({ JobFlowIds: [id] }));
  }
  // also those that somebody else is ending
  await patience.until('end of clusters', async () => await clustersIn(emr, groupIds));
}

/** Ids of live clusters. EMR lists them all; a cluster's groups have to be asked for. */
async function clustersIn(emr: EMRClient, groupIds: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { Clusters = [] } of paginateListClusters({ client: emr }, { ClusterStates: LIVE })) {
    for (const { Id } of Clusters) {
      const { Cluster } = await emr.send(new DescribeClusterCommand({ ClusterId: Id }));
      const group = Cluster?.Ec2InstanceAttributes?.EmrManagedMasterSecurityGroup;
      if (Id !== undefined && group !== undefined && groupIds.includes(group)) found.push(Id);
    }
  }
  return found;
}
