/** Turns a cluster's definition into CloudFormation's properties. */

import type { CfnClusterProps } from 'aws-cdk-lib/aws-emr';
import type { ClusterDefinition, InstanceGroup, Instances } from './definition';
import type { Step } from './steps';

/** Throws an error where the definition does not have exactly one instance group of each role. */
export function clusterProperties(definition: ClusterDefinition): CfnClusterProps {
  const { AutoTerminationPolicy: policy } = definition;
  return {
    name: definition.Name,
    releaseLabel: definition.ReleaseLabel,
    logUri: definition.LogUri,
    applications: definition.Applications.map(({ Name }) => ({ name: Name })),
    configurations: definition.Configurations.map(({ Classification, Properties }) => ({
      classification: Classification,
      configurationProperties: { ...Properties },
    })),
    serviceRole: definition.ServiceRole,
    jobFlowRole: definition.JobFlowRole,
    securityConfiguration: definition.SecurityConfiguration,
    ...(policy === undefined ? {} : { autoTerminationPolicy: { idleTimeout: policy.IdleTimeout } }),
    tags: definition.Tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
    instances: instances(definition.Instances),
    steps: definition.Steps.map(step),
  };
}

function instances(given: Instances): CfnClusterProps['instances'] {
  return {
    masterInstanceGroup: group(given, 'MASTER'),
    coreInstanceGroup: group(given, 'CORE'),
    ec2SubnetId: given.Ec2SubnetId,
    ...(given.Ec2KeyName === undefined ? {} : { ec2KeyName: given.Ec2KeyName }),
    emrManagedMasterSecurityGroup: given.EmrManagedMasterSecurityGroup,
    emrManagedSlaveSecurityGroup: given.EmrManagedSlaveSecurityGroup,
    serviceAccessSecurityGroup: given.ServiceAccessSecurityGroup,
    keepJobFlowAliveWhenNoSteps: given.KeepJobFlowAliveWhenNoSteps,
    terminationProtected: given.TerminationProtected,
  };
}

function group({ InstanceGroups }: Instances, role: InstanceGroup['InstanceRole']) {
  const [found, ...others] = InstanceGroups.filter(({ InstanceRole }) => InstanceRole === role);
  if (found === undefined || others.length > 0) throw new Error(`a cluster has one group of ${role}`);
  const { Name, InstanceType, InstanceCount, Market } = found;
  return { name: Name, instanceType: InstanceType, instanceCount: InstanceCount, market: Market };
}

function step({ Name, ActionOnFailure, HadoopJarStep }: Step) {
  const { Jar, Args } = HadoopJarStep;
  return { name: Name, actionOnFailure: ActionOnFailure, hadoopJarStep: { jar: Jar, args: [...Args] } };
}
