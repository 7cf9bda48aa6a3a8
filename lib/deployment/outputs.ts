/**
 * Names of the stacks and of their outputs: the one source for the stacks that write them and the commands that read
 * them.
 */

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

/** Name of the nodes' role and of their instance profile. IAM is global, so the region is part of the name. */
export function nodeRoleName(clusterStack: string, region: string): string {
  return `${clusterStack}-${region}-node`;
}

/** Name of the role of the function that looks for new files. */
export function checkerRoleName(clusterStack: string, region: string): string {
  return `${clusterStack}-${region}-check`;
}

/** Name of the role by which EventBridge tells of publications. */
export function notifierRoleName(clusterStack: string, region: string): string {
  return `${clusterStack}-${region}-notify`;
}

/** Name of the rule of EventBridge that tells of publications. */
export function publicationRuleName(clusterStack: string): string {
  return `${clusterStack}-published`;
}

/**
 * Outputs of the storage stack. Every output is always there, whether a place is the user's or a bucket of the kit's
 * own.
 */
export const STORAGE_OUTPUTS = {
  /** `s3://bucket/prefix/`, several separated by spaces. */
  input: 'Input',
  output: 'Output',
  /** `s3://bucket/prefix/`, where EMR puts logs: `<logs><cluster id>/…`. */
  logs: 'Logs',
  /** A sentence that tells which data `cdk destroy` leaves. */
  retained: 'Retained',
} as const;

/** Outputs of the cluster stack. */
export const CLUSTER_OUTPUTS = {
  /** Id of the stack's cluster, `j-…`. The cluster may have ended since the deployment. */
  clusterId: 'ClusterId',
  input: 'Input',
  output: 'Output',
  logs: 'Logs',
  region: 'Region',
  /**
   * Name of the SSM parameter that holds, as JSON, the input of `RunJobFlow` that starts a cluster for a single run.
   */
  transientCluster: 'TransientCluster',
  /** Name of the SSM parameter that holds, as JSON, `[copy, run]`: the steps that `AddJobFlowSteps` takes. */
  steps: 'Steps',
} as const;

/** Outputs of the cluster stack that are there only if a pipeline tries the deployment. */
export const GATE_OUTPUTS = {
  /** `s3://bucket/prefix/`, below which a gate keeps its input and its output. */
  place: 'GatePlace',
  /** ARN of the role that a gate assumes. */
  role: 'GateRole',
} as const;

/** Outputs of the pipeline's stack, where GitHub Actions deploys. */
export const PIPELINE_OUTPUTS = {
  /** ARN of the role that a workflow assumes to deploy. */
  deployRole: 'DeployRole',
} as const;

/** The meaning of each output, as CloudFormation shows it beside its value. */
export const OUTPUT_MEANINGS = {
  Input: 'The folders in S3 that runs read',
  Output: 'The folder in S3 that runs publish to',
  Logs: 'The folder in S3 where EMR puts the logs of clusters',
  Retained: 'The data that cdk destroy leaves',
  ClusterId: "The stack's cluster, which may have ended since the deployment",
  Region: 'The region of the deployment',
  TransientCluster: 'The parameter with the definition of a cluster for a single run, for dedup submit --new-cluster',
  Steps: 'The parameter with the steps of a run, for dedup submit',
  GatePlace: 'The folder in S3 where a gate keeps its input and its output',
  GateRole: 'The role that a gate assumes',
  DeployRole: 'The role that a workflow of GitHub assumes to deploy',
} as const satisfies Readonly<Record<OutputName, string>>;

type OutputName =
  | (typeof STORAGE_OUTPUTS)[keyof typeof STORAGE_OUTPUTS]
  | (typeof CLUSTER_OUTPUTS)[keyof typeof CLUSTER_OUTPUTS]
  | (typeof GATE_OUTPUTS)[keyof typeof GATE_OUTPUTS]
  | (typeof PIPELINE_OUTPUTS)[keyof typeof PIPELINE_OUTPUTS];
