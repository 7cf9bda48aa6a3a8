/**
 * Custom resources that clear the way when the stack is deleted. CloudFormation deletes a resource before the resources
 * that it depends on:
 *
 *     schedule -> ending of clusters -> cluster -> rules -> revocation of rules -> groups, subnet, EMR's role
 *
 * No new cluster can start when the clusters end, protected or not. EMR keeps its role until it has
 * released the network interfaces and the rules that it made. All rules that EMR added are gone when the groups are deleted, also after a deployment that failed
 * halfway. The same order holds for the groups that the stack leaves behind when it moves to another VPC.
 */

import path from 'node:path';
import { AssetHashType, Aws, CustomResource, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { locally } from '../artifacts/local-bundling';
import { STACK_TAG } from '../deployment/tags';
import { acknowledgeWildcards } from './acknowledge';
import type { SecurityGroups } from './security-groups';
import { allow, document } from './statements';
import type { ChangeProperties, SweepProperties } from './sweep/properties';

export class Sweep extends Construct {
  private readonly function: LambdaFunction;

  constructor(
    scope: Construct,
    id: string,
    stack: Stack,
    private readonly groups: SecurityGroups,
    private readonly vpc: SweepProperties['Vpc'],
    logRetentionDays: number,
  ) {
    super(scope, id);
    // The stack creates the log group, and the role has no right to create one: so Lambda cannot make it again after
    // its deletion.
    const log = new LogGroup(this, 'Log', { retention: logRetentionDays, removalPolicy: RemovalPolicy.DESTROY });
    this.function = sweeper(this, log, sweeperRole(this, stack, log));
  }

  /**
   * Resources that can start clusters depend on this resource, so they are deleted before it. It depends on everything
   * that clusters need, so that is deleted after it.
   */
  endingOfClusters(): CustomResource {
    return this.resource('EndClusters', 'keep');
  }

  /** The rules of the groups depend on this resource, so they are deleted before it. */
  revocationOfRules(): CustomResource {
    return this.resource('RevokeRules', 'revoke');
  }

  /**
   * The cluster depends on this resource, which fails an update that EMR would refuse because the cluster has ended.
   */
  changeOfCluster(change: Omit<ChangeProperties, 'VpcId'>): CustomResource {
    return this.custom('ChangeCluster', { VpcId: this.groups.vpcId, ...change } satisfies ChangeProperties);
  }

  private resource(id: string, rules: SweepProperties['Rules']): CustomResource {
    const { ids, vpcId } = this.groups;
    return this.custom(id, { GroupIds: ids, VpcId: vpcId, Rules: rules, Vpc: this.vpc } satisfies SweepProperties);
  }

  private custom(id: string, properties: object): CustomResource {
    return new CustomResource(this, id, {
      serviceToken: this.function.functionArn,
      resourceType: `Custom::${id}`,
      properties: { ...properties },
    });
  }
}

function sweeper(scope: Construct, logGroup: LogGroup, role: Role): LambdaFunction {
  return new LambdaFunction(scope, 'Function', {
    description: "Clears the way when a cluster's stack is deleted, and checks updates of its cluster",
    runtime: Runtime.NODEJS_24_X,
    handler: 'handler.handler',
    code: code(),
    role,
    logGroup,
    memorySize: 256,
    // Lambda's maximum: clusters take some minutes to end.
    timeout: Duration.minutes(15),
  });
}

/** Lambda's runtime contains the AWS SDK, so the bundle leaves it out. */
function code(): Code {
  const folder = path.join(__dirname, 'sweep');
  const build = (out: string) => {
    buildSync({
      entryPoints: [path.join(folder, 'handler.ts')],
      outfile: path.join(out, 'handler.js'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      external: ['@aws-sdk/*'],
    });
  };
  return Code.fromAsset(folder, { assetHashType: AssetHashType.OUTPUT, bundling: locally(build) });
}

function sweeperRole(scope: Construct, stack: Stack, logGroup: LogGroup): Role {
  const { PARTITION, REGION, ACCOUNT_ID } = Aws;
  const clusters = `arn:${PARTITION}:elasticmapreduce:${REGION}:${ACCOUNT_ID}:cluster/*`;
  const groups = `arn:${PARTITION}:ec2:${REGION}:${ACCOUNT_ID}:security-group/*`;
  const endpoints = `arn:${PARTITION}:ec2:${REGION}:${ACCOUNT_ID}:vpc-endpoint/*`;
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Log: document(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn])),
      Find: document(
        allow(
          [
            'elasticmapreduce:ListClusters',
            'ec2:DescribeSecurityGroups',
            'ec2:DescribeNetworkInterfaces',
            'ec2:DescribeVpcEndpoints',
          ],
          ['*'],
        ),
        allow(['elasticmapreduce:DescribeCluster'], [clusters]),
        allow(['cloudformation:DescribeStacks', 'cloudformation:DescribeStackResource'], [stack.stackId]),
      ),
      End: document(
        new PolicyStatement({
          actions: ['elasticmapreduce:SetTerminationProtection', 'elasticmapreduce:TerminateJobFlows'],
          resources: [clusters],
          conditions: { StringEquals: { [`elasticmapreduce:ResourceTag/${STACK_TAG}`]: stack.stackName } },
        }),
        // The tag identifies the groups, because the groups of a VPC that the stack has left are swept too.
        new PolicyStatement({
          actions: ['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
          resources: [groups],
          conditions: { StringEquals: { [`aws:ResourceTag/${STACK_TAG}`]: stack.stackName } },
        }),
        // EMR gives its endpoint this name, and its policy AmazonEMRServicePolicy_v2 relies on the name too.
        new PolicyStatement({
          actions: ['ec2:DeleteVpcEndpoints'],
          resources: [endpoints],
          conditions: { StringEquals: { 'aws:ResourceTag/Name': 'emr-service-vpce' } },
        }),
      ),
    },
  });
  acknowledgeWildcards(role, ['*'], 'actions that list or describe have no narrower resource');
  acknowledgeWildcards(
    role,
    [clusters],
    "ids of clusters are not known beforehand; a condition on the stack's tag limits the right",
  );
  acknowledgeWildcards(
    role,
    [groups],
    "a stack may have had other groups in another VPC; a condition on the stack's tag limits the right",
  );
  acknowledgeWildcards(
    role,
    [endpoints],
    'EMR makes the endpoint, so its id is not known; a condition on its name limits the right',
  );
  return role;
}
