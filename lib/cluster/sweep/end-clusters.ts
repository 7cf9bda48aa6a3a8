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

const AT_WORK: ClusterState[] = [
  ClusterState.STARTING,
  ClusterState.BOOTSTRAPPING,
  ClusterState.RUNNING,
  ClusterState.WAITING,
];
const LIVE: ClusterState[] = [...AT_WORK, ClusterState.TERMINATING];

/** Returns when they have ended, protected or not. Throws where one takes longer than there is patience. */
export async function endClusters(emr: EMRClient, groupIds: readonly string[], patience: Patience): Promise<void> {
  for (const id of await clustersIn(emr, groupIds, AT_WORK)) {
    await endCluster(emr, id);
  }
  // also those that were ending already
  await patience.until('end of clusters', () => clustersIn(emr, groupIds, LIVE));
}

async function endCluster(emr: EMRClient, id: string): Promise<void> {
  try {
    await emr.send(new SetTerminationProtectionCommand({ JobFlowIds: [id], TerminationProtected: false }));
    await emr.send(new TerminateJobFlowsCommand({ JobFlowIds: [id] }));
  } catch (error) {
    // EMR refuses both of one that has ended by itself meanwhile
    const { Cluster } = await emr.send(new DescribeClusterCommand({ ClusterId: id }));
    const state = Cluster?.Status?.State;
    if (state === undefined || AT_WORK.includes(state)) throw error;
  }
}

/** Their ids. EMR lists all clusters of a region; for a cluster's groups each has to be asked. */
async function clustersIn(emr: EMRClient, groupIds: readonly string[], states: ClusterState[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { Clusters = [] } of paginateListClusters({ client: emr }, { ClusterStates: states })) {
    for (const { Id } of Clusters) {
      const { Cluster } = await emr.send(new DescribeClusterCommand({ ClusterId: Id }));
      const group = Cluster?.Ec2InstanceAttributes?.EmrManagedMasterSecurityGroup;
      if (Id !== undefined && group !== undefined && groupIds.includes(group)) found.push(Id);
    }
  }
  return found;
}
