/** Requests to EMR, whose answers are turned into facts. */

import type { Cluster, RunJobFlowCommandInput, Step, StepConfig } from '@aws-sdk/client-emr';
import { isAwsError } from '../../../job/aws/failure';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import type { ClusterFacts, InstanceFacts, Reason, StepFacts } from '../cluster/cluster-facts';
import { type Aws, ask } from './connect';
import { ANSWERED_WITHIN_MS, sendOnce } from './once';

const MISSING = /is not valid|does not exist|not found/i;

/** Throws with exit code 69 where there is no such cluster. */
export async function describeCluster({ sdk, emr, region }: Aws, id: string): Promise<ClusterFacts> {
  const request = () => emr.send(new sdk.DescribeClusterCommand({ ClusterId: id }));
  const { Cluster } = await ask('elasticmapreduce:DescribeCluster', `cluster ${id}`, request).catch((error) => {
    throw isAwsError(error, MISSING) ? noCluster(id, region) : error;
  });
  return clusterFacts(id, Cluster ?? {});
}

/** Throws with exit code 69 where the cluster has no such step. */
export async function describeStep({ sdk, emr }: Aws, cluster: string, id: string): Promise<StepFacts> {
  const request = () => emr.send(new sdk.DescribeStepCommand({ ClusterId: cluster, StepId: id }));
  const { Step } = await ask('elasticmapreduce:DescribeStep', `step ${id}`, request).catch((error) => {
    if (!isAwsError(error, MISSING)) throw error;
    throw new Failure(EXIT.unavailable, `no step ${id} on cluster ${cluster}: name its cluster with --cluster`);
  });
  return stepFacts(Step ?? {});
}

/**
 * Lists the steps of a cluster, oldest first: all of them, or at least the newest `moreThan` + 1 where the cluster has
 * that many. Throws with exit code 69 where there is no such cluster.
 */
export async function listSteps(
  { sdk, emr, region }: Aws,
  cluster: string,
  moreThan = Number.POSITIVE_INFINITY,
): Promise<StepFacts[]> {
  const pages = sdk.paginateListSteps({ client: emr }, { ClusterId: cluster });
  const request = async () => {
    const newest: Step[] = [];
    for await (const { Steps = [] } of pages) {
      newest.push(...Steps);
      if (newest.length > moreThan) break;
    }
    return newest;
  };
  const steps = await ask('elasticmapreduce:ListSteps', `steps of cluster ${cluster}`, request).catch((error) => {
    throw isAwsError(error, MISSING) ? noCluster(cluster, region) : error;
  });
  return steps.map(stepFacts).reverse();
}

export async function listInstances({ sdk, emr }: Aws, cluster: string): Promise<InstanceFacts[]> {
  const pages = sdk.paginateListInstances({ client: emr }, { ClusterId: cluster });
  const request = async () => (await allOf(pages)).flatMap(({ Instances = [] }) => Instances);
  const instances = await ask('elasticmapreduce:ListInstances', `instances of cluster ${cluster}`, request);
  return instances.flatMap(({ InstanceType = 'unknown', Market, Status }) => {
    const { CreationDateTime, EndDateTime } = Status?.Timeline ?? {};
    return CreationDateTime === undefined
      ? []
      : [{ type: InstanceType, isSpot: Market === 'SPOT', created: CreationDateTime, ended: EndDateTime ?? null }];
  });
}

async function allOf<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** The idle time of the auto-termination policy; null where the cluster has none. */
export async function idleTimeoutSeconds({ sdk, emr }: Aws, cluster: string): Promise<number | null> {
  const command = new sdk.GetAutoTerminationPolicyCommand({ ClusterId: cluster });
  const right = 'elasticmapreduce:GetAutoTerminationPolicy';
  const { AutoTerminationPolicy } = await ask(right, `idle policy of cluster ${cluster}`, () => emr.send(command));
  return AutoTerminationPolicy?.IdleTimeout ?? null;
}

/** Lists the ids of clusters with this name that were created since then, newest first, in whatever state they are. */
export async function clustersNamed({ sdk, emr }: Aws, name: string, since: Date): Promise<string[]> {
  const pages = sdk.paginateListClusters({ client: emr }, { CreatedAfter: since });
  const request = async () => (await allOf(pages)).flatMap(({ Clusters = [] }) => Clusters);
  const clusters = await ask('elasticmapreduce:ListClusters', 'clusters', request);
  return clusters.flatMap(({ Id, Name }) => (Name === name && Id !== undefined ? [Id] : []));
}

