import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import { addStacks } from '../../../lib/stacks/app';
import { temporaryFolder } from '../../support/folder';
import { SAMPLE_SETTINGS } from '../sample-settings';
import { templatesOf } from '../synth';
import { onlyOne, outlived, resourcesOf, spelled, spelledWhere } from '../template';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const { cluster } = templatesOf({});
const everything = templatesOf({ diskEncryptionKey: KEY, sessionManager: true, schedule: 'cron(0 3 * * ? *)' });

/** The rights of a role, in the form `s3:GetObject on <resource> if <condition>`. */
function rightsOf(template: Template, role: string): string[] {
  const { Policies = [] } = resourcesOf(template, 'AWS::IAM::Role')[role]?.Properties ?? {};
  return Policies.flatMap(
    ({ PolicyDocument }: { readonly PolicyDocument: { readonly Statement: readonly object[] } }) =>
      PolicyDocument.Statement.flatMap(rights),
  ).sort();
}

// biome-ignore lint/suspicious/noExplicitAny: templates are untyped
function rights({ Effect, Action, Resource, Condition }: any): string[] {
  expect(Effect).toBe('Allow');
  const condition = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
  return [Action]
    .flat()
    .flatMap((action: string) => [Resource].flat().map((each) => `${action} on ${spelled(each)}${condition}`));
}

/** The right without the hashes that name an asset. */
const withoutHashes = (right: string) => right.replace(/[0-9a-f]{64}/, '<hash>').replace(/(?<=\.)[0-9A-F]{8}/g, '');

test('nodes may read the job and the input, write the output and the logs, and do nothing else', () => {
  expect(rightsOf(cluster, 'RolesInstanceRole').map(withoutHashes)).toEqual([
    's3:AbortMultipartUpload on arn:<AWS::Partition>:s3:::dedup-storage-OutputBucket/*',
    's3:DeleteObject on arn:<AWS::Partition>:s3:::dedup-storage-OutputBucket/*',
    // the files of all deployments, because clusters of an earlier deployment may still have to read its files
    expect.stringMatching(/^s3:GetObject on arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-[^/]*\/dedup\/\*$/),
    's3:GetObject on arn:<AWS::Partition>:s3:::dedup-storage-InputBucket/*',
    's3:GetObject on arn:<AWS::Partition>:s3:::dedup-storage-OutputBucket/*',
    's3:ListBucket on arn:<AWS::Partition>:s3:::dedup-storage-InputBucket',
    's3:ListBucket on arn:<AWS::Partition>:s3:::dedup-storage-OutputBucket',
    's3:ListBucketMultipartUploads on arn:<AWS::Partition>:s3:::dedup-storage-OutputBucket',
    's3:ListMultipartUploadParts on arn:<AWS::Partition>:s3:::dedup-storage-OutputBucket/*',
    's3:PutObject on arn:<AWS::Partition>:s3:::dedup-storage-LogBucket/emr/*',
    's3:PutObject on arn:<AWS::Partition>:s3:::dedup-storage-OutputBucket/*',
  ]);
});

test('in an app that keeps no folder for the files of the kit, nodes may read their own three assets', () => {
  const app = new App({ context: { [BUNDLING_STACKS]: [] }, outdir: temporaryFolder() });
  addStacks(app, SAMPLE_SETTINGS, { account: null, today: '2026-11-22' });
  const template = Template.fromJSON(app.synth().getStackByName('dedup-cluster').template);
  const found = rightsOf(template, 'RolesInstanceRole').filter((right) => right.includes('cdk-'));
  expect(found.map(withoutHashes)).toEqual(
    Array.from({ length: 3 }, () =>
      expect.stringMatching(/^s3:GetObject on arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-[^/]*\/<hash>\.\w+$/),
    ),
  );
});

test('nodes may read and write only the given folders in buckets of the user', () => {
  const own = templatesOf({ input: ['s3://mine/in/'], output: 's3://yours/out/' }).cluster;
  const found = rightsOf(own, 'RolesInstanceRole').filter((right) => /mine|yours/.test(right));
  expect(found).toEqual([
    's3:AbortMultipartUpload on arn:<AWS::Partition>:s3:::yours/out/*',
    's3:DeleteObject on arn:<AWS::Partition>:s3:::yours/out/*',
    's3:GetObject on arn:<AWS::Partition>:s3:::mine/in',
    's3:GetObject on arn:<AWS::Partition>:s3:::mine/in/*',
    's3:GetObject on arn:<AWS::Partition>:s3:::yours/out/*',
    's3:ListBucket on arn:<AWS::Partition>:s3:::mine',
    's3:ListBucket on arn:<AWS::Partition>:s3:::yours',
    's3:ListBucketMultipartUploads on arn:<AWS::Partition>:s3:::yours',
    's3:ListMultipartUploadParts on arn:<AWS::Partition>:s3:::yours/out/*',
    's3:PutObject on arn:<AWS::Partition>:s3:::yours/out/*',
  ]);
});

