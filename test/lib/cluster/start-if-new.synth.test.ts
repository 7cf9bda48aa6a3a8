import { NOTHING_NEW } from '../../../lib/cluster/check/answer';
import type { Settings } from '../../../lib/settings/settings';
import { SAMPLE_SETTINGS } from '../sample-settings';
import { templatesOf } from '../synth';
import { onlyOne, outlived, resourcesOf, spelled } from '../template';

const NIGHTLY: Partial<Settings> = {
  schedule: 'cron(0 3 * * ? *)',
  job: { ...SAMPLE_SETTINGS.job, newOnly: true },
  input: ['s3://mine/a/', 's3://mine/b/', 's3://theirs/'],
  output: 's3://mine/out/',
};
const { cluster } = templatesOf(NIGHTLY);

const { DefinitionString } = onlyOne(cluster, 'AWS::StepFunctions::StateMachine').Properties;
const { StartAt, States } = JSON.parse(spelled(DefinitionString));

const role = (id: string) => resourcesOf(cluster, 'AWS::IAM::Role')[id]?.Properties;
const statements = (id: string) =>
  role(id).Policies.flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: unknown[] } }) => PolicyDocument.Statement,
  );

test('the schedule starts the check, and not a cluster', () => {
  const { Target, ScheduleExpression } = onlyOne(cluster, 'AWS::Scheduler::Schedule').Properties;
  expect(ScheduleExpression).toBe('cron(0 3 * * ? *)');
  expect(spelled(Target.Arn)).toMatch(/^<ScheduleIfNewMachine[0-9A-F]*\.Arn>$/);
  expect(Target.Input).toBe('{}');
  const [{ Action, Resource }] = statements('ScheduleRole');
  expect([Action, spelled(Resource)]).toEqual(['states:StartExecution', spelled(Target.Arn)]);
});

test('the check gets the places of the deployment, and every error in it leads to a cluster', () => {
  expect(StartAt).toBe('Check');
  expect(States.Check).toMatchObject({
    Resource: 'arn:<AWS::Partition>:states:::lambda:invoke',
    Parameters: {
      FunctionName: expect.stringMatching(/^<ScheduleIfNewCheck[0-9A-F]{8}\.Arn>$/),
      Payload: {
        inputs: ['s3://mine/a/', 's3://mine/b/', 's3://theirs/'],
        output: 's3://mine/out/',
        hasDeletes: false,
      },
    },
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Start' }],
    Next: 'IsIdle',
  });
  // the function ends before the state machine gives up on it
  const { Timeout } = resourcesOf(cluster, 'AWS::Lambda::Function').ScheduleIfNewCheck?.Properties ?? {};
  expect(States.Check.TimeoutSeconds).toBeGreaterThan(Timeout);
});

test('one answer alone leads to no cluster', () => {
  const answer = '$.Payload';
  expect(States.IsIdle).toEqual({
    Type: 'Choice',
    Choices: [
      {
        And: [
          { Variable: answer, IsPresent: true },
          { Variable: answer, IsString: true },
          { Variable: answer, StringEquals: NOTHING_NEW },
        ],
        Next: 'Idle',
      },
    ],
    Default: 'Start',
  });
  expect(States.Idle).toEqual({ Type: 'Succeed' });
});

test('the cluster is that of a schedule without a check', () => {
  expect(States.Start.Resource).toBe('arn:<AWS::Partition>:states:::aws-sdk:emr:runJobFlow');
  expect(States.Start.Retry).toMatchObject([{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }]);
  const always = templatesOf({ ...NIGHTLY, job: SAMPLE_SETTINGS.job }).cluster;
  const { Target } = onlyOne(always, 'AWS::Scheduler::Schedule').Properties;
  const request = JSON.parse(spelled(Target.Input));
  const [copy, run] = States.Start.Parameters.Steps;
  const args = run.HadoopJarStep.Args.filter((each: string) => each !== '--new-only');
  expect(args).toHaveLength(run.HadoopJarStep.Args.length - 1);
  const same = { ...run, HadoopJarStep: { ...run.HadoopJarStep, Args: args } };
  expect({ ...States.Start.Parameters, Steps: [copy, same] }).toEqual(request);
});

test('the check may read the inputs, list the output, and read what the kit writes about the output', () => {
  const rights = statements('ScheduleIfNewCheckRole').map(
    ({ Action, Resource }: { Action: unknown; Resource: unknown }) => [
      Action,
      Array.isArray(Resource) ? Resource.map(spelled) : spelled(Resource),
    ],
  );
  const s3 = (name: string) => `arn:<AWS::Partition>:s3:::${name}`;
  expect(rights).toEqual([
    [['logs:CreateLogStream', 'logs:PutLogEvents'], expect.stringMatching(/^<ScheduleIfNewLog[0-9A-F]{8}\.Arn>$/)],
    ['s3:ListBucket', [s3('mine'), s3('theirs')]],
    ['s3:GetObject', [s3('mine/a'), s3('mine/a/*'), s3('mine/b'), s3('mine/b/*'), s3('theirs/*')]],
    ['s3:ListBucket', s3('mine')],
    ['s3:GetObject', [s3('mine/out/_SUCCESS'), s3('mine/out/_dedup/*')]],
  ]);
  expect(spelled(role('ScheduleIfNewCheckRole').RoleName)).toBe('dedup-cluster-<AWS::Region>-check');
});

test('the state machine may call the check and start clusters with the tag of the stack', () => {
  const [check, start] = statements('ScheduleIfNewRole');
  expect([check.Action, spelled(check.Resource)]).toEqual([
    'lambda:InvokeFunction',
    States.Check.Parameters.FunctionName,
  ]);
  expect(start).toMatchObject({
    Action: ['elasticmapreduce:AddTags', 'elasticmapreduce:RunJobFlow'],
    Condition: { StringEquals: { 'elasticmapreduce:RequestTag/dedup-stack': 'dedup-cluster' } },
  });
});

test('a failure to start the cluster raises an alarm', () => {
  const mailed = templatesOf({ ...NIGHTLY, alarmEmail: 'ops@example.com' }).cluster;
  const { WatchingFailedStart: alarm } = resourcesOf(mailed, 'AWS::CloudWatch::Alarm');
  expect(alarm?.Properties).toMatchObject({
    AlarmActions: [{ Ref: expect.stringMatching(/^WatchingTopic/) }],
    Namespace: 'AWS/States',
    MetricName: 'ExecutionsFailed',
    Dimensions: [{ Name: 'StateMachineArn' }],
    Threshold: 1,
    TreatMissingData: 'notBreaching',
  });
});

test('the state machine is deleted before the clusters are ended', () => {
  const [machine] = Object.keys(cluster.findResources('AWS::StepFunctions::StateMachine')) as [string];
  const [ending] = Object.keys(cluster.findResources('Custom::EndClusters')) as [string];
  expect(outlived(cluster, machine)).toContain(ending);
});

test.each([
  ['schedule', { ...NIGHTLY, schedule: null }],
  ['newOnly', { ...NIGHTLY, job: SAMPLE_SETTINGS.job }],
])('without %s there is no check', (_, changes) => {
  templatesOf(changes).cluster.resourceCountIs('AWS::StepFunctions::StateMachine', 0);
});
