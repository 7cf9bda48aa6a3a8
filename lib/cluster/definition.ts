/**
 * The definition of a cluster and its steps, in the shape of EMR's RunJobFlow. It is the one source of the stack's
 * cluster, of the scheduled clusters, and of the clusters that `dedup submit` starts. Pure.
 */

import { withRunTime } from '../settings/run-time';
import type { Settings } from '../settings/settings';
import { type Configuration, hadoopConfigurations } from './hadoop-configurations';
import { RUN_STEP, type Step } from './steps';

export interface ClusterDefinition {
  readonly Name: string;
  readonly ReleaseLabel: string;
  readonly LogUri: string;
  readonly Applications: readonly { readonly Name: string }[];
  readonly Configurations: readonly Configuration[];
  readonly ServiceRole: string;
  /** Name of the instance profile. */
  readonly JobFlowRole: string;
  readonly SecurityConfiguration: string;
  readonly VisibleToAllUsers: boolean;
  readonly AutoTerminationPolicy?: { readonly IdleTimeout: number }; // seconds
  readonly Tags: readonly Tag[];
  readonly Instances: Instances;
  readonly Steps: readonly Step[];
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface Instances {
  readonly InstanceGroups: readonly InstanceGroup[];
  readonly Ec2SubnetId: string;
  readonly Ec2KeyName?: string;
  readonly EmrManagedMasterSecurityGroup: string;
  readonly EmrManagedSlaveSecurityGroup: string;
  readonly ServiceAccessSecurityGroup: string;
  readonly KeepJobFlowAliveWhenNoSteps: boolean;
  readonly TerminationProtected: boolean;
}

export interface InstanceGroup {
  readonly Name: string;
  readonly InstanceRole: 'MASTER' | 'CORE';
  readonly InstanceType: string;
  readonly InstanceCount: number;
  readonly Market: 'ON_DEMAND';
}

/** The resources of the stack that a cluster is started with. */
export interface StackResources {
  readonly subnetId: string;
  readonly masterGroupId: string;
  readonly coreGroupId: string;
  readonly serviceGroupId: string;
  readonly serviceRole: string;
  readonly instanceProfile: string;
  readonly securityConfiguration: string;
  readonly logUri: string;
  readonly tags: Readonly<Record<string, string>>;
}

export function clusterName({ name, generation }: Settings): string {
  return `${name}-${generation}`;
}

export function clusterDefinition(
  settings: Settings,
  resources: StackResources,
  steps: readonly Step[],
): ClusterDefinition {
  return {
    Name: clusterName(settings),
    ReleaseLabel: settings.release,
    LogUri: resources.logUri,
    Applications: [{ Name: 'Hadoop' }],
    Configurations: hadoopConfigurations(settings),
    ServiceRole: resources.serviceRole,
    JobFlowRole: resources.instanceProfile,
    SecurityConfiguration: resources.securityConfiguration,
    VisibleToAllUsers: true,
    // EMR refuses an auto-termination policy for a cluster that ends with its last step.
    ...(settings.keepAlive ? { AutoTerminationPolicy: { IdleTimeout: settings.idleMinutes * 60 } } : {}),
    Tags: Object.entries(resources.tags).map(([Key, Value]) => ({ Key, Value })),
    Instances: instances(settings, resources),
    Steps: steps,
  };
}

/**
 * Separates the properties that EMR can change on a live cluster from all others. A change of any other property makes a
 * new cluster.
 */
export function changesOf({ Tags: tags, AutoTerminationPolicy: policy, ...replacing }: ClusterDefinition) {
  return { inPlace: { tags, idleSeconds: policy === undefined ? 0 : policy.IdleTimeout }, replacing };
}

/** The same cluster, but it ends when its steps are done, whether or not they succeed. */
export function transientCluster(definition: ClusterDefinition): ClusterDefinition {
  const { AutoTerminationPolicy: _, ...rest } = definition;
  return {
    ...rest,
    Instances: { ...definition.Instances, KeepJobFlowAliveWhenNoSteps: false },
    Steps: definition.Steps.map((step) => ({ ...limited(step), ActionOnFailure: 'TERMINATE_CLUSTER' })),
  };
}

function limited(step: Step): Step {
  if (step.Name !== RUN_STEP) return step;
  return { ...step, HadoopJarStep: { ...step.HadoopJarStep, Args: withRunTime(step.HadoopJarStep.Args) } };
}

function instances(settings: Settings, resources: StackResources): Instances {
  return {
    InstanceGroups: [
      instanceGroup('MASTER', settings.masterInstanceType, 1),
      instanceGroup('CORE', settings.coreInstanceType, settings.coreInstanceCount),
    ],
    Ec2SubnetId: resources.subnetId,
    ...(settings.ec2KeyName === null ? {} : { Ec2KeyName: settings.ec2KeyName }),
    EmrManagedMasterSecurityGroup: resources.masterGroupId,
    EmrManagedSlaveSecurityGroup: resources.coreGroupId,
    ServiceAccessSecurityGroup: resources.serviceGroupId,
    // EMR's default differs from the default that CloudFormation documents.
    KeepJobFlowAliveWhenNoSteps: settings.keepAlive,
    TerminationProtected: false,
  };
}

function instanceGroup(role: InstanceGroup['InstanceRole'], type: string, count: number): InstanceGroup {
  return {
    Name: role.toLowerCase(),
    InstanceRole: role,
    InstanceType: type,
    InstanceCount: count,
    Market: 'ON_DEMAND',
  };
}
