/** The rights of a gate: run the job on its own data and its own cluster, and read the outcome. */

import { Aws, type Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { bucketArn, contentsArn, type Places, type S3Place } from '../deployment/s3-place';
import { STACK_TAG } from '../deployment/tags';
import { acknowledgeWildcards } from './acknowledge';
import { type GateCaller, gateRoleName, roleArn } from './gate-caller';
import { type Roles, startOf } from './roles';
import { allow, document } from './statements';

export interface GateRoleProps {
  readonly caller: GateCaller;
  /** The gate's own folder. No run of the deployment reads or writes it. */
  readonly place: S3Place;
  readonly places: Places;
  readonly roles: Roles;
  readonly parameters: { readonly transientCluster: StringParameter; readonly steps: StringParameter };
}

export class GateRole extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, stack: Stack, props: GateRoleProps) {
    super(scope, id);
    const { caller, place, places, roles } = props;
    const stacks = `arn:${Aws.PARTITION}:cloudformation:${Aws.REGION}:${Aws.ACCOUNT_ID}:stack/${stack.stackName}/*`;
    const clusters = `arn:${Aws.PARTITION}:elasticmapreduce:${Aws.REGION}:${Aws.ACCOUNT_ID}:cluster/*`;
    const role = new Role(this, 'Role', {
      roleName: gateRoleName(stack.stackName, Aws.REGION),
      description: `Tries ${stack.stackName} with a run on a cluster of its own`,
      // The caller is matched by a condition, because a principal of a trust policy has to exist already.
      assumedBy: new AccountPrincipal(caller.account).withConditions({
        ArnEquals: { 'aws:PrincipalArn': roleArn(caller.account, caller.roleName) },
      }),
      inlinePolicies: {
        Find: document(
          allow(['cloudformation:DescribeStacks'], [stacks]),
          allow(['ssm:GetParameter'], parameterArns(props)),
          // After a lost answer the gate looks whether its cluster was started. IAM has no narrower right for that.
          allow(['elasticmapreduce:ListClusters'], ['*']),
        ),
        Start: document(...startOf(STACK_TAG, stack.stackName, roles)),
        Follow: document(followAndEnd(clusters, stack.stackName)),
        // S3 reports a missing object as forbidden unless the role may list the whole bucket.
        Data: document(
          allow(['s3:ListBucket'], [bucketArn(place)]),
          allow(['s3:GetObject', 's3:PutObject'], [contentsArn(place)]),
          allow(['s3:GetObject'], [contentsArn(places.logs)]),
        ),
      },
    });
    this.roleArn = role.roleArn;
    acknowledgeWildcards(
      role,
      ['*', clusters],
      'a cluster has no ARN before it is started; it has to carry the tag of this stack',
    );
    acknowledgeWildcards(role, [stacks], "a stack's ARN ends with an id, which is not known from the name");
    acknowledgeWildcards(
      role,
      [place, places.logs].map(contentsArn),
      'objects are not known beforehand; the folder is',
    );
  }
}

function parameterArns({ parameters }: GateRoleProps): string[] {
  return [parameters.transientCluster.parameterArn, parameters.steps.parameterArn];
}

/** Covers only clusters of this stack. A gate that gives up ends its cluster. */
function followAndEnd(clusters: string, stackName: string): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'elasticmapreduce:DescribeCluster',
      'elasticmapreduce:DescribeStep',
      'elasticmapreduce:ListSteps',
      'elasticmapreduce:TerminateJobFlows',
    ],
    resources: [clusters],
    conditions: { StringEquals: { [`elasticmapreduce:ResourceTag/${STACK_TAG}`]: stackName } },
  });
}
