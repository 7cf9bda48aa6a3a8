/** Monitoring of a cluster: a dashboard, an alarm, and e-mails where an address is set. */

import { Aws, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  Metric,
  type MetricProps,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { REPORT_FILE } from '../../job/shared/output-files';
import { publicationRuleName } from '../deployment/outputs';
import { keyIn, type S3Place, urlOf } from '../deployment/s3-place';
import type { Settings } from '../settings/settings';
import { acknowledge } from './acknowledge';
import { Console } from './console';
import { clusterName } from './definition';
import type { Schedule } from './schedule';

export interface MonitoringProps {
  readonly settings: Settings;
  readonly clusterId: string;
  readonly output: S3Place;
  /** Null where there is no schedule. */
  readonly schedule: Pick<Schedule, 'groupName' | 'machineArn'> | null;
}

/** The alarm waits this long after the idle time at which EMR should have ended the cluster. */
const GRACE_MINUTES = 15;
const PERIOD_MINUTES = 5;
/** CloudWatch evaluates at most one day, or one week where the period is an hour or more. */
const LONG_PERIOD_MINUTES = 60;
const DAY_MINUTES = 24 * 60;

/** Starts that EMR or a role refused, and starts that the scheduler has given up on. */
const REFUSED_STARTS = { RefusedStart: 'TargetErrorCount', DroppedStart: 'InvocationDroppedCount' } as const;

const NO_START = 'A cluster that was to start by the schedule did not';

export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { settings, clusterId, output, schedule } = props;
    const alarms = [
      this.idleAlarm(settings, clusterId),
      ...(schedule === null ? [] : this.startAlarms(schedule)),
      ...(settings.notify === null ? [] : [this.untoldAlarm()]),
    ];
    if (settings.alarmEmail !== null) this.notify(settings.alarmEmail, alarms, settings, clusterId);
    this.dashboard(clusterId, output);
  }

  private idleAlarm({ idleMinutes }: Settings, clusterId: string): Alarm {
    const wantedMinutes = Math.min(idleMinutes + GRACE_MINUTES, 7 * DAY_MINUTES);
    const periodMinutes = wantedMinutes <= DAY_MINUTES ? PERIOD_MINUTES : LONG_PERIOD_MINUTES;
    const periods = Math.ceil(wantedMinutes / periodMinutes);
    return new Alarm(this, 'Idle', {
      alarmDescription: `A cluster has been idle for ${periods * periodMinutes} minutes and is paid for`,
      metric: emrMetric(clusterId, 'IsIdle', 'Minimum', periodMinutes),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: periods,
      // A cluster that has ended sends no metrics.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Metrics of EventBridge Scheduler and of Step Functions (their pages on monitoring by CloudWatch). */
  private startAlarms({ groupName, machineArn }: Pick<Schedule, 'groupName' | 'machineArn'>): Alarm[] {
    const refused = Object.entries(REFUSED_STARTS).map(([id, metricName]) =>
      this.failureAlarm(id, `${NO_START}; the queue of refused starts says why`, {
        namespace: 'AWS/Scheduler',
        metricName,
        dimensionsMap: { ScheduleGroup: groupName },
      }),
    );
    if (machineArn === null) return refused;
    const failed = this.failureAlarm('FailedStart', `${NO_START}; the last execution of the state machine says why`, {
      namespace: 'AWS/States',
      metricName: 'ExecutionsFailed',
      dimensionsMap: { StateMachineArn: machineArn },
    });
    return [...refused, failed];
  }

  /** A metric of EventBridge (its page eb-monitoring). The rule is named, and so has not to be made before the alarm. */
  private untoldAlarm(): Alarm {
    return this.failureAlarm(
      'Untold',
      'The target of notify was not told of a publication; the queue Undelivered says why',
      {
        namespace: 'AWS/Events',
        metricName: 'InvocationsSentToDlq',
        dimensionsMap: { RuleName: publicationRuleName(Stack.of(this).stackName) },
      },
    );
  }

  /** An alarm that a single failure raises. */
  private failureAlarm(id: string, alarmDescription: string, metric: MetricProps): Alarm {
    return new Alarm(this, id, {
      alarmDescription,
      metric: new Metric({
        ...metric,
        statistic: 'Sum',
        period: Duration.minutes(PERIOD_MINUTES),
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private notify(email: string, alarms: readonly Alarm[], settings: Settings, clusterId: string): void {
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    acknowledge(topic, {
      'AwsSolutions-SNS2':
        'messages hold only names, ids and states; a key would cost more than the rest of an idle deployment',
    });
    topic.addSubscription(new EmailSubscription(email));
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
    // A topic with its own policy lets nobody else publish, and CDK adds only the right of rules.
    topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    for (const [id, pattern] of Object.entries(failures(clusterId, clusterName(settings)))) {
      new Rule(this, id, { eventPattern: pattern, targets: [new SnsTopic(topic)] });
    }
  }

  private dashboard(clusterId: string, output: S3Place): void {
    const { url } = new Console(this, 'Console');
    const graph = (title: string, names: readonly string[]) =>
      new GraphWidget({ title, width: 12, left: names.map((name) => emrMetric(clusterId, name, 'Average')) });
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [new TextWidget({ width: 24, height: 3, markdown: whereTheRunIs(url, clusterId, output) })],
        [
          graph('Containers', ['ContainerAllocated', 'ContainerPending', 'ContainerReserved']),
          graph('Applications', ['AppsRunning', 'AppsPending', 'AppsCompleted', 'AppsFailed', 'AppsKilled']),
        ],
        [
          graph('Nodes', ['CoreNodesRunning', 'CoreNodesPending', 'MRActiveNodes', 'MRLostNodes', 'MRUnhealthyNodes']),
          graph('Memory, MB', ['MemoryAllocatedMB', 'MemoryAvailableMB', 'MemoryTotalMB']),
        ],
        [graph('Idle', ['IsIdle']), graph('HDFS, % full', ['HDFSUtilization'])],
      ],
    });
  }
}

/**
 * A run id begins with its year, so a cluster's name with this prefix is of this deployment. The name of another
 * deployment would continue differently.
 */
const START_OF_RUN_IDS = '20';

/**
 * An event of a cluster tells its name, but an event of a step tells only the cluster's id. A failed step on a
 * scheduled cluster is therefore reported by the end of that cluster.
 */
function failures(clusterId: string, name: string): Readonly<Record<string, EventPattern>> {
  return {
    StepFailed: {
      source: ['aws.emr'],
      detailType: ['EMR Step Status Change'],
      detail: { clusterId: [clusterId], state: ['FAILED', 'CANCELLED'] },
    },
    ClusterFailed: {
      source: ['aws.emr'],
      detailType: ['EMR Cluster State Change'],
      detail: { name: [name, { prefix: `${name}-${START_OF_RUN_IDS}` }], state: ['TERMINATED_WITH_ERRORS'] },
    },
  };
}

function emrMetric(
  clusterId: string,
  metricName: string,
  statistic: 'Average' | 'Minimum',
  periodMinutes = PERIOD_MINUTES,
): Metric {
  return new Metric({
    namespace: 'AWS/ElasticMapReduce',
    metricName,
    dimensionsMap: { JobFlowId: clusterId },
    statistic,
    period: Duration.minutes(periodMinutes),
  });
}

function whereTheRunIs(console: string, clusterId: string, output: S3Place): string {
  const { bucketName } = output;
  const key = keyIn(output, REPORT_FILE);
  return [
    `The [page of the last run](${console}/s3/object/${bucketName}?prefix=${key}): what was read, decided and written.`,
    `Output: \`${urlOf(output)}\`. Cluster: [${clusterId}](${console}/emr/home?region=${Aws.REGION}#/clusterDetails/${clusterId}).`,
  ].join('\n\n');
}
