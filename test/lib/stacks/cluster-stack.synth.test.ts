import { checkSteps, transientFor } from '../../../lib/operate/run/run-steps';
import type { Settings } from '../../../lib/settings/settings';
import { templatesOf } from '../synth';
import { onlyOne, outlived, resourcesOf, spelled } from '../template';

const { cluster } = templatesOf({});

const idsOf = (type: string) => Object.keys(cluster.findResources(type));
const idOf = (start: RegExp) => Object.keys(cluster.toJSON().Resources).find((id) => start.test(id)) as string;

/** The value of a parameter with its tokens resolved, as one text. */
function parameterOf(start: RegExp, template = cluster) {
  const found = Object.entries(template.findResources('AWS::SSM::Parameter')).find(([id]) => start.test(id));
  return JSON.parse(spelled(found?.[1].Properties.Value));
}

test('the cluster has the default release, nodes and applications', () => {
  const { Properties } = onlyOne(cluster, 'AWS::EMR::Cluster');
  expect(Properties).toMatchObject({
    Name: 'dedup-1',
    ReleaseLabel: 'emr-7.13.0',
    VisibleToAllUsers: true,
    AutoTerminationPolicy: { IdleTimeout: 3600 },
    Instances: {
      MasterInstanceGroup: { InstanceCount: 1, InstanceType: 'm3.xlarge' },
      CoreInstanceGroup: { InstanceCount: 4, InstanceType: 'm3.xlarge' },
      KeepJobFlowAliveWhenNoSteps: true,
      TerminationProtected: false,
    },
    Tags: expect.arrayContaining([{ Key: 'for-use-with-amazon-emr-managed-policies', Value: 'true' }]),
  });
  expect(Properties.Steps.map((step: { readonly Name: string }) => step.Name)).toEqual(['copy job', 'run dedup']);
  expect(Properties.Steps[1].HadoopJarStep.Args).toEqual(expect.arrayContaining(['--parallelism=16', '--slots=4']));
});

test('YARN has memory and cores for 4 containers of 4 slots and the application master, and detects dead nodes within seconds', () => {
  const { Configurations } = onlyOne(cluster, 'AWS::EMR::Cluster').Properties;
  expect(Configurations).toEqual([
    {
      Classification: 'core-site',
      ConfigurationProperties: { 'dedup.instances': '1 m3.xlarge and 4 m3.xlarge, any zone, no key, kept alive' },
    },
    {
      Classification: 'yarn-site',
      ConfigurationProperties: {
        'yarn.nodemanager.vmem-check-enabled': 'false',
        'yarn.nodemanager.resource.memory-mb': '11520',
        'yarn.scheduler.maximum-allocation-mb': '11520',
        'yarn.nodemanager.resource.cpu-vcores': '4',
        'yarn.scheduler.maximum-allocation-vcores': '4',
        'yarn.scheduler.minimum-allocation-mb': '1',
        'yarn.nm.liveness-monitor.expiry-interval-ms': '20000',
        'yarn.client.nodemanager-connect.max-wait-ms': '20000',
        'yarn.client.nodemanager-connect.retry-interval-ms': '2000',
      },
    },
    {
      Classification: 'capacity-scheduler',
      ConfigurationProperties: {
        'yarn.scheduler.capacity.resource-calculator': 'org.apache.hadoop.yarn.util.resource.DefaultResourceCalculator',
      },
    },
    {
      Classification: 'mapred-site',
      ConfigurationProperties: {
        'mapreduce.map.memory.mb': '2560',
        'mapreduce.reduce.memory.mb': '2560',
        'yarn.app.mapreduce.am.resource.mb': '1024',
        'mapreduce.job.reduce.slowstart.completedmaps': '1.0',
      },
    },
  ]);
});

test('for an unknown instance type EMR decides the memory and cores of YARN', () => {
  const other = templatesOf({ coreInstanceType: 'z9.xlarge', preflight: 'warn' }).cluster;
  const [, yarnSite] = onlyOne(other, 'AWS::EMR::Cluster').Properties.Configurations;
  const { Classification, ConfigurationProperties } = yarnSite;
  expect(Classification).toBe('yarn-site');
  for (const name of ['memory-mb', 'cpu-vcores']) {
    expect(ConfigurationProperties).not.toHaveProperty(`yarn.nodemanager.resource.${name}`);
  }
});

