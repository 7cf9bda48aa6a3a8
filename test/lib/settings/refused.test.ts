import { defects } from './defects';

const WRONG: readonly (readonly [string, unknown, string])[] = [
  ['name', '-x', "name is '-x', expected at most 32 letters, digits and hyphens, a letter first and no hyphen last"],
  [
    'name',
    'x'.repeat(33),
    `name is '${'x'.repeat(33)}', expected at most 32 letters, digits and hyphens, a letter first and no hyphen last`,
  ],
  ['release', '', "release is '', expected a text"],
  ['release', ['emr-7.13.0'], 'release is ["emr-7.13.0"], expected a text'],
  ['masterInstanceType', 'm5', "masterInstanceType is 'm5', expected an EC2 instance type such as m5.xlarge"],
  ['coreInstanceType', 'M5.xlarge', "coreInstanceType is 'M5.xlarge', expected an EC2 instance type such as m5.xlarge"],
  ['coreInstanceCount', 2.5, 'coreInstanceCount is 2.5, expected a whole number from 1'],
  ['coreInstanceCount', '-4', "coreInstanceCount is '-4', expected a whole number from 1"],
  ['containerMemoryMb', '2560m', "containerMemoryMb is '2560m', expected a whole number from 1280"],
  ['applicationMasterMemoryMb', 100, 'applicationMasterMemoryMb is 100, expected a whole number from 512'],
  ['header', 1, 'header is 1, expected true or false'],
  ['badRecords', 'ignore', "badRecords is 'ignore', expected one of fail, drop, keep"],
  ['deleteWhen', 7, 'deleteWhen is 7, expected texts, a list or commas between'],
  ['deleteWhen', { op: 'D' }, 'deleteWhen is {"op":"D"}, expected texts, a list or commas between'],
  ['deleteWhen', 'op', "deleteWhen 'op' has no '=': give <column>=<value>, like op=D, or <column>!=<value>"],
  [
    'deleteWhen',
    ['op=D'],
    "deleteWhen names 'op', which is not a column; the columns are movie, user, rating, timestamp: give others with columns",
  ],
  ['forgetDeletedBefore', '7', 'forgetDeletedBefore needs deleteWhen: without it no record is a delete'],
  ['parts', 0, 'parts is 0, expected a whole number from 1'],
  ['maxRunTime', '6 hours', "maxRunTime '6 hours' is no time, expected seconds, minutes or hours like 90s, 30m or 2h"],
  ['maxRunTime', '1000h', "maxRunTime '1000h' is no time limit, expected 1s to 596h"],
  ['input', 'in/', "input is 'in/', expected a list, or commas between, of s3://bucket/ or s3://bucket/prefix/"],
  [
    'input',
    ['s3://b/', 7],
    'input is ["s3://b/",7], expected a list, or commas between, of s3://bucket/ or s3://bucket/prefix/',
  ],
  ['output', 's3://B', "output is 's3://B', expected s3://bucket/ or s3://bucket/prefix/"],
  ['ec2KeyName', 'é', "ec2KeyName is 'é', expected the name of an EC2 key pair"],
  ['sessionManager', 'on', "sessionManager is 'on', expected true or false"],
  ['vpcId', 'my-vpc', "vpcId is 'my-vpc', expected vpc-…"],
  ['subnetId', 'vpc-1', "subnetId is 'vpc-1', expected subnet-…"],
  [
    'availabilityZone',
    'us-east-1',
    "availabilityZone is 'us-east-1', expected an availability zone such as us-east-1b",
  ],
  ['idleMinutes', 'never', "idleMinutes is 'never', expected a whole number from 1 to 10080"],
  ['idleMinutes', 0, 'idleMinutes is 0, expected a whole number from 1 to 10080'],
  ['idleMinutes', 10_081, 'idleMinutes is 10081, expected a whole number from 1 to 10080'],
  [
    'logRetentionDays',
    31,
    'logRetentionDays is 31, expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
  ],
  ['alarmEmail', 'me', "alarmEmail is 'me', expected an e-mail address"],
  [
    'tags',
    'team',
    "tags is 'team', expected an object of at most 48 texts, or name=value with commas between, as AWS allows in tags",
  ],
  [
    'tags',
    { 'aws:x': 'y' },
    `tags is {"aws:x":"y"}, expected an object of at most 48 texts, or name=value with commas between, as AWS allows in tags`,
  ],
  [
    'tags',
    { team: 7 },
    `tags is {"team":7}, expected an object of at most 48 texts, or name=value with commas between, as AWS allows in tags`,
  ],
  [
    'diskEncryptionKey',
    'alias/x',
    "diskEncryptionKey is 'alias/x', expected the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>",
  ],
  [
    'catalogTable',
    'Films.latest',
    "catalogTable is 'Films.latest', expected database.table, both of lower-case letters, digits and _, with a letter first",
  ],
  [
    'catalogTable',
    'latest',
    "catalogTable is 'latest', expected database.table, both of lower-case letters, digits and _, with a letter first",
  ],
  ...[
    'runs',
    'arn:aws:lambda:us-east-1:123456789012:function:runs',
    'arn:aws:sns:us-east-1:123456789012:runs.fifo',
    'arn:aws:states:us-east-1:123456789012:stateMachine:runs:live',
    'arn:aws:sqs:us-east-1:1234:runs',
  ].map(
    (arn) =>
      [
        'notify',
        arn,
        `notify is '${arn}', expected the ARN of an SNS topic that is not FIFO, of an SQS queue, or of a Step Functions state machine without a version: arn:aws:sns:<region>:<account>:<topic>, arn:aws:sqs:<region>:<account>:<queue>, arn:aws:states:<region>:<account>:stateMachine:<name>`,
      ] as const,
  ),
  ['generation', 0, 'generation is 0, expected a whole number from 1'],
  ['retainData', 'no', "retainData is 'no', expected true or false"],
  ['preflight', 'off', "preflight is 'off', expected one of error, warn"],
];