test('the role and the instance profile of the nodes share one name, made of the stack and the region', () => {
  const { RolesInstanceRole: role } = resourcesOf(cluster, 'AWS::IAM::Role');
  const profile = onlyOne(cluster, 'AWS::IAM::InstanceProfile');
  expect(spelled(role?.Properties.RoleName)).toBe('dedup-cluster-<AWS::Region>-node');
  expect(spelled(profile.Properties.InstanceProfileName)).toBe('dedup-cluster-<AWS::Region>-node');
  expect(onlyOne(cluster, 'AWS::EMR::Cluster').Properties.JobFlowRole).toEqual({
    Ref: expect.stringMatching(/^RolesInstanceProfile/),
  });
});

test('the role of EMR is limited to this account and region, and may pass only the role of the nodes', () => {
  const { RolesServiceRole: role } = resourcesOf(cluster, 'AWS::IAM::Role');
  const trust = role?.Properties.AssumeRolePolicyDocument.Statement[0];
  expect(spelled(trust.Principal.Service)).toBe('elasticmapreduce.amazonaws.com');
  expect(trust.Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
  expect(spelled(trust.Condition.ArnLike['aws:SourceArn'])).toBe(
    'arn:<AWS::Partition>:elasticmapreduce:<AWS::Region>:<AWS::AccountId>:*',
  );
  expect(role?.Properties.ManagedPolicyArns.map(spelled)).toEqual([
    'arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2',
  ]);
  expect(rightsOf(cluster, 'RolesServiceRole')).toEqual([
    expect.stringMatching(
      /^iam:PassRole on <RolesInstanceRole[0-9A-F]+\.Arn> if \{"StringLike":\{"iam:PassedToService":"ec2\.amazonaws\.com\*"\}\}$/,
    ),
  ]);
});

test('in China the service principal of EMR has another name', () => {
  const { RolesServiceRole: role } = resourcesOf(cluster, 'AWS::IAM::Role');
  const Service = role?.Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service;
  const [condition] = Service['Fn::If'];
  expect(cluster.toJSON().Conditions[condition]).toEqual({ 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws-cn'] });
  expect(spelledWhere([condition], Service)).toBe('elasticmapreduce.amazonaws.com.cn');
});

describe('many folders of input', () => {
  const folder = (i: number) => `s3://some-company-exports/ratings/of/the/day/of/the/year/${1000 + i}/`;
  const many = templatesOf({
    input: [...Array.from({ length: 72 }, (_, i) => folder(i)), `${folder(3)}deeper/`, 's3://another/'],
  });

  /** The characters that IAM counts, if names that are known only at deployment have their greatest length. */
  const charsOf = (document: unknown) => {
    const inWords = (_: string, value: unknown) => {
      const isIntrinsic =
        typeof value === 'object' && value !== null && /^(Fn::|Ref$)/.test(Object.keys(value)[0] ?? '');
      return isIntrinsic
        ? spelled(value)
            .replace('<AWS::Partition>', 'aws-us-gov')
            .replace(/dedup-storage-\w+/, 'b'.repeat(63))
        : value;
    };
    return JSON.stringify(document, inWords).length;
  };

  test('are readable by managed policies that are each within the limits of IAM', () => {
    const { RolesInstanceRole: role } = resourcesOf(many.cluster, 'AWS::IAM::Role');
    const inline = role?.Properties.Policies.map((each: { readonly PolicyDocument: unknown }) =>
      charsOf(each.PolicyDocument),
    );
    expect(inline.reduce((sum: number, each: number) => sum + each, 0)).toBeLessThan(10_240);
    const managed = Object.values(resourcesOf(many.cluster, 'AWS::IAM::ManagedPolicy'));
    expect(managed.length).toBeGreaterThan(1);
    for (const { Properties } of managed) {
      expect(Properties.Roles).toEqual([{ Ref: expect.stringMatching(/^RolesInstanceRole/) }]);
      expect(charsOf(Properties.PolicyDocument)).toBeLessThan(6144);
    }
    const statements = managed.flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(rights));
    const found = [...rightsOf(many.cluster, 'RolesInstanceRole'), ...statements];
    const of = (action: string) => found.filter((each) => each.startsWith(`${action} on arn:<AWS::Partition>:s3:::`));
    expect(of('s3:GetObject').filter((each) => each.includes('/ratings/'))).toHaveLength(2 * 72);
    expect(found).toContain('s3:GetObject on arn:<AWS::Partition>:s3:::another/*');
    // one statement for each bucket, and none for a folder inside another folder
    expect(of('s3:ListBucket').filter((each) => /some-company-exports|another/.test(each))).toHaveLength(2);
    expect(found.filter((each) => each.includes('deeper'))).toEqual([]);
  });

  test('are readable before a cluster starts', () => {
    const [id] = Object.keys(many.cluster.findResources('AWS::EMR::Cluster')) as [string];
    const policies = Object.keys(many.cluster.findResources('AWS::IAM::ManagedPolicy'));
    expect([...outlived(many.cluster, id)]).toEqual(expect.arrayContaining(policies));
  });

  test('need no managed policy when they are few', () => {
    templatesOf({ input: [folder(1), folder(2)] }).cluster.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });
});

test('the scheduler may start only clusters of this stack, and pass their two roles', () => {
  const found = rightsOf(everything.cluster, 'ScheduleRole');
  expect(found).toEqual([
    'elasticmapreduce:AddTags on * if {"StringEquals":{"elasticmapreduce:RequestTag/dedup-stack":"dedup-cluster"}}',
    'elasticmapreduce:RunJobFlow on * if {"StringEquals":{"elasticmapreduce:RequestTag/dedup-stack":"dedup-cluster"}}',
    expect.stringMatching(/^iam:PassRole on <RolesInstanceRole.*"iam:PassedToService":"ec2\.amazonaws\.com\*"/),
    expect.stringMatching(
      /^iam:PassRole on <RolesServiceRole.*"iam:PassedToService":"elasticmapreduce\.amazonaws\.com\*"/,
    ),
    expect.stringMatching(/^sqs:SendMessage on <ScheduleRefusedStarts[0-9A-F]+\.Arn>$/),
  ]);
  const { ScheduleRole: role } = resourcesOf(everything.cluster, 'AWS::IAM::Role');
  const Condition = role?.Properties.AssumeRolePolicyDocument.Statement[0].Condition;
  expect(spelled(Condition.ArnEquals['aws:SourceArn'])).toBe(
    'arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule-group/dedup-cluster',
  );
});

test("the sweep may end only clusters of this stack, revoke rules of its groups, and delete EMR's own endpoint", () => {
  const found = rightsOf(cluster, 'SweepRole').filter((right) => /Terminate|Protection|Revoke|Delete/.test(right));
  const tagged = ' if {"StringEquals":{"elasticmapreduce:ResourceTag/dedup-stack":"dedup-cluster"}}';
  const clusters = `arn:<AWS::Partition>:elasticmapreduce:<AWS::Region>:<AWS::AccountId>:cluster/*${tagged}`;
  const group = 'arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:security-group/*';
  const ofStack = ' if {"StringEquals":{"aws:ResourceTag/dedup-stack":"dedup-cluster"}}';
  const endpoint = 'arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:vpc-endpoint/*';
  expect(found).toEqual([
    `ec2:DeleteVpcEndpoints on ${endpoint} if {"StringEquals":{"aws:ResourceTag/Name":"emr-service-vpce"}}`,
    `ec2:RevokeSecurityGroupEgress on ${group}${ofStack}`,
    `ec2:RevokeSecurityGroupIngress on ${group}${ofStack}`,
    `elasticmapreduce:SetTerminationProtection on ${clusters}`,
    `elasticmapreduce:TerminateJobFlows on ${clusters}`,
  ]);
  for (const each of Object.values(resourcesOf(cluster, 'AWS::EC2::SecurityGroup'))) {
    expect(each.Properties.Tags).toContainEqual({ Key: 'dedup-stack', Value: 'dedup-cluster' });
  }
});

test('with sessionManager the nodes may open sessions, and nothing more', () => {
  const more = rightsOf(everything.cluster, 'RolesInstanceRole').filter((right) => /^ssm/.test(right));
  expect(more).toEqual([
    'ssm:UpdateInstanceInformation on *',
    'ssmmessages:CreateControlChannel on *',
    'ssmmessages:CreateDataChannel on *',
    'ssmmessages:OpenControlChannel on *',
    'ssmmessages:OpenDataChannel on *',
  ]);
});

test('the nodes and EMR may use the key that diskEncryptionKey names, and no other key', () => {
  for (const role of ['RolesInstanceRole', 'RolesServiceRole']) {
    const found = rightsOf(everything.cluster, role).filter((right) => right.startsWith('kms:'));
    // the rights of a key user on AWS's page key-policy-default
    const grant = ' if {"Bool":{"kms:GrantIsForAWSResource":"true"}}';
    expect(found).toEqual([
      `kms:CreateGrant on ${KEY}${grant}`,
      `kms:Decrypt on ${KEY}`,
      `kms:DescribeKey on ${KEY}`,
      `kms:Encrypt on ${KEY}`,
      `kms:GenerateDataKey on ${KEY}`,
      `kms:GenerateDataKeyWithoutPlaintext on ${KEY}`,
      `kms:ListGrants on ${KEY}${grant}`,
      `kms:ReEncryptFrom on ${KEY}`,
      `kms:ReEncryptTo on ${KEY}`,
      `kms:RevokeGrant on ${KEY}${grant}`,
    ]);
  }
});

test.each([
  ['storage', everything.storage],
  ['cluster', everything.cluster],
])('no statement of the kit has an action with a *: %s', (_, template) => {
  for (const role of Object.keys(resourcesOf(template, 'AWS::IAM::Role'))) {
    for (const right of rightsOf(template, role)) expect(right).not.toMatch(/^[^ ]*\*/);
  }
});