test('nodes accept only IMDSv2 and write encrypted objects', () => {
  expect(onlyOne(cluster, 'AWS::EMR::SecurityConfiguration').Properties.SecurityConfiguration).toEqual({
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      EnableInTransitEncryption: false,
      AtRestEncryptionConfiguration: { S3EncryptionConfiguration: { EncryptionMode: 'SSE-S3' } },
    },
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 1 },
  });
});

test('diskEncryptionKey adds an endpoint for KMS', () => {
  const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const { cluster: encrypted } = templatesOf({ diskEncryptionKey: key });
  const { SecurityConfiguration } = onlyOne(encrypted, 'AWS::EMR::SecurityConfiguration').Properties;
  expect(SecurityConfiguration.EncryptionConfiguration.AtRestEncryptionConfiguration).toMatchObject({
    LocalDiskEncryptionConfiguration: {
      EncryptionKeyProviderType: 'AwsKms',
      AwsKmsKey: key,
      EnableEbsEncryption: true,
    },
  });
  const services = Object.values(resourcesOf(encrypted, 'AWS::EC2::VPCEndpoint')).map(({ Properties }) => [
    Properties.VpcEndpointType,
    spelled(Properties.ServiceName),
  ]);
  expect(services).toEqual([
    ['Gateway', 'com.amazonaws.<AWS::Region>.s3'],
    ['Interface', 'com.amazonaws.<AWS::Region>.kms'],
  ]);
});

test('the scheduled cluster and the cluster of the stack have the same definition', () => {
  const { cluster: scheduled } = templatesOf({
    schedule: 'cron(0 3 * * ? *)',
    ec2KeyName: 'mine',
    tags: { team: 'data' },
  });
  const schedule = onlyOne(scheduled, 'AWS::Scheduler::Schedule').Properties;
  expect(schedule).toMatchObject({ ScheduleExpression: 'cron(0 3 * * ? *)', FlexibleTimeWindow: { Mode: 'OFF' } });
  expect(spelled(schedule.Target.Arn)).toBe('arn:<AWS::Partition>:scheduler:::aws-sdk:emr:runJobFlow');
  const request = JSON.parse(spelled(schedule.Target.Input));
  expect(request).toEqual(parameterOf(/^TransientCluster/, scheduled));

  const { Properties } = onlyOne(scheduled, 'AWS::EMR::Cluster');
  for (const name of ['Name', 'ReleaseLabel', 'VisibleToAllUsers', 'Applications']) {
    expect(request[name]).toEqual(Properties[name]);
  }
  for (const name of ['LogUri', 'ServiceRole', 'JobFlowRole', 'SecurityConfiguration']) {
    expect(request[name]).toBe(spelled(Properties[name]));
  }
  const group = (role: string) =>
    request.Instances.InstanceGroups.find((each: { InstanceRole: string }) => each.InstanceRole === role);
  expect(group('MASTER')).toEqual({ InstanceRole: 'MASTER', ...Properties.Instances.MasterInstanceGroup });
  expect(group('CORE')).toEqual({ InstanceRole: 'CORE', ...Properties.Instances.CoreInstanceGroup });
  for (const name of ['Ec2SubnetId', 'Ec2KeyName', 'EmrManagedMasterSecurityGroup', 'ServiceAccessSecurityGroup']) {
    expect(request.Instances[name]).toBe(spelled(Properties.Instances[name]));
  }
  const args = (steps: readonly { readonly HadoopJarStep: { readonly Args: readonly unknown[] } }[]) =>
    steps.map(({ HadoopJarStep }) => HadoopJarStep.Args.map(spelled));
  const [copy, run = []] = args(Properties.Steps);
  expect(args(request.Steps)).toEqual([copy, [...run, '--max-run-time=24h']]);
  const sorted = (tags: readonly { readonly Key: string }[]) => tags.toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
  expect(sorted(request.Tags)).toEqual(sorted(Properties.Tags));
  // the scheduled cluster ends with every outcome of its steps
  expect(request.Instances.KeepJobFlowAliveWhenNoSteps).toBe(false);
  expect(request.Steps.map((step: { ActionOnFailure: string }) => step.ActionOnFailure)).toEqual([
    'TERMINATE_CLUSTER',
    'TERMINATE_CLUSTER',
  ]);
});

