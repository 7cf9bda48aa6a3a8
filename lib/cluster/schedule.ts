/** Starts a cluster of its own by the clock, for one run. */

import { Aws, type Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { STACK_TAG } from '../tags';
import { acknowledgeWildcards } from './acknowledge';
import type { ClusterDefinition } from './definition';
import { type Roles, startOf } from './roles';
import { document } from './statements';

export interface ScheduleProps {
  /** `cron(0 3 * * ? *)`, in UTC. */
  readonly expression: string;
  readonly cluster: ClusterDefinition;
  readonly roles: Roles;
}

export class Schedule extends Construct {
  constructor(scope: Construct, id: string, stack: Stack, { expression, cluster, roles }: ScheduleProps) {
    super(scope, id);
    const role = starterRole(this, stack, roles);
    new CfnSchedule(this, 'Schedule', {
      description: `Starts a cluster of ${stack.stackName} for one run`,
      scheduleExpression: expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: `arn:${Aws.PARTITION}:scheduler:::aws-sdk:emr:runJobFlow`,
        roleArn: role.roleArn,
        input: stack.toJsonString(cluster),
        // it is tried again for a day by default, each time with a cluster if EMR's answer was lost
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
      },
    });
  }
}

function starterRole(scope: Construct, stack: Stack, roles: Roles): Role {
  const { PARTITION, REGION, ACCOUNT_ID } = Aws;
  const role = new Role(scope, 'Role', {
    description: 'EventBridge Scheduler, to start a cluster',
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT_ID },
        ArnEquals: { 'aws:SourceArn': `arn:${PARTITION}:scheduler:${REGION}:${ACCOUNT_ID}:schedule-group/default` },
      },
    }),
    inlinePolicies: {
      Start: document(...startOf(STACK_TAG, stack.stackName, roles)),
    },
  });
  acknowledgeWildcards(role, ['*'], 'a cluster has no ARN before it is started; it has to carry the tag of this stack');
  return role;
}
