/** Starts a cluster of its own by the clock, for one run. */

import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { STACK_TAG } from '../deployment/tags';
import { acknowledge, acknowledgeWildcards } from './acknowledge';
import type { ClusterDefinition } from './definition';
import { type Roles, startOf } from './roles';
import { allow, document } from './statements';

export interface ScheduleProps {
  /** `cron(0 3 * * ? *)`, in UTC. */
  readonly expression: string;
  readonly cluster: ClusterDefinition;
  readonly roles: Roles;
}

export class Schedule extends Construct {
  /** The scheduler's metrics are of groups: this one has nothing but the schedule. */
  readonly groupName: string;

  constructor(scope: Construct, id: string, stack: Stack, { expression, cluster, roles }: ScheduleProps) {
    super(scope, id);
    this.groupName = stack.stackName;
    const group = new CfnScheduleGroup(this, 'Group', { name: this.groupName });
    const refused = this.refusedStarts();
    const role = starterRole(this, stack, roles, refused);
    const schedule = new CfnSchedule(this, 'Schedule', {
      groupName: this.groupName,
      description: `Starts a cluster of ${stack.stackName} for one run`,
      scheduleExpression: expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: `arn:${Aws.PARTITION}:scheduler:::aws-sdk:emr:runJobFlow`,
        roleArn: role.roleArn,
        input: stack.toJsonString(cluster),
        // it is tried again for a day by default, each time with a cluster if EMR's answer was lost
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: refused.queueArn },
      },
    });
    schedule.addResourceDependency(group);
  }

  /** What was to be started and why it was not, in EMR's own words (AWS's page configuring-schedule-dlq). */
  private refusedStarts(): Queue {
    const queue = new Queue(this, 'RefusedStarts', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(queue, { 'AwsSolutions-SQS3': 'it is the queue of dead letters itself' });
    return queue;
  }
}

function starterRole(scope: Construct, stack: Stack, roles: Roles, refused: Queue): Role {
  const { PARTITION, REGION, ACCOUNT_ID } = Aws;
  const role = new Role(scope, 'Role', {
    description: 'EventBridge Scheduler, to start a cluster',
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT_ID },
        ArnEquals: {
          'aws:SourceArn': `arn:${PARTITION}:scheduler:${REGION}:${ACCOUNT_ID}:schedule-group/${stack.stackName}`,
        },
      },
    }),
    inlinePolicies: {
      Start: document(...startOf(STACK_TAG, stack.stackName, roles)),
      Refused: document(allow(['sqs:SendMessage'], [refused.queueArn])),
    },
  });
  acknowledgeWildcards(role, ['*'], 'a cluster has no ARN before it is started; it has to carry the tag of this stack');
  return role;
}
