/**
 * Starts a cluster for a single run, at the times of a cron expression. With `newOnly` a check comes first, which leaves out
 * nights in which there is nothing new.
 */

import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Places } from '../deployment/s3-place';
import { STACK_TAG } from '../deployment/tags';
import { acknowledge, acknowledgeWildcards } from './acknowledge';
import type { ClusterDefinition } from './definition';
import { type Roles, startOf } from './roles';
import { StartIfNew } from './start-if-new';
import { allow, document } from './statements';

export interface ScheduleProps {
  /** `cron(0 3 * * ? *)`, in UTC. */
  readonly expression: string;
  readonly cluster: ClusterDefinition;
  readonly roles: Roles;
  readonly places: Places;
  /** Whether a check for new files comes before the cluster. */
  readonly isChecked: boolean;
  /** Whether the job has conditions of deletes. */
  readonly hasDeletes: boolean;
  readonly logRetentionDays: number;
}

/** What the schedule calls, and the rights that it needs for that. */
interface Target {
  readonly arn: string;
  readonly input: string;
  readonly rights: readonly PolicyStatement[];
}

export class Schedule extends Construct {
  /** Name of the schedule group. The scheduler's metrics are by group, and this group holds only this schedule. */
  readonly groupName: string;
  /** The state machine that checks first, null where none does. */
  readonly machineArn: string | null;

  constructor(scope: Construct, id: string, stack: Stack, props: ScheduleProps) {
    super(scope, id);
    this.machineArn = props.isChecked ? new StartIfNew(this, 'IfNew', stack, props).machineArn : null;
    const { arn, input, rights } = this.machineArn === null ? ofCluster(stack, props) : ofMachine(this.machineArn);
    this.groupName = stack.stackName;
    const group = new CfnScheduleGroup(this, 'Group', { name: this.groupName });
    const refused = this.refusedStarts();
    const role = starterRole(this, stack, rights, refused);
    const schedule = new CfnSchedule(this, 'Schedule', {
      groupName: this.groupName,
      description: `Starts a cluster of ${stack.stackName} for one run`,
      scheduleExpression: props.expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn,
        roleArn: role.roleArn,
        input,
        // By default the scheduler would try again for a day. Each try may start another cluster if EMR's answer to the
        // one before was lost.
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: refused.queueArn },
      },
    });
    schedule.addResourceDependency(group);
    if (!props.isChecked) {
      const reason = 'a cluster has no ARN before it is started; it has to carry the tag of this stack';
      acknowledgeWildcards(role, ['*'], reason);
    }
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

function ofCluster(stack: Stack, { cluster, roles }: ScheduleProps): Target {
  return {
    arn: `arn:${Aws.PARTITION}:scheduler:::aws-sdk:emr:runJobFlow`,
    input: stack.toJsonString(cluster),
    rights: startOf(STACK_TAG, stack.stackName, roles),
  };
}

function ofMachine(arn: string): Target {
  return { arn, input: '{}', rights: [allow(['states:StartExecution'], [arn])] };
}

function starterRole(scope: Construct, stack: Stack, rights: readonly PolicyStatement[], refused: Queue): Role {
  const { PARTITION, REGION, ACCOUNT_ID } = Aws;
  return new Role(scope, 'Role', {
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
      Start: document(...rights),
      Refused: document(allow(['sqs:SendMessage'], [refused.queueArn])),
    },
  });
}
