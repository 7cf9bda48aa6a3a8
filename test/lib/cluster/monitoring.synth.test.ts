import { readSettings } from '../../../lib/settings/read';
import type { Settings } from '../../../lib/settings/settings';
import { templatesOf } from '../synth';
import { onlyOne, resourcesOf, spelled, spelledWhere } from '../template';

const cluster = (changes: Partial<Settings>) => templatesOf(changes).cluster;
const mailed = cluster({ alarmEmail: 'ops@example.com' });

test('an alarm is raised for a cluster that idles beyond its idle time', () => {
  expect(onlyOne(cluster({}), 'AWS::CloudWatch::Alarm').Properties).toMatchObject({
    Namespace: 'AWS/ElasticMapReduce',
    MetricName: 'IsIdle',
    Dimensions: [{ Name: 'JobFlowId', Value: { Ref: 'Cluster' } }],
    Statistic: 'Minimum',
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Period: 300,
    EvaluationPeriods: 15,
    TreatMissingData: 'notBreaching',
  });
});

test.each([
  [1425, 300, 86_400],
  [1426, 3600, 25 * 3600],
  [10_080, 3600, 604_800],
])('an alarm of %i idle minutes looks back no further than CloudWatch does', (idleMinutes, period, seconds) => {
  const { Period, EvaluationPeriods } = onlyOne(cluster({ idleMinutes }), 'AWS::CloudWatch::Alarm').Properties;
  expect([Period, Period * EvaluationPeriods]).toEqual([period, seconds]);
});

test('failures and the alarm are mailed', () => {
  const topic = { Ref: expect.stringMatching(/^WatchingTopic/) };
  expect(onlyOne(mailed, 'AWS::SNS::Subscription').Properties).toEqual({
    Endpoint: 'ops@example.com',
    Protocol: 'email',
    TopicArn: topic,
  });
  expect(onlyOne(mailed, 'AWS::CloudWatch::Alarm').Properties.AlarmActions).toEqual([topic]);
  const { WatchingStepFailed: step, WatchingClusterFailed: end } = resourcesOf(mailed, 'AWS::Events::Rule');
  expect(step?.Properties.EventPattern).toEqual({
    source: ['aws.emr'],
    'detail-type': ['EMR Step Status Change'],
    detail: { clusterId: [{ Ref: 'Cluster' }], state: ['FAILED', 'CANCELLED'] },
  });
  expect(end?.Properties.EventPattern).toEqual({
    source: ['aws.emr'],
    'detail-type': ['EMR Cluster State Change'],
    // the clusters of the stack and the schedule, and those of submit --new-cluster, whose names end in the run
    detail: { name: ['dedup-1', { prefix: 'dedup-1-20' }], state: ['TERMINATED_WITH_ERRORS'] },
  });
  for (const rule of [step, end]) expect(rule?.Properties.Targets).toEqual([{ Arn: topic, Id: 'Target0' }]);
});

test.each([
  ['is refused', 'WatchingRefusedStart', 'TargetErrorCount'],
  ['is tried no more', 'WatchingDroppedStart', 'InvocationDroppedCount'],
])('an alarm is raised for a scheduled start that %s', (_, id, MetricName) => {
  const scheduled = cluster({ alarmEmail: 'ops@example.com', schedule: 'cron(0 3 * * ? *)' });
  const alarm = resourcesOf(scheduled, 'AWS::CloudWatch::Alarm')[id];
  const group = onlyOne(scheduled, 'AWS::Scheduler::ScheduleGroup').Properties.Name;
  expect(alarm?.Properties).toMatchObject({
    AlarmActions: [{ Ref: expect.stringMatching(/^WatchingTopic/) }],
    Namespace: 'AWS/Scheduler',
    MetricName,
    Dimensions: [{ Name: 'ScheduleGroup', Value: group }],
    Statistic: 'Sum',
    Period: 300,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 1,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
  });
  expect(onlyOne(scheduled, 'AWS::Scheduler::Schedule').Properties.GroupName).toBe(group);
});

