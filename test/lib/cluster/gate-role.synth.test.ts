import { Match } from 'aws-cdk-lib/assertions';
import type { Pipeline } from '../../../lib/settings/settings';
import { templatesOf } from '../synth';

const PIPELINE: Pipeline = {
  repository: 'acme/ratings',
  branch: 'main',
  sample: 'assets/sample',
  engine: { kind: 'github-actions', oidcProviderArn: null },
};

const { cluster, storage } = templatesOf({ pipeline: PIPELINE });
const without = templatesOf({});

const ref = (name: string) => ({ Ref: name });
const join = (...parts: readonly unknown[]) => ({ 'Fn::Join': ['', parts] });
const PARTITION = ref('AWS::Partition');
const REGION = ref('AWS::Region');
const ACCOUNT = ref('AWS::AccountId');
const LOG_BUCKET = { 'Fn::ImportValue': 'dedup-storage-LogBucket' };
const TAG = 'dedup-stack';

/** The only resource of a type whose logical id begins so. */
function idOf(type: string, start: string): string {
  const [id, ...others] = Object.keys(cluster.findResources(type)).filter((each) => each.startsWith(start));
  expect(others).toEqual([]);
  return String(id);
}

function gateRole() {
  const id = idOf('AWS::IAM::Role', 'GateRole');
  return cluster.findResources('AWS::IAM::Role')[id]?.Properties;
}

function statementsOf(policyName: string): unknown[] {
  const policies: { PolicyName: string; PolicyDocument: { Statement: unknown[] } }[] = gateRole().Policies;
  return policies.find((policy) => policy.PolicyName === policyName)?.PolicyDocument.Statement ?? [];
}

test('nothing of it is there without a pipeline', () => {
  const told = (template: typeof cluster) =>
    JSON.stringify(template.toJSON()).match(/"Gate(Place|Role\w*)?"|-gate"|\/gate\//g);
  expect(new Set(told(cluster))).toEqual(
    new Set(['"Gate"', '"GateRole"', '"GateRole09C27CA4"', '"GatePlace"', '-gate"', '/gate/']),
  );
  expect(told(without.cluster)).toBeNull();
  expect(without.storage.toJSON()).toEqual(storage.toJSON());
});

test('is the role of the pipeline to take on, and of nobody else', () => {
  expect(gateRole().RoleName).toEqual(join('dedup-cluster-', REGION, '-gate'));
  expect(gateRole().AssumeRolePolicyDocument.Statement).toEqual([
    {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { AWS: join('arn:', PARTITION, ':iam::', ACCOUNT, ':root') },
      Condition: {
        ArnEquals: {
          'aws:PrincipalArn': join('arn:', PARTITION, ':iam::', ACCOUNT, ':role/dedup-', REGION, '-pipeline'),
        },
      },
    },
  ]);
});

test('has these policies and no others', () => {
  const names = gateRole().Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName);
  expect(names).toEqual(['Find', 'Start', 'Follow', 'Data']);
  expect(gateRole().ManagedPolicyArns).toBeUndefined();
  expect(JSON.stringify(cluster.findResources('AWS::IAM::Policy'))).not.toContain(idOf('AWS::IAM::Role', 'GateRole'));
});

test('finds its own stack and the two parameters, and sees which clusters there are', () => {
  const parameter = (start: string) =>
    join('arn:', PARTITION, ':ssm:', REGION, ':', ACCOUNT, ':parameter/', ref(idOf('AWS::SSM::Parameter', start)));
  expect(statementsOf('Find')).toEqual([
    {
      Action: 'cloudformation:DescribeStacks',
      Effect: 'Allow',
      Resource: join('arn:', PARTITION, ':cloudformation:', REGION, ':', ACCOUNT, ':stack/dedup-cluster/*'),
    },
    {
      Action: 'ssm:GetParameter',
      Effect: 'Allow',
      Resource: [parameter('StepsParameter'), parameter('TransientClusterParameter')],
    },
    { Action: 'elasticmapreduce:ListClusters', Effect: 'Allow', Resource: '*' },
  ]);
});