it.each(WRONG)('the setting %s = %j is refused', (key, value, line) => {
  expect(defects({ [key]: value })).toEqual([line]);
});

it.each([
  [{ subnetId: 'subnet-1' }, "subnetId is 'subnet-1' without its VPC, expected vpcId too"],
  [{ vpcId: 'vpc-1' }, "vpcId is 'vpc-1' without a subnet, expected subnetId too"],
  [
    { vpcId: 'vpc-1', subnetId: 'subnet-1', availabilityZone: 'us-east-1a' },
    "availabilityZone is 'us-east-1a', but subnetId 'subnet-1' has a zone already, expected one of them",
  ],
])('the network %j is refused', (context, line) => {
  expect(defects(context)).toEqual([line]);
});

it.each([
  ...['cron(0 3 * * * *)', 'cron(0 3 ? * ? *)', 'cron(0 3 * * ?)', '0 3 * * ? *', 'rate(1 day)'],
  ...['cron(60 3 * * ? *)', 'cron(0 24 * * ? *)', 'cron(0 3 0 * ? *)', 'cron(0 3 ? 13 MON *)', 'cron(0 3 ? * 8 *)'],
  ...[
    'cron(0 3 ? * MOO *)',
    'cron(0 3 ? * 2#6 *)',
    'cron(0 3 32W * ? *)',
    'cron(0 3 * * ? 1969)',
    'cron(0 3  * * ? *)',
  ],
  ...['cron(9-3 3 * * ? *)', 'cron(0/0 3 * * ? *)', 'cron(1-2-3 3 * * ? *)', 'cron(, 3 * * ? *)', 'cron(0 ? * * ? *)'],
])('the schedule %s is refused', (schedule) => {
  expect(defects({ schedule })).toEqual([
    `schedule is '${schedule}', expected cron(minutes hours day-of-month month day-of-week year), one of the two days ?, such as cron(0 3 * * ? *)`,
  ]);
});

it.each([
  [
    { key: 'film' },
    "key names 'film', which is not a column; the columns are movie, user, rating, timestamp: give others with columns",
  ],
  [{ orderBy: 'timestamp,timestamp:text' }, "orderBy names 'timestamp' twice"],
  [{ quote: '::' }, "quote '::' is 2 bytes, expected one (\\t and \\xHH are understood)"],
  [
    { escape: '\\', trim: true },
    'trim needs quote where escape is given: a blank behind an escape is a part of the value',
  ],
  [{ timeZone: 'UTC' }, 'timeZone needs a timestamp in orderBy, as in ts:timestamp'],
  [
    { format: 'json', trim: true },
    'trim does not go with format json: blanks around its values never count, and blanks within its strings always do',
  ],
  [
    { format: 'json', header: true },
    'header does not go with format json: each record names its values; skipLines leaves out lines at the start of files',
  ],
  [
    { format: 'json', key: 'user,user.id' },
    "key names 'user.id', which lies within 'user' of key: an object with names in it is no value, so that no record has both",
  ],
  [{ maxBadRecords: 5 }, 'maxBadRecords needs badRecords drop or keep: with fail the first one ends the run'],
  [
    { badRecords: 'drop', maxBadRecords: 'few' },
    "maxBadRecords 'few' is neither a number of records nor a percentage from 0% to 100%",
  ],
  [{ parallelism: 10_001 }, "parallelism '10001' is neither a whole number from 1 to 10000 nor auto"],
  [{ parallelism: 'most' }, "parallelism is 'most', expected a whole number from 1, or auto"],
  [{ parallelism: 16, maxParallelism: 8 }, 'parallelism 16 is more than maxParallelism 8'],
  [
    { parallelism: 'auto', maxParallelism: 3 },
    'slots 4 is more than maxParallelism 3, so no container could run; give fewer slots',
  ],
  [{ slots: 257 }, "slots '257' is not a whole number from 1 to 256"],
  [{ parts: 100_001 }, "parts '100001' is not a whole number from 1 to 100000"],
  [{ containerMemoryMb: 300_000 }, "containerMemoryMb '300000m' is not a size from 1280m to 256g, for example 2560m"],
  [
    { applicationMasterMemoryMb: 300_000 },
    "applicationMasterMemoryMb '300000m' is not a size from 512m to 256g, for example 2560m",
  ],
])('errors of the job in %j use the names of the settings', (context, line) => {
  expect(defects(context)).toEqual([line]);
});

it('all settings that the job refuses are reported at once', () => {
  expect(defects({ delimiter: '|--------', parallelism: 10_001, maxBadRecords: 1 })).toHaveLength(3);
});