test('an alarm is raised for a publication that the target of notify was not told of', () => {
  const { notify } = readSettings({ notify: 'arn:aws:sqs:us-east-1:123456789012:runs' }, {});
  const told = cluster({ alarmEmail: 'ops@example.com', notify });
  expect(resourcesOf(told, 'AWS::CloudWatch::Alarm').WatchingUntold?.Properties).toMatchObject({
    AlarmActions: [{ Ref: expect.stringMatching(/^WatchingTopic/) }],
    Namespace: 'AWS/Events',
    MetricName: 'InvocationsSentToDlq',
    Dimensions: [{ Name: 'RuleName', Value: resourcesOf(told, 'AWS::Events::Rule').EndEventRule?.Properties.Name }],
    Statistic: 'Sum',
    Threshold: 1,
    TreatMissingData: 'notBreaching',
  });
});

test('a scheduled start that is refused is kept in a queue with its reason', () => {
  const scheduled = cluster({ schedule: 'cron(0 3 * * ? *)' });
  const queue = onlyOne(scheduled, 'AWS::SQS::Queue');
  expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
  const { Target } = onlyOne(scheduled, 'AWS::Scheduler::Schedule').Properties;
  expect(spelled(Target.DeadLetterConfig.Arn)).toMatch(/^<ScheduleRefusedStarts[0-9A-F]+\.Arn>$/);
});

test('the topic accepts messages of rules and alarms, over TLS only', () => {
  const { Statement } = onlyOne(mailed, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument;
  const allowed = Statement.filter((each: { readonly Effect: string }) => each.Effect === 'Allow');
  const services = allowed.map((each: { readonly Principal: { readonly Service: string } }) => each.Principal.Service);
  expect(services.sort()).toEqual(['cloudwatch.amazonaws.com', 'events.amazonaws.com']);
  expect(Statement).toContainEqual(
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  );
});

test('without alarmEmail there is no topic and no subscription', () => {
  for (const type of ['AWS::SNS::Topic', 'AWS::Events::Rule']) cluster({}).resourceCountIs(type, 0);
});

test("the dashboard shows EMR's metrics and a link to the report of the run", () => {
  const body = JSON.parse(spelled(onlyOne(cluster({}), 'AWS::CloudWatch::Dashboard').Properties.DashboardBody));
  const [text, ...graphs] = body.widgets;
  expect(text.properties.markdown).toMatch(
    'https://<AWS::Region>.console.aws.amazon.com/s3/object/dedup-storage-OutputBucket?prefix=_dedup/report.html',
  );
  const metrics = graphs.flatMap(({ properties }: { properties: { metrics: string[][] } }) => properties.metrics);
  expect(metrics.length).toBeGreaterThan(10);
  for (const [namespace, , dimension, id] of metrics) {
    expect([namespace, dimension, id]).toEqual(['AWS/ElasticMapReduce', 'JobFlowId', '<Cluster>']);
  }
});

test.each([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
  ['aws-eusc', 'console.amazonaws-eusc.eu'],
  ['another', 'console.aws.amazon.com'],
])("the dashboard's links lead to the console of partition %s", (partition, host) => {
  const conditions = Object.entries(mailed.toJSON().Conditions) as [string, unknown][];
  const holds = JSON.stringify({ 'Fn::Equals': [{ Ref: 'AWS::Partition' }, partition] });
  const hold = conditions.flatMap(([name, is]) => (JSON.stringify(is) === holds ? [name] : []));
  const body = spelledWhere(hold, onlyOne(mailed, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody);
  const links = JSON.parse(body).widgets[0].properties.markdown.match(/https:[^)]*/g);
  expect(links).toEqual([
    `https://<AWS::Region>.${host}/s3/object/dedup-storage-OutputBucket?prefix=_dedup/report.html`,
    `https://<AWS::Region>.${host}/emr/home?region=<AWS::Region>#/clusterDetails/<Cluster>`,
  ]);
});