test('starts clusters with the tag and the two roles of the stack alone', () => {
  const pass = (start: string, service: string) => ({
    Action: 'iam:PassRole',
    Effect: 'Allow',
    Resource: { 'Fn::GetAtt': [idOf('AWS::IAM::Role', start), 'Arn'] },
    Condition: { StringLike: { 'iam:PassedToService': `${service}*` } },
  });
  expect(statementsOf('Start')).toEqual([
    {
      Action: ['elasticmapreduce:AddTags', 'elasticmapreduce:RunJobFlow'],
      Effect: 'Allow',
      Resource: '*',
      Condition: { StringEquals: { [`elasticmapreduce:RequestTag/${TAG}`]: 'dedup-cluster' } },
    },
    pass('RolesServiceRole', 'elasticmapreduce.amazonaws.com'),
    pass('RolesInstanceRole', 'ec2.amazonaws.com'),
  ]);
});

test('follows and ends clusters with the tag of the stack alone', () => {
  expect(statementsOf('Follow')).toEqual([
    {
      Action: [
        'elasticmapreduce:DescribeCluster',
        'elasticmapreduce:DescribeStep',
        'elasticmapreduce:ListSteps',
        'elasticmapreduce:TerminateJobFlows',
      ],
      Effect: 'Allow',
      Resource: join('arn:', PARTITION, ':elasticmapreduce:', REGION, ':', ACCOUNT, ':cluster/*'),
      Condition: { StringEquals: { [`elasticmapreduce:ResourceTag/${TAG}`]: 'dedup-cluster' } },
    },
  ]);
});

test('reads and writes below gate/ of the log bucket, and reads the logs', () => {
  const below = (folder: string) => join('arn:', PARTITION, ':s3:::', LOG_BUCKET, `/${folder}/*`);
  expect(statementsOf('Data')).toEqual([
    { Action: 's3:ListBucket', Effect: 'Allow', Resource: join('arn:', PARTITION, ':s3:::', LOG_BUCKET) },
    { Action: ['s3:GetObject', 's3:PutObject'], Effect: 'Allow', Resource: below('gate') },
    { Action: 's3:GetObject', Effect: 'Allow', Resource: below('emr') },
  ]);
});

test('lets the nodes read and write there', () => {
  cluster.hasResourceProperties('AWS::IAM::Role', {
    Description: 'Nodes of the cluster',
    Policies: Match.arrayWith([
      {
        PolicyName: 'Gate',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Action: ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
              Effect: 'Allow',
              Resource: join('arn:', PARTITION, ':s3:::', LOG_BUCKET),
            },
            {
              Action: [
                's3:AbortMultipartUpload',
                's3:DeleteObject',
                's3:GetObject',
                's3:ListMultipartUploadParts',
                's3:PutObject',
              ],
              Effect: 'Allow',
              Resource: join('arn:', PARTITION, ':s3:::', LOG_BUCKET, '/gate/*'),
            },
          ],
        },
      },
    ]),
  });
});

test('changes nothing of the cluster, so that a pipeline can be had and given up', () => {
  const clusters = (template: typeof cluster) => template.findResources('AWS::EMR::Cluster');
  expect(clusters(cluster)).toEqual(clusters(without.cluster));
});

test('is deleted before clusters are ended, so that none is started behind that', () => {
  const role = cluster.findResources('AWS::IAM::Role')[idOf('AWS::IAM::Role', 'GateRole')];
  expect(role?.DependsOn).toContain(idOf('Custom::EndClusters', 'Sweep'));
});

test('is told, with its place', () => {
  cluster.hasOutput('GatePlace', { Value: join('s3://', LOG_BUCKET, '/gate/') });
  cluster.hasOutput('GateRole', { Value: { 'Fn::GetAtt': [idOf('AWS::IAM::Role', 'GateRole'), 'Arn'] } });
});
