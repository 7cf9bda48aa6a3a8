/** Starts a cluster for a single run, at the times of a cron expression. */

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
  /** Name of the schedule group. The scheduler's metrics are by group, and this group holds only this schedule. */
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
        // By default the scheduler would try again for a day. Each try may start another cluster if EMR's answer to the
        // one before was lost.
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: refused.queueArn },
      },
    });
    schedule.addResourceDependency(group);
  }

  /** The queue of starts that failed, each with EMR's error message (AWS's page configuring-schedule-dlq). */
  private refusedStarts(): Queue {
    const queue = new Queue(this, 'RefusedStarts', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(queue, { 'AwsSolutions-SQS3': 'this queue is itself a dead-letter queue' });
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