test('without the setting schedule there is no schedule and no role for it', () => {
  expect(idsOf('AWS::Scheduler::Schedule')).toEqual([]);
  expect(Object.keys(resourcesOf(cluster, 'AWS::IAM::Role')).sort()).toEqual([
    'RolesInstanceRole',
    'RolesServiceRole',
    'SweepRole',
  ]);
});

/** The parameter with valid names of buckets, for checks of locations. */
function deployed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll(/dedup-storage-\w+Bucket/g, (name) => name.toLowerCase()));
}

test('the steps for a later run are those of the stack', () => {
  const steps = onlyOne(cluster, 'AWS::EMR::Cluster').Properties.Steps;
  const { copy, run, parsed } = checkSteps('StepsParameter', deployed(parameterOf(/^StepsParameter/)));
  expect([copy.Name, run.Name]).toEqual(['copy job', 'run dedup']);
  expect(run.HadoopJarStep?.Args).toEqual(deployed(steps[1].HadoopJarStep.Args.map(spelled)));
  expect([copy.ActionOnFailure, run.ActionOnFailure]).toEqual(['CANCEL_AND_WAIT', 'CONTINUE']);
  expect(parsed.request.output).toBe('s3://dedup-storage-outputbucket/');
});

test('dedup submit accepts the definition of a cluster for a later run', () => {
  const { Name, Steps } = transientFor('TransientCluster', deployed(parameterOf(/^TransientCluster/)), ['yarn'], 'run');
  expect(Name).toBe('dedup-1-run');
  expect(Steps[0]?.HadoopJarStep?.Args?.at(-1)).toMatch(/^dedup\//);
  expect(Steps[1]?.HadoopJarStep?.Args).toEqual(['yarn', '--max-run-time=24h']);
});

test('the definition of a run fits a parameter of SSM', () => {
  const tags = { a: 'b'.repeat(256), c: 'd'.repeat(256) };
  const { cluster: tagged } = templatesOf({ tags, input: ['s3://one/'], output: 's3://two/' });
  const length = (start: RegExp) => JSON.stringify(parameterOf(start, tagged)).length;
  // a parameter has 8 KB at most; resolved names can be longer than the references in the template
  expect(length(/^TransientCluster/)).toBeLessThan(7000);
  expect(length(/^StepsParameter/)).toBeLessThan(3500);
});

test('the stack has the outputs that commands read', () => {
  const outputs = cluster.toJSON().Outputs as Record<string, { readonly Value: unknown }>;
  const told = Object.fromEntries(Object.entries(outputs).map(([name, { Value }]) => [name, spelled(Value)]));
  expect(told).toEqual({
    ClusterId: '<Cluster>',
    Input: 's3://dedup-storage-InputBucket/',
    Output: 's3://dedup-storage-OutputBucket/',
    Logs: 's3://dedup-storage-LogBucket/emr/',
    Region: '<AWS::Region>',
    TransientCluster: expect.stringMatching(/^<TransientClusterParameter/),
    Steps: expect.stringMatching(/^<StepsParameter/),
  });
});

test('another generation changes the name of the cluster, and nothing else that replaces it', () => {
  const next = onlyOne(templatesOf({ generation: 2 }).cluster, 'AWS::EMR::Cluster');
  const { Properties } = onlyOne(cluster, 'AWS::EMR::Cluster');
  expect(next.Properties).toEqual({ ...Properties, Name: 'dedup-2' });
});

test('settings that do not concern the cluster leave it as it is', () => {
  const { Properties } = onlyOne(cluster, 'AWS::EMR::Cluster');
  const others: Partial<Settings> = {
    alarmEmail: 'ops@example.com',
    schedule: 'cron(0 3 * * ? *)',
    logRetentionDays: 7,
    retainData: false,
    sessionManager: true,
  };
  expect(onlyOne(templatesOf(others).cluster, 'AWS::EMR::Cluster').Properties).toEqual(Properties);
});

describe('a change of the cluster', () => {
  const changeOf = (changes: Partial<Settings>) => {
    const { cluster: template } = templatesOf(changes);
    const { InPlace, Replacing, Generation } = onlyOne(template, 'Custom::ChangeCluster').Properties;
    return { inPlace: spelled(InPlace), replacing: spelled(Replacing), generation: Generation };
  };
  const byDefault = changeOf({});

  test('comes after a check that the cluster is running', () => {
    expect(outlived(cluster, 'Cluster')).toContain(idOf(/^SweepChangeCluster/));
  });

  test.each([{ idleMinutes: 90 }, { tags: { team: 'data' } }])('to %j needs a running cluster', (changes) => {
    const { inPlace, ...rest } = changeOf(changes);
    expect(inPlace).not.toBe(byDefault.inPlace);
    expect(rest).toEqual({ replacing: byDefault.replacing, generation: '1' });
  });

  test.each([{ generation: 2 }, { coreInstanceCount: 5 }, { keepAlive: false }])(
    'to %j makes another cluster',
    (changes) => {
      expect(changeOf(changes).replacing).not.toBe(byDefault.replacing);
    },
  );
});

describe('on deletion', () => {
  const rules = [...idsOf('AWS::EC2::SecurityGroupIngress'), ...idsOf('AWS::EC2::SecurityGroupEgress')];
  const groups = idsOf('AWS::EC2::SecurityGroup');
  const revocation = idOf(/^SweepRevokeRules/);
  const ending = idOf(/^SweepEndClusters/);

  test('clusters are ended before the cluster is deleted, and rules revoked before groups are deleted', () => {
    expect(outlived(cluster, ending)).toContain('Cluster');
    for (const rule of rules) {
      expect(outlived(cluster, 'Cluster')).toContain(rule);
      expect(outlived(cluster, rule)).toContain(revocation);
    }
    for (const group of groups) expect(outlived(cluster, revocation)).toContain(group);
  });

  test("EMR's role and the subnet are deleted after EMR has released its resources", () => {
    for (const id of [idOf(/^RolesServiceRole/), ...idsOf('AWS::EC2::Subnet')]) {
      expect(outlived(cluster, revocation)).toContain(id);
    }
  });

  test('everything that a cluster needs exists until the cluster has ended', () => {
    const needed = [
      ...rules,
      ...groups,
      ...idsOf('AWS::EC2::VPCEndpoint'),
      ...idsOf('AWS::EC2::SubnetRouteTableAssociation'),
      ...idsOf('AWS::EC2::Subnet'),
      ...idsOf('AWS::IAM::InstanceProfile'),
      idOf(/^RolesServiceRole/),
      idOf(/^RolesInstanceRole/),
      idOf(/^SweepFunction/),
      idOf(/^SweepRole/),
      idOf(/^SweepLog/),
    ];
    const later = outlived(cluster, 'Cluster');
    expect(needed.filter((id) => !later.has(id))).toEqual([]);
  });

  test('the schedule is deleted before clusters are ended, therefore none starts afterwards', () => {
    const { cluster: scheduled } = templatesOf({ schedule: 'cron(0 3 * * ? *)' });
    const schedule = Object.keys(scheduled.findResources('AWS::Scheduler::Schedule'))[0] as string;
    expect(outlived(scheduled, schedule)).toContain(ending);
  });

  test('no security group refers to another in its inline rules', () => {
    for (const { Properties } of Object.values(resourcesOf(cluster, 'AWS::EC2::SecurityGroup'))) {
      expect(Properties).not.toHaveProperty('SecurityGroupIngress');
      expect(Properties.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
    }
  });
});
