/** Ends the clusters that use a stack's security groups, so that the stack can be deleted. */

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

/**
 * Returns when all of them have ended, even those with termination protection. Throws an error where a cluster takes
 * longer than the patience allows.
 */
export async function endClusters(emr: EMRClient, groupIds: readonly string[], patience: Patience): Promise<void> {
  for (;;) {
    // Look again after each round, for clusters that were started in the meantime.
    const found = await clustersIn(emr, groupIds);
    if (found.length === 0) return;
    for (const { id, state } of found) {
      // A cluster that is already ending is waited for, but not ended again.
      if (AT_WORK.includes(state)) await endCluster(emr, id);
    }
    const ids = found.map(({ id }) => id);
    await patience.until('end of clusters', () => liveOf(emr, ids));
  }
}

async function endCluster(emr: EMRClient, id: string): Promise<void> {
  try {
    await emr.send(new SetTerminationProtectionCommand({ JobFlowIds: [id], TerminationProtected: false }));
    await emr.send(new TerminateJobFlowsCommand({ JobFlowIds: [id] }));
  } catch (error) {
    // EMR refuses both requests for a cluster that has ended by itself in the meantime.
    const cluster = await describe(emr, id);
    if (cluster !== null && !AT_WORK.includes(cluster.state)) return;
    throw (error as Error).name === 'AccessDeniedException' ? untagged(id, error) : error;
  }
}

/** The function may end only clusters with the stack's tag. IAM has no condition on a cluster's security groups. */
function untagged(id: string, cause: unknown): Error {
  return new Error(
    `cluster ${id} lives in the stack's security groups without its tag, and so may not be ended: ` +
      'end it yourself, then delete the stack again',
    { cause },
  );
}

interface Found {
  readonly id: string;
  readonly state: ClusterState;
  readonly group: string | undefined;
}

/** EMR lists all clusters of a region without their security groups, so each cluster is described. */
async function clustersIn(emr: EMRClient, groupIds: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for await (const { Clusters = [] } of paginateListClusters({ client: emr }, { ClusterStates: LIVE })) {
    for (const { Id } of Clusters) {
      const cluster = Id === undefined ? null : await describe(emr, Id);
      if (cluster?.group !== undefined && groupIds.includes(cluster.group)) found.push(cluster);
    }
  }
  return found;
}

async function liveOf(emr: EMRClient, ids: readonly string[]): Promise<string[]> {
  const found = await Promise.all(ids.map((id) => describe(emr, id)));
  return found.flatMap((cluster) => (cluster !== null && LIVE.includes(cluster.state) ? cluster.id : []));
}

async function describe(emr: EMRClient, id: string): Promise<Found | null> {
  const { Cluster } = await emr.send(new DescribeClusterCommand({ ClusterId: id }));
  const state = Cluster?.Status?.State;
  return state === undefined
    ? null
    : { id, state, group: Cluster?.Ec2InstanceAttributes?.EmrManagedMasterSecurityGroup };
}
