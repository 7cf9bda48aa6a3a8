/** The roles of EMR and of its nodes, with the rights that they need and no others. */

import { Aws, Fn, type Stack } from 'aws-cdk-lib';
import { CfnInstanceProfile, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { nodeRoleName } from '../deployment/outputs';
import { bucketArn, contentsArn, type Places, type S3Place } from '../deployment/s3-place';
import type { Settings } from '../settings/settings';
import { acknowledge, acknowledgeWildcards } from './acknowledge';
import { inPartition } from './partition-condition';
import { readingStatements } from './reading';
import { allow, document } from './statements';

export interface RolesProps {
  readonly settings: Settings;
  readonly places: Places;
  /** ARNs of the objects that the copy step reads. */
  readonly artifactArns: readonly string[];
  /** The folder for runs of a gate, null where no gate tries the cluster. */
  readonly gate: S3Place | null;
}

export const OBJECTS_REASON = 'objects are not known beforehand; the bucket, or the folder in it, is';

export class Roles extends Construct {
  readonly service: Role;
  readonly instance: Role;
  readonly instanceProfile: CfnInstanceProfile;

  constructor(scope: Construct, id: string, stack: Stack, props: RolesProps) {
    super(scope, id);
    // EMR requires the role and the instance profile to share one name.
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
      // Only EMR in this account and region may assume the role.
      assumedBy: ServicePrincipal.fromStaticServicePrincipleName(this.nameOfEmr()).withConditions({
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:elasticmapreduce:${Aws.REGION}:${Aws.ACCOUNT_ID}:*` },
      }),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonEMRServicePolicy_v2')],
      inlinePolicies: {
        PassInstanceRole: document(passRole(this.instance, 'ec2.amazonaws.com')),
        ...(diskEncryptionKey === null ? {} : { DiskKey: document(...keyUse(diskEncryptionKey)) }),
      },
    });
    acknowledge(role, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2]':
        "AWS's own policy for EMR, limited to resources with EMR's tag",
    });
    return role;
  }

  /** In China EMR's principal has another name, unlike that of other services (aws-cdk-lib's region-info). */
  private nameOfEmr(): string {
    const name = 'elasticmapreduce.amazonaws.com';
    return Fn.conditionIf(inPartition(this, 'aws-cn'), `${name}.cn`, name).toString();
  }

  private instanceRole(roleName: string, props: RolesProps): Role {
    const { settings, places, artifactArns, gate } = props;
    const key = settings.diskEncryptionKey;
    const [reading = [], ...more] = readingStatements(places.inputs);
    const role = new Role(this, 'InstanceRole', {
      roleName,
      description: 'Nodes of the cluster',
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      inlinePolicies: {
        Job: document(allow(['s3:GetObject'], artifactArns)),
        Data: document(...reading, ...writing(places.output)),
        Logs: document(allow(['s3:PutObject'], [contentsArn(places.logs)])),
        ...(gate === null ? {} : { Gate: document(...writing(gate)) }),
        ...(key === null ? {} : { DiskKey: document(...keyUse(key)) }),
        ...(settings.sessionManager ? { SessionManager: document(allow(SESSION_ACTIONS, ['*'])) } : {}),
      },
    });
    for (const [i, statements] of more.entries()) {
      // The policy is a child of the role, so that a dependency on the role includes it.
      const policy = new ManagedPolicy(role, `Inputs${i + 1}`, { roles: [role], document: document(...statements) });
      acknowledgeWildcards(policy, places.inputs.map(contentsArn), OBJECTS_REASON);
    }
    const folders = [...places.inputs, places.output, places.logs, ...(gate === null ? [] : [gate])];
    acknowledgeWildcards(role, folders.map(contentsArn), OBJECTS_REASON);
    acknowledgeWildcards(
      role,
      artifactArns,
      'until a new cluster is up, the former one still copies the files of its own deployment',
    );
    if (settings.sessionManager) acknowledgeWildcards(role, ['*'], 'sessions have no ARN');
    return role;
  }
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

/** The rights for sessions of Session Manager. The agent's other features stay forbidden. */
const SESSION_ACTIONS = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

/**
 * The rights of a key user, by AWS's page key-policy-default. Both roles have to be key users (emr-encryption-enable):
 * EMR creates the nodes' disks with the key, and the nodes create the keys of their own disks.
 */
function keyUse(key: string): PolicyStatement[] {
  const grants = allow(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'], [key]);
  grants.addCondition('Bool', { 'kms:GrantIsForAWSResource': 'true' });
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
    grants,
  ];
}

/** The rights to start clusters with these roles, provided that the clusters carry the stack's tag. */
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

/** The pattern ends with `*` because service names in China end with `.cn`. */
function passRole(role: Role, service: string): PolicyStatement {
  const statement = allow(['iam:PassRole'], [role.roleArn]);
  statement.addCondition('StringLike', { 'iam:PassedToService': `${service}*` });
  return statement;
}
