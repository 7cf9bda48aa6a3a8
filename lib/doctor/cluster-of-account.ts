/** Asks for the cluster of the deployed stack. */

import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeClusterCommand, type EMRClient } from '@aws-sdk/client-emr';
import { CLUSTER_OUTPUTS } from '../deployment/outputs';
import type { Cluster } from './answers';

/** Returns null where there is no stack of that name, or where it has no cluster. */
export async function askCluster(
  cloudFormation: CloudFormationClient,
  emr: EMRClient,
  stack: string,
): Promise<Cluster | null> {
  const id = await clusterIdOf(cloudFormation, stack);
  if (id === null) return null;
  const { Cluster: found = {} } = await emr.send(new DescribeClusterCommand({ ClusterId: id }));
  const { Name: name = '', Status, Tags = [] } = found;
  const own = Tags.filter(({ Key = '' }) => !Key.startsWith('aws:'));
  return {
    id,
    name,
    state: Status?.State === undefined ? 'UNKNOWN' : Status.State,
    tags: Object.fromEntries(own.map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}

async function clusterIdOf(cloudFormation: CloudFormationClient, StackName: string): Promise<string | null> {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
    const found = outputs.find(({ OutputKey }) => OutputKey === CLUSTER_OUTPUTS.clusterId);
    return found?.OutputValue === undefined ? null : found.OutputValue;
  } catch (error) {
    // CloudFormation reports a missing stack as a validation error.
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) return null;
    throw error;
  }
}
