import { readSettings } from '../../../lib/settings/read';
import type { Settings } from '../../../lib/settings/settings';
import { templatesOf } from '../synth';
import { onlyOne, resourcesOf, spelled } from '../template';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:runs';

/** The settings of `catalogTable` and `notify`, as they are read. */
function given(context: Readonly<Record<string, unknown>>): Partial<Settings> {
  const { catalogTable, notify } = readSettings(context, {});
  return { catalogTable, notify };
}

const templates = templatesOf({ ...given({ catalogTable: 'films.latest', notify: QUEUE }) });
const ofUser = templatesOf({ ...given({ catalogTable: 'films.latest', notify: QUEUE }), output: 's3://mine/a/b/' });

test('catalogTable makes a database and a table over the output', () => {
  const { cluster } = templates;
  expect(onlyOne(cluster, 'AWS::Glue::Database').Properties).toEqual({
    CatalogId: { Ref: 'AWS::AccountId' },
    DatabaseInput: { Name: 'films' },
  });
  const { DatabaseName, TableInput } = onlyOne(cluster, 'AWS::Glue::Table').Properties;
  expect(DatabaseName).toEqual({ Ref: expect.stringMatching(/^OutputTableDatabase/) });
  expect(TableInput).toMatchObject({
    Name: 'latest',
    TableType: 'EXTERNAL_TABLE',
    Parameters: { classification: 'csv' },
    StorageDescriptor: {
      Columns: [
        { Name: 'movie', Type: 'string' },
        { Name: 'user', Type: 'string' },
        { Name: 'rating', Type: 'string' },
        { Name: 'timestamp', Type: 'bigint' },
      ],
      SerdeInfo: { Parameters: { 'field.delim': '^' } },
    },
  });
  expect(spelled(TableInput.StorageDescriptor.Location)).toBe('s3://dedup-storage-OutputBucket/');
  const { TableInput: theirs } = onlyOne(ofUser.cluster, 'AWS::Glue::Table').Properties;
  expect(theirs.StorageDescriptor.Location).toBe('s3://mine/a/b/');
});

test('the bucket of the output tells EventBridge of its objects, and a bucket of the user is not changed', () => {
  const told = { EventBridgeConfiguration: { EventBridgeEnabled: true } };
  const { InputBucket, OutputBucket, LogBucket } = resourcesOf(templates.storage, 'AWS::S3::Bucket');
  expect(OutputBucket?.Properties.NotificationConfiguration).toEqual(told);
  for (const bucket of [InputBucket, LogBucket, ...Object.values(resourcesOf(ofUser.storage, 'AWS::S3::Bucket'))]) {
    expect(bucket?.Properties).not.toHaveProperty('NotificationConfiguration');
  }
});

test.each([
  ['the own bucket', templates, 'dedup-storage-OutputBucket', ''],
  ['a folder of the user', ofUser, 'mine', 'a/b/'],
])(
  'of %s only _SUCCESS of the output itself is told, with the place of its summary',
  (_, { cluster }, bucket, folder) => {
    const { EventPattern, Targets } = resourcesOf(cluster, 'AWS::Events::Rule').EndEventRule?.Properties ?? {};
    expect(EventPattern).toMatchObject({ source: ['aws.s3'], 'detail-type': ['Object Created'] });
    expect(EventPattern.detail.bucket.name.map(spelled)).toEqual([bucket]);
    expect(EventPattern.detail.object.key).toEqual([`${folder}_SUCCESS`]);
    expect(Targets).toHaveLength(1);
    const { InputPathsMap, InputTemplate } = Targets[0].InputTransformer;
    expect(InputPathsMap).toEqual({ time: '$.time' });
    expect(JSON.parse(spelled(InputTemplate).replace('<time>', '"2026-11-22T15:24:52Z"'))).toEqual({
      deployment: 'dedup',
      output: `s3://${bucket}/${folder}`,
      time: '2026-11-22T15:24:52Z',
      summary: { bucket, key: `${folder}_dedup/summary.json` },
    });
  },
);

test.each([
  ['arn:aws:sns:us-east-1:123456789012:runs', 'sns:Publish'],
  [QUEUE, 'sqs:SendMessage'],
  ['arn:aws:states:us-east-1:123456789012:stateMachine:runs', 'states:StartExecution'],
])('EventBridge may send to %s, and to nothing else', (notify, action) => {
  const { cluster } = templatesOf(given({ notify }));
  const [target] = resourcesOf(cluster, 'AWS::Events::Rule').EndEventRule?.Properties.Targets ?? [];
  const role = resourcesOf(cluster, 'AWS::IAM::Role').EndEventRole?.Properties;
  expect(target.Arn).toBe(notify);
  expect(spelled(target.RoleArn)).toMatch(/^<EndEventRole[0-9A-F]{8}\.Arn>$/);
  expect(spelled(role.RoleName)).toBe('dedup-cluster-<AWS::Region>-notify');
  expect(role.Policies.map(({ PolicyDocument }: { PolicyDocument: unknown }) => PolicyDocument)).toEqual([
    { Statement: [{ Action: action, Effect: 'Allow', Resource: notify }], Version: '2012-10-17' },
  ]);
  const [{ Principal, Condition }] = role.AssumeRolePolicyDocument.Statement;
  expect(Principal).toEqual({ Service: 'events.amazonaws.com' });
  expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
  expect(Condition.ArnEquals['aws:SourceArn'].map(spelled)).toEqual([
    'arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/dedup-cluster-published',
    'arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/default/dedup-cluster-published',
  ]);
});

test('an event that the target does not take is kept', () => {
  const [target] = resourcesOf(templates.cluster, 'AWS::Events::Rule').EndEventRule?.Properties.Targets ?? [];
  expect(spelled(target.DeadLetterConfig.Arn)).toMatch(/^<EndEventUndelivered[0-9A-F]{8}\.Arn>$/);
  const { Statement } = onlyOne(templates.cluster, 'AWS::SQS::QueuePolicy').Properties.PolicyDocument;
  expect(Statement).toContainEqual(
    expect.objectContaining({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Principal: { Service: 'events.amazonaws.com' },
    }),
  );
});

test('a FIFO queue gets the events of a deployment as one group', () => {
  const { cluster } = templatesOf(given({ notify: `${QUEUE}.fifo` }));
  const [target] = resourcesOf(cluster, 'AWS::Events::Rule').EndEventRule?.Properties.Targets ?? [];
  expect(target.SqsParameters).toEqual({ MessageGroupId: 'dedup' });
});

test('without these settings there is neither a table nor an event', () => {
  const { cluster } = templatesOf({});
  for (const type of ['AWS::Glue::Database', 'AWS::Glue::Table', 'AWS::Events::Rule', 'AWS::SQS::Queue']) {
    cluster.resourceCountIs(type, 0);
  }
});
