/**
 * What makes way when the stack is deleted. CloudFormation deletes what depends before what is depended upon:
 *
 *     schedule -> ending of clusters -> cluster -> rules -> revocation of rules -> groups, subnet, EMR's role
 *
 * so no cluster is started any more when they end, protected or not; EMR has its role until it has given back what it
 * took; and whatever rule it added is gone when the groups are deleted, after a deployment that failed halfway too. The
 * same holds for the groups that the stack leaves when it moves to another VPC.
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
    // a group of the stack's own, which Lambda may not make again once it is deleted
    const log = new LogGroup(this, 'Log', { retention: logRetentionDays, removalPolicy: RemovalPolicy.DESTROY });
    this.function = sweeper(this, log, sweeperRole(this, stack, log));
  }

  /** For what is to be deleted while clusters live to depend on; itself depends on what they need. */
  endingOfClusters(): CustomResource {
    return this.resource('EndClusters', 'keep');
  }

  /** For the groups' rules to depend on. */
  revocationOfRules(): CustomResource {
    return this.resource('RevokeRules', 'revoke');
  }

  /** For the cluster to depend on: fails an update that EMR would refuse for a cluster that has ended. */
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
    description: 'Makes way when the stack of a cluster is deleted, and looks before its cluster is changed',
    runtime: Runtime.NODEJS_24_X,
    handler: 'handler.handler',
    code: code(),
    role,
    logGroup,
    memorySize: 256,
    // the most there is: clusters take some minutes to end
    timeout: Duration.minutes(15),
  });
}

/** The SDK is there in Lambda. */
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
        // by the tag, since those of a VPC that the stack has left are to be swept too
        new PolicyStatement({
          actions: ['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
          resources: [groups],
          conditions: { StringEquals: { [`aws:ResourceTag/${STACK_TAG}`]: stack.stackName } },
        }),
        // by the name that EMR gives it, as its own policy AmazonEMRServicePolicy_v2 has it
        new PolicyStatement({
          actions: ['ec2:DeleteVpcEndpoints'],
          resources: [endpoints],
          conditions: { StringEquals: { 'aws:ResourceTag/Name': 'emr-service-vpce' } },
        }),
      ),
    },
  });
  acknowledgeWildcards(role, ['*'], 'what lists and describes has no narrower resource');
  acknowledgeWildcards(role, [clusters], 'ids of clusters are not known beforehand; none is ended but by its tag');
  acknowledgeWildcards(role, [groups], 'a stack that moves has had others; none loses a rule but by its tag');
  acknowledgeWildcards(role, [endpoints], 'EMR makes it; none is deleted but by the name that EMR gives it');
  return role;
}
