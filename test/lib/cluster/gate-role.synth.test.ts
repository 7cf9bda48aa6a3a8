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

/** The logical id of the only resource of a type whose id has this start. */
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

test('the gate role and its outputs exist only with a pipeline', () => {
  const told = (template: typeof cluster) =>
    JSON.stringify(template.toJSON()).match(/"Gate(Place|Role\w*)?"|-gate"|\/gate\//g);
  expect(new Set(told(cluster))).toEqual(
    new Set(['"Gate"', '"GateRole"', '"GateRole09C27CA4"', '"GatePlace"', '-gate"', '/gate/']),
  );
  expect(told(without.cluster)).toBeNull();
  expect(without.storage.toJSON()).toEqual(storage.toJSON());
});

test('the gate role can be assumed by the role of the pipeline and by no other', () => {
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

test('the gate role has these policies and no others', () => {
  const names = gateRole().Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName);
  expect(names).toEqual(['Find', 'Start', 'Follow', 'Data']);
  expect(gateRole().ManagedPolicyArns).toBeUndefined();
  expect(JSON.stringify(cluster.findResources('AWS::IAM::Policy'))).not.toContain(idOf('AWS::IAM::Role', 'GateRole'));
});

test('the gate role may read its own stack and the two parameters, and list clusters', () => {
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

test('the gate role may start clusters only with the tag and the two roles of the stack', () => {
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

test('the gate role may watch and end only clusters with the tag of the stack', () => {
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

test('the gate role may read and write below gate/ of the log bucket, and read the logs', () => {
  const below = (folder: string) => join('arn:', PARTITION, ':s3:::', LOG_BUCKET, `/${folder}/*`);
  expect(statementsOf('Data')).toEqual([
    { Action: 's3:ListBucket', Effect: 'Allow', Resource: join('arn:', PARTITION, ':s3:::', LOG_BUCKET) },
    { Action: ['s3:GetObject', 's3:PutObject'], Effect: 'Allow', Resource: below('gate') },
    { Action: 's3:GetObject', Effect: 'Allow', Resource: below('emr') },
  ]);
});

test('with a gate the nodes may read and write below gate/ too', () => {
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

test('a pipeline changes nothing of the cluster, therefore it can be added and removed', () => {
  const clusters = (template: typeof cluster) => template.findResources('AWS::EMR::Cluster');
  expect(clusters(cluster)).toEqual(clusters(without.cluster));
});

test('the gate role is deleted before clusters are ended, therefore it starts none afterwards', () => {
  const role = cluster.findResources('AWS::IAM::Role')[idOf('AWS::IAM::Role', 'GateRole')];
  expect(role?.DependsOn).toContain(idOf('Custom::EndClusters', 'Sweep'));
});

test('the gate role and its folder are outputs of the stack', () => {
  cluster.hasOutput('GatePlace', { Value: join('s3://', LOG_BUCKET, '/gate/') });
  cluster.hasOutput('GateRole', { Value: { 'Fn::GetAtt': [idOf('AWS::IAM::Role', 'GateRole'), 'Arn'] } });
});