/** Returns the new steps' ids, in order. If the answer is lost, the steps may have been added all the same. */
export async function addSteps({ sdk, emr }: Aws, cluster: string, Steps: readonly StepConfig[]): Promise<string[]> {
  const command = new sdk.AddJobFlowStepsCommand({ JobFlowId: cluster, Steps: [...Steps] });
  const right = 'elasticmapreduce:AddJobFlowSteps';
  const { StepIds } = await ask(right, `cannot add steps to cluster ${cluster}`, () =>
    sendOnce(command, ANSWERED_WITHIN_MS, (...once) => emr.send(...once)),
  );
  return StepIds ?? [];
}

/** Returns the new cluster's id. If the answer is lost, the cluster may have been started all the same. */
export async function runJobFlow({ sdk, emr }: Aws, input: RunJobFlowCommandInput): Promise<string> {
  const command = new sdk.RunJobFlowCommand(input);
  const request = () => sendOnce(command, ANSWERED_WITHIN_MS, (...once) => emr.send(...once));
  const { JobFlowId } = await ask('elasticmapreduce:RunJobFlow and iam:PassRole', 'cannot start a cluster', request);
  return JobFlowId as string;
}

/** Returns null where EMR cancels the step, else the reason why it cannot. */
export async function cancelStep({ sdk, emr }: Aws, cluster: string, id: string): Promise<string | null> {
  const command = new sdk.CancelStepsCommand({
    ClusterId: cluster,
    StepIds: [id],
    // Sends SIGTERM to a running step, so that the run can end by itself and clean up.
    StepCancellationOption: 'SEND_INTERRUPT',
  });
  const request = () => emr.send(command);
  const answer = await ask('elasticmapreduce:CancelSteps', `cannot cancel step ${id}`, request);
  const info = answer.CancelStepsInfoList?.find(({ StepId }) => StepId === id);
  return info?.Status === 'FAILED' ? (info.Reason ?? 'EMR does not say why') : null;
}

export async function terminateCluster({ sdk, emr }: Aws, cluster: string): Promise<void> {
  const command = new sdk.TerminateJobFlowsCommand({ JobFlowIds: [cluster] });
  const request = () => emr.send(command);
  await ask('elasticmapreduce:TerminateJobFlows', `cannot terminate cluster ${cluster}`, request);
}

export async function unprotectCluster({ sdk, emr }: Aws, cluster: string): Promise<void> {
  const command = new sdk.SetTerminationProtectionCommand({ JobFlowIds: [cluster], TerminationProtected: false });
  const right = 'elasticmapreduce:SetTerminationProtection';
  await ask(right, `cannot end the protection of cluster ${cluster}`, () => emr.send(command));
}

function noCluster(id: string, region: string): Failure {
  return new Failure(EXIT.unavailable, `no cluster ${id} in ${region}`);
}

function clusterFacts(id: string, cluster: Cluster): ClusterFacts {
  const { State, StateChangeReason, Timeline, ErrorDetails } = cluster.Status ?? {};
  return {
    id,
    name: cluster.Name ?? '',
    state: State ?? 'UNKNOWN',
    reason: reason(StateChangeReason),
    errors: (ErrorDetails ?? []).map(({ ErrorCode, ErrorMessage }) =>
      reason({ Code: ErrorCode, Message: ErrorMessage }),
    ),
    created: Timeline?.CreationDateTime ?? null,
    ready: Timeline?.ReadyDateTime ?? null,
    ended: Timeline?.EndDateTime ?? null,
    logs: cluster.LogUri === undefined ? null : folderUrl(cluster.LogUri),
    isProtected: cluster.TerminationProtected ?? false,
    isTransient: cluster.AutoTerminate ?? false,
  };
}

function stepFacts({ Id, Name, Config, ActionOnFailure, Status }: Step): StepFacts {
  const { FailureDetails, Timeline } = Status ?? {};
  return {
    id: Id ?? '',
    name: Name ?? '',
    state: Status?.State ?? 'UNKNOWN',
    args: Config?.Args ?? [],
    endsOthers: ActionOnFailure !== undefined && ActionOnFailure !== 'CONTINUE',
    reason: reason(Status?.StateChangeReason),
    failure:
      FailureDetails === undefined ? null : reason({ Code: FailureDetails.Reason, Message: FailureDetails.Message }),
    created: Timeline?.CreationDateTime ?? null,
    started: Timeline?.StartDateTime ?? null,
    ended: Timeline?.EndDateTime ?? null,
  };
}

function reason(given: { Code?: string | undefined; Message?: string | undefined } | undefined): Reason {
  return { code: given?.Code ?? '', message: given?.Message ?? '' };
}

/** EMR returns the location as it was given: it may begin with `s3n://`, and may lack the slash at the end. */
function folderUrl(uri: string): string {
  return `${uri.replace(/^s3[an]:/i, 's3:').replace(/\/$/, '')}/`;
}
