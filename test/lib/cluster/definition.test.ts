import type { RunJobFlowCommandInput } from '@aws-sdk/client-emr';
import { clusterProperties } from '../../../lib/cluster/cluster-properties';
import { clusterDefinition, type StackResources, transientCluster } from '../../../lib/cluster/definition';
import { jobSteps } from '../../../lib/cluster/steps';
import type { Settings } from '../../../lib/settings/settings';
import { SAMPLE_SETTINGS } from '../sample-settings';
import { SUBJECTS } from './subjects';

const RESOURCES: StackResources = {
  subnetId: 'subnet-1',
  masterGroupId: 'sg-master',
  coreGroupId: 'sg-core',
  serviceGroupId: 'sg-service',
  serviceRole: 'service',
  instanceProfile: 'node',
  securityConfiguration: 'security',
  logUri: 's3://logs/emr/',
  tags: { team: 'data' },
};

function definitionOf(changes: Partial<Settings>) {
  const settings = { ...SAMPLE_SETTINGS, ...changes };
  return clusterDefinition(settings, RESOURCES, jobSteps(settings, SUBJECTS));
}

test('the definition is a cluster of one master and four core nodes, with its network and roles', () => {
  const definition = definitionOf({});
  // the SDK's own type checks that RunJobFlow accepts the definition
  const input = structuredClone(definition) satisfies unknown as RunJobFlowCommandInput;
  expect(input).toMatchObject({
    Name: 'dedup-1',
    ReleaseLabel: 'emr-7.13.0',
    Applications: [{ Name: 'Hadoop' }],
    LogUri: 's3://logs/emr/',
    ServiceRole: 'service',
    JobFlowRole: 'node',
    SecurityConfiguration: 'security',
    VisibleToAllUsers: true,
    AutoTerminationPolicy: { IdleTimeout: 3600 },
    Tags: [{ Key: 'team', Value: 'data' }],
  });
  expect(input.Instances).toEqual({
    InstanceGroups: [
      { Name: 'master', InstanceRole: 'MASTER', InstanceType: 'm3.xlarge', InstanceCount: 1, Market: 'ON_DEMAND' },
      { Name: 'core', InstanceRole: 'CORE', InstanceType: 'm3.xlarge', InstanceCount: 4, Market: 'ON_DEMAND' },
    ],
    Ec2SubnetId: 'subnet-1',
    EmrManagedMasterSecurityGroup: 'sg-master',
    EmrManagedSlaveSecurityGroup: 'sg-core',
    ServiceAccessSecurityGroup: 'sg-service',
    KeepJobFlowAliveWhenNoSteps: true,
    TerminationProtected: false,
  });
  expect(input.Steps?.map(({ Name, ActionOnFailure }) => [Name, ActionOnFailure])).toEqual([
    ['copy job', 'CANCEL_AND_WAIT'],
    ['run dedup', 'CONTINUE'],
  ]);
});

test('another generation changes the name of the cluster and nothing else', () => {
  expect(definitionOf({ generation: 2 })).toEqual({ ...definitionOf({}), Name: 'dedup-2' });
});

test('without keepAlive the cluster ends with its steps and has no idle time', () => {
  const definition = definitionOf({ keepAlive: false });
  expect(definition.Instances.KeepJobFlowAliveWhenNoSteps).toBe(false);
  expect(definition).not.toHaveProperty('AutoTerminationPolicy');
});

test('the definition names a key pair if one is set', () => {
  expect(definitionOf({ ec2KeyName: 'mine' }).Instances.Ec2KeyName).toBe('mine');
  expect(definitionOf({}).Instances).not.toHaveProperty('Ec2KeyName');
});

test('the transient cluster has the same definition, but ends with every outcome of its steps', () => {
  const definition = definitionOf({});
  const transient = transientCluster(definition);
  expect(transient.Instances).toEqual({ ...definition.Instances, KeepJobFlowAliveWhenNoSteps: false });
  const [copy, run] = definition.Steps.map((step) => ({ ...step, ActionOnFailure: 'TERMINATE_CLUSTER' }));
  const Args = [...(run?.HadoopJarStep.Args ?? []), '--max-run-time=24h'];
  expect(transient.Steps).toEqual([copy, { ...run, HadoopJarStep: { ...run?.HadoopJarStep, Args } }]);
  const { AutoTerminationPolicy: _, Instances, Steps, ...rest } = definition;
  expect(transient).toEqual({ ...rest, Instances: transient.Instances, Steps: transient.Steps });
});

test('a maxRunTime that is set is the limit of every run', () => {
  const definition = definitionOf({ job: { ...SAMPLE_SETTINGS.job, maxRunTime: '6h' } });
  for (const { Steps } of [definition, transientCluster(definition)]) {
    const limits = Steps[1]?.HadoopJarStep.Args.filter((arg) => arg.startsWith('--max-run-time'));
    expect(limits).toEqual(['--max-run-time=6h']);
  }
});

test('the properties for CloudFormation have every value of the definition', () => {
  const definition = definitionOf({ ec2KeyName: 'mine' });
  const properties = clusterProperties(definition);
  // except VisibleToAllUsers, which the stack sets
  const { VisibleToAllUsers: _, Instances, ...rest } = definition;
  const { InstanceGroups, ...instances } = Instances;
  expect(leaves(properties)).toEqual(
    [...leaves(rest), ...leaves(instances), ...leaves(withoutRoles(InstanceGroups))].sort(),
  );
});

test('two instance groups of one kind are refused, because CloudFormation has room for one', () => {
  const definition = definitionOf({});
  const { InstanceGroups } = definition.Instances;
  const twice = {
    ...definition,
    Instances: { ...definition.Instances, InstanceGroups: [...InstanceGroups, ...InstanceGroups] },
  };
  expect(() => clusterProperties(twice)).toThrow('a cluster has one group of MASTER');
});

function withoutRoles(groups: readonly { readonly InstanceRole: string }[]) {
  return groups.map(({ InstanceRole: _, ...group }) => group);
}

/** All leaf values, sorted. */
function leaves(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value)];
  return Object.values(value).flatMap(leaves).sort();
}
