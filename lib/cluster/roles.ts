/** Who EMR is, and who its nodes are: what each may do, and no more. */

import { Aws, type Stack } from 'aws-cdk-lib';
import {
  CfnInstanceProfile,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { nodeRoleName } from '../outputs';
import { bucketArn, contentsArn, type S3Place } from '../s3-place';
import type { Settings } from '../settings';
import type { Places } from '../storage-stack';
import { acknowledge, acknowledgeWildcards } from './acknowledge';

export interface RolesProps {
  readonly settings: Settings;
  readonly places: Places;
  /** What the copy step reads. */
  readonly artifactArns: readonly string[];
  /** Where runs that try the cluster have their data, null where none does. */
  readonly gate: S3Place | null;
}

const OBJECTS_REASON = 'objects are not known beforehand; the bucket, or the folder in it, is';

export class Roles extends Construct {
  readonly service: Role;
  readonly instance: Role;
  readonly instanceProfile: CfnInstanceProfile;

  constructor(scope: Construct, id: string, stack: Stack, props: RolesProps) {
    super(scope, id);
    // EMR wants one name for both
    const name = nodeRoleName(stack.stackName, Aws.REGION);
    this.instance = this.instanceRole(name, props);
    this.instanceProfile = new CfnInstanceProfile(this, 'InstanceProfile', {
      instanceProfileName: name,
      roles: [this.instance.roleName],
    });
    this.service = this.serviceRole(props.settings.diskEncryptionKey);
  }

  private serviceRole(diskEncryptionKey: string | null): Role {
    const role = new Role(this, 'ServiceRole', {
      description: 'Amazon EMR, for the cluster',
      // nobody but EMR in this account and region may have it act
      assumedBy: new ServicePrincipal('elasticmapreduce.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:elasticmapreduce:${Aws.REGION}:${Aws.ACCOUNT_ID}:*` },
        },
      }),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonEMRServicePolicy_v2')],
      inlinePolicies: {
        PassInstanceRole: document(passRole(this.instance, 'ec2.amazonaws.com')),
        ...(diskEncryptionKey === null ? {} : { DiskKey: document(...serviceKeyUse(diskEncryptionKey)) }),
      },
    });
    acknowledge(role, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2]':
        "EMR's own statement of what it needs, limited to what carries its tag",
    });
    return role;
  }

  private instanceRole(roleName: string, props: RolesProps): Role {
    const { settings, places, artifactArns, gate } = props;
    const key = settings.diskEncryptionKey;
    const role = new Role(this, 'InstanceRole', {
      roleName,
      description: 'Nodes of the cluster',
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      inlinePolicies: {
        Job: document(allow(['s3:GetObject'], artifactArns)),
        Data: document(...places.inputs.flatMap(reading), ...writing(places.output)),
        Logs: document(allow(['s3:PutObject'], [contentsArn(places.logs)])),
        ...(gate === null ? {} : { Gate: document(...writing(gate)) }),
        ...(key === null ? {} : { DiskKey: document(allow(NODE_KEY_ACTIONS, [key])) }),
        ...(settings.sessionManager ? { SessionManager: document(allow(SESSION_ACTIONS, ['*'])) } : {}),
      },
    });
    const folders = [...places.inputs, places.output, places.logs, ...(gate === null ? [] : [gate])];
    acknowledgeWildcards(role, folders.map(contentsArn), OBJECTS_REASON);
    acknowledgeWildcards(role, artifactArns, 'the job of an earlier deployment is still copied while another comes');
    if (settings.sessionManager) acknowledgeWildcards(role, ['*'], 'sessions have no ARN');
    return role;
  }
}

/** Names of keys are told for the whole bucket: without that right S3 calls a missing object forbidden. */
function reading(place: S3Place): PolicyStatement[] {
  return [allow(['s3:ListBucket'], [bucketArn(place)]), allow(['s3:GetObject'], objectArns(place))];
}

function writing(place: S3Place): PolicyStatement[] {
  return [
    allow(['s3:ListBucket', 's3:ListBucketMultipartUploads'], [bucketArn(place)]),
    allow(
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [contentsArn(place)],
    ),
  ];
}

/** An input may be an object too. */
function objectArns(place: S3Place): string[] {
  return place.prefix === '' ? [contentsArn(place)] : [`${bucketArn(place)}/${place.prefix}`, contentsArn(place)];
}

/** Sessions of Session Manager, and nothing else that its agent can do. */
const SESSION_ACTIONS = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

/** To make, and open, the key of a disk. */
const NODE_KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'];

function serviceKeyUse(key: string): PolicyStatement[] {
  const grant = allow(['kms:CreateGrant'], [key]);
  grant.addCondition('Bool', { 'kms:GrantIsForAWSResource': 'true' });
  return [
    allow(
      [
        'kms:Decrypt',
        'kms:Encrypt',
        'kms:DescribeKey',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      [key],
    ),
    grant,
  ];
}

/** To start clusters that carry a stack's tag, with its roles. */
export function startOf(tag: string, value: string, { service, instance }: Roles): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['elasticmapreduce:RunJobFlow', 'elasticmapreduce:AddTags'],
      resources: ['*'],
      conditions: { StringEquals: { [`elasticmapreduce:RequestTag/${tag}`]: value } },
    }),
    passRole(service, 'elasticmapreduce.amazonaws.com'),
    passRole(instance, 'ec2.amazonaws.com'),
  ];
}

/** In China names of services end with `.cn`. */
function passRole(role: Role, service: string): PolicyStatement {
  const statement = allow(['iam:PassRole'], [role.roleArn]);
  statement.addCondition('StringLike', { 'iam:PassedToService': `${service}*` });
  return statement;
}

export function allow(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources] });
}

export function document(...statements: readonly PolicyStatement[]): PolicyDocument {
  return new PolicyDocument({ statements: [...statements] });
}
