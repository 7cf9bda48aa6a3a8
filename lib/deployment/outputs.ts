/** Names of the stacks and of what they tell: the one source for the stacks that write it and the commands that read it. */

/** Stacks are named after the deployment: `dedup-storage`, `dedup-cluster`. */
export function storageStackName(deployment: string): string {
  return `${deployment}-storage`;
}

export function clusterStackName(deployment: string): string {
  return `${deployment}-cluster`;
}

export function pipelineStackName(deployment: string): string {
  return `${deployment}-pipeline`;
}

/** Of the nodes, and of their instance profile; IAM is global, so a region is part of it. */
export function nodeRoleName(clusterStack: string, region: string): string {
  return `${clusterStack}-${region}-node`;
}

/** Outputs of the storage stack. Each is there always; a place that the user named is told as well as a bucket of ours. */
export const STORAGE_OUTPUTS = {
  /** `s3://bucket/prefix/`, several separated by spaces. */
  input: 'Input',
  output: 'Output',
  /** `s3://bucket/prefix/`, where EMR puts logs: `<logs><cluster id>/…`. */
  logs: 'Logs',
  /** What `cdk destroy` leaves, in words. */
  retained: 'Retained',
} as const;

/** Outputs of the cluster stack. */
export const CLUSTER_OUTPUTS = {
  /** Of the live cluster: `j-…`. It may have ended meanwhile. */
  clusterId: 'ClusterId',
  input: 'Input',
  output: 'Output',
  logs: 'Logs',
  region: 'Region',
  /** Name of the SSM parameter that holds, as JSON, what `RunJobFlow` takes to start a cluster of its own for a run. */
  transientCluster: 'TransientCluster',
  /** Name of the SSM parameter that holds, as JSON, `[copy, run]`: the steps that `AddJobFlowSteps` takes. */
  steps: 'Steps',
} as const;

/** Outputs of the cluster stack where a pipeline tries it. */
export const GATE_OUTPUTS = {
  /** `s3://bucket/prefix/`, below which a gate has its input and its output. */
  place: 'GatePlace',
  /** ARN of the role that a gate takes on. */
  role: 'GateRole',
} as const;

/** Outputs of the pipeline's stack, where it is GitHub Actions that deploys. */
export const PIPELINE_OUTPUTS = {
  /** ARN of the role that a workflow takes on to deploy. */
  deployRole: 'DeployRole',
} as const;
