import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { program } from '../../../job/command/program';
import { DEFAULT_SLOTS } from '../../../job/options/table/yarn';
import { Failure } from '../../../job/shared/failure';
import { type Context, readSettings } from '../../../lib/settings/read';
import { TABLE } from '../../../lib/settings/table';
import { SAMPLE_SETTINGS } from '../sample-settings';

const REGION = { account: '123456789012', region: 'us-east-1' };
const KEY_ARN = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const read = (context: Context) => readSettings(context, REGION);

/** The errors of a context, one a line. */
function defects(context: Context): string[] {
  try {
    read(context);
  } catch (error) {
    if (error instanceof Failure && error.exitCode === 64) return error.message.split('\n');
    throw error;
  }
  return [];
}

it('an empty context has the default settings', () => {
  expect(read({})).toEqual({ ...SAMPLE_SETTINGS, region: 'us-east-1' });
});

it('typed values and texts of the command line are read the same', () => {
  const typed = {
    coreInstanceCount: 2,
    header: true,
    retainData: false,
    logRetentionDays: 7,
    parts: 8,
    maxBadRecords: 100,
    badRecords: 'drop',
    input: ['s3://one/in/', 's3://two'],
    columns: ['film', 'user', 'timestamp'],
    key: ['film'],
    tags: { team: 'data', 'cost-centre': '42' },
  };
  const texts = {
    coreInstanceCount: '2',
    header: 'true',
    retainData: 'false',
    logRetentionDays: '7',
    parts: '8',
    maxBadRecords: '100',
    badRecords: 'drop',
    input: 's3://one/in, s3://two/',
    columns: 'film,user,timestamp',
    key: 'film',
    tags: 'team=data, cost-centre=42',
  };
  expect(read(texts)).toEqual(read(typed));
  expect(read(typed)).toMatchObject({
    coreInstanceCount: 2,
    retainData: false,
    logRetentionDays: 7,
    job: { header: true, parts: 8, maxBadRecords: '100' },
    input: ['s3://one/in/', 's3://two/'],
    tags: { team: 'data', 'cost-centre': '42' },
  });
});

it('an empty text and null mean that an optional setting is not set', () => {
  const unset = { availabilityZone: '', alarmEmail: null, parts: '', input: '', tags: '', output: null };
  expect(read(unset)).toEqual(read({}));
});

it.each([[['Op=D', 'gone=yes, now']], ['Op=D, gone=yes'], ['Op=D, gone!=']])('deletes are told by %j', (deleteWhen) => {
  const { job } = read({ columns: 'id,ts,Op,gone', key: 'id', orderBy: 'ts', deleteWhen, forgetDeletedBefore: 7 });
  const [, gone] = typeof deleteWhen === 'string' ? deleteWhen.split(', ') : deleteWhen;
  expect(job).toMatchObject({ deleteWhen: ['Op=D', gone], forgetDeletedBefore: '7' });
});

it('a subnet of the user is set by vpcId and subnetId together', () => {
  const subnet = { vpcId: 'vpc-0a1b', subnetId: 'subnet-0c2d' };
  expect(read(subnet).network).toEqual({ kind: 'subnet', ...subnet });
});

it('the region is unknown if the CDK CLI knows none', () => {
  expect(readSettings({}, {}).region).toBeNull();
  expect(readSettings({}, { region: '' }).region).toBeNull();
});

it('context keys of the CDK are ignored', () => {
  const context = {
    '@aws-cdk/core:newStyleStackSynthesis': true,
    'aws:cdk:enable-path-metadata': true,
    'aws-cdk:enableDiffNoFail': 'true',
    'availability-zones:account=123456789012:region=us-east-1': ['us-east-1a'],
    'acknowledged-issue-numbers': [1],
    'cli-telemetry': false,
    'cdk-migrate': true,
  };
  expect(read(context)).toEqual(read({}));
});

it('an unknown setting is refused with the name of the nearest one', () => {
  expect(defects({ masterInstancetpye: 'm5.xlarge' })).toEqual([
    "no setting is called 'masterInstancetpye'; the nearest is masterInstanceType, and lib/README.md has them all",
  ]);
});

it.each([
  ['paralelism', 'parallelism'],
  ['keepalive', 'keepAlive'],
  ['order-by', 'orderBy'],
  ['idleMin', 'idleMinutes'],
])('the unknown setting %s is taken for %s', (wrong, right) => {
  expect(defects({ [wrong]: 'x' })[0]).toMatch(new RegExp(`; the nearest is ${right}, `));
});

it('all errors are reported together, one a line', () => {
  expect(defects({ keepAlive: 'yes', coreInstanceCount: 0, compress: 'zip', columns: 'a,a', vpcId: 'vpc-1' })).toEqual([
    'coreInstanceCount is 0, expected a whole number from 1',
    "compress is 'zip', expected one of none, gzip, zstd",
    "keepAlive is 'yes', expected true or false",
    "columns names 'a' twice",
    "vpcId is 'vpc-1' without a subnet, expected subnetId too",
  ]);
});

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
  ...['cron(0 3 * * ? *)', 'cron(15 10 ? * 6L 2026-2028)', 'cron(0/15 * ? * MON-FRI *)', 'cron(0 18 ? * 2#1 *)'],
  ...['cron(0,30 8-18/2 L * ? *)', 'cron(59 23 15W JAN,DEC ? 2199)', 'cron(*/10 0 ? 1-6 sun *)'],
])('the schedule %s is accepted', (schedule) => expect(read({ schedule }).schedule).toBe(schedule));

it('the ARN of a key is accepted', () => {
  expect(read({ diskEncryptionKey: KEY_ARN }).diskEncryptionKey).toBe(KEY_ARN);
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

it('the parallelism may be left open', () => {
  expect(read({ parallelism: 'auto', maxParallelism: '64' })).toMatchObject({
    parallelism: 'auto',
    maxParallelism: 64,
    slots: 4,
  });
  expect(read({})).toMatchObject({ parallelism: 16, maxParallelism: null });
});

it('JSON Lines are a setting', () => {
  const { job } = read({ format: 'json', key: 'user.id', orderBy: 'event.time:timestamp', missingColumns: 'empty' });
  expect(job).toMatchObject({ format: 'json', key: 'user.id', delimiter: null });
});

it('all settings that the job refuses are reported at once', () => {
  expect(defects({ delimiter: '|--------', parallelism: 10_001, maxBadRecords: 1 })).toHaveLength(3);
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

it('as many tags are accepted as a resource can have beside those of the kit', () => {
  const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`tag${i}`, 'x']));
  expect(Object.keys(read({ tags: tags(48) }).tags)).toHaveLength(48);
  expect(defects({ tags: tags(60) })).toEqual([
    expect.stringMatching(/^tags is \{.*\}, expected an object of at most 48 texts, /),
  ]);
});

it('an error stays on one line, even if it quotes a value with line breaks', () => {
  expect(defects({ compress: 'a\nb\u2028', 'k\n': 1, release: ['\u202e'] })).toEqual([
    expect.stringMatching(/^no setting is called 'k\\x0a'; the nearest is key, /),
    'release is ["\\u{202e}"], expected a text',
    "compress is 'a\\x0ab\\u{2028}', expected one of none, gzip, zstd",
  ]);
});

it('an error of one setting does not cause an error of a setting that depends on it', () => {
  expect(defects({ columns: 7, key: 'film', vpcId: 'x', subnetId: 'subnet-1' })).toEqual([
    'columns is 7, expected names, a list or commas between',
    "vpcId is 'x', expected vpc-…",
  ]);
});

it('the settings that are options of dedup yarn have the same defaults', () => {
  const yarn = program([], {}).commands.find((command) => command.name() === 'yarn');
  const byOption = new Map(yarn?.options.map((option) => [option.attributeName(), option.defaultValue]));
  const shared = Object.entries(TABLE).filter(([key]) => byOption.has(key) && key !== 'output');
  expect(shared.map(([key]) => key)).toEqual([
    'compress',
    'allowEmpty',
    'key',
    'orderBy',
    'format',
    'columns',
    'delimiter',
    'header',
    'headerNames',
    'quote',
    'escape',
    'trim',
    'comment',
    'skipLines',
    'lineEnd',
    'trailingDelimiter',
    'missingColumns',
    'extraColumns',
    'emptyOrder',
    'timeZone',
    'deleteWhen',
    'forgetDeletedBefore',
    'badRecords',
    'maxBadRecords',
    'merge',
    'newOnly',
    'changedFiles',
    'maxRunTime',
    'parallelism',
    'maxParallelism',
    'slots',
    'parts',
  ]);
  // a deployment names the slots, since auto would choose them otherwise
  expect(byOption.get('slots')).toBeUndefined();
  byOption.set('slots', String(DEFAULT_SLOTS));
  for (const [key, { default: ours }] of shared) {
    const theirs = byOption.get(key);
    expect(`${key} ${ours}`).toBe(`${key} ${theirs === undefined ? null : theirs}`);
  }
});

it('logRetentionDays accepts the periods of CloudWatch', () => {
  const days = Object.values(RetentionDays).filter((value): value is number => typeof value === 'number');
  expect(TABLE.logRetentionDays.kind.allowed).toBe(`one of ${days.filter((day) => day < 9999).join(', ')}`);
});

it.each([
  ['arn:aws:sns:us-east-1:123456789012:runs', 'sns'],
  ['arn:aws-cn:sqs:us-east-1:123456789012:runs.fifo', 'sqs'],
  ['arn:aws:states:us-east-1:123456789012:stateMachine:runs', 'states'],
])('the target %s of notify is of service %s', (arn, service) => {
  expect(read({ notify: arn }).notify).toEqual({ arn, service, region: 'us-east-1', account: '123456789012' });
});

describe('the columns of catalogTable', () => {
  const columns = (context: Context) => read({ ...context, catalogTable: 'films.latest' }).catalogTable?.columns;
  const types = (context: Context) => columns(context)?.map(({ name, type }) => `${name} ${type}`);

  it('have the names of the columns, and only those that are ordered by whole numbers are numbers', () => {
    expect(types({})).toEqual(['movie string', 'user string', 'rating string', 'timestamp bigint']);
    const orderBy = 'a:decimal,b:timestamp,c:text,d:rank(I<U),e:int:least';
    expect(types({ columns: 'K,a,b,c,d,e', key: 'K', orderBy })).toEqual([
      ...['k string', 'a string', 'b string', 'c string', 'd string', 'e bigint'],
    ]);
  });

  it('are all text where engines could not read numbers', () => {
    for (const more of [{ format: 'csv' }, { trim: true }]) {
      expect(types({ columns: 'a,b', key: 'a', orderBy: 'b', ...more })).toEqual(['a string', 'b string']);
    }
  });

  it('of JSON Lines are the values of the key and the order, within their objects', () => {
    const context = { format: 'json', key: 'user.Id,user.name.first,op-code', orderBy: 'ts' };
    expect(columns(context)).toEqual([
      { name: 'op_code', type: 'string', jsonName: 'op-code', shape: 'string' },
      {
        name: 'user',
        type: 'struct<id:string,name:struct<first:string>>',
        jsonName: 'user',
        shape: new Map<string, unknown>([
          ['Id', 'string'],
          ['name', new Map([['first', 'string']])],
        ]),
      },
      { name: 'ts', type: 'bigint', jsonName: 'ts', shape: 'bigint' },
    ]);
  });

  it('of JSON Lines have all alternatives, of which the first one alone always has the type of the order', () => {
    const context = { format: 'json', key: 'after.id|before.id,ts', orderBy: 'after.ts|ts:int,seq' };
    expect(types(context)).toEqual([
      ...['after struct<id:string,ts:bigint>', 'before struct<id:string>', 'ts string', 'seq bigint'],
    ]);
    const names = { format: 'json', key: 'id.value|id', orderBy: 'ts', catalogTable: 'films.latest' };
    expect(defects(names)).toEqual(["catalogTable cannot hold 'id' beside names within it"]);
  });

  it.each([
    [{ header: true }, 'needs columns: only the headers of the files name them, which no table can look up'],
    [{ delimiter: '::' }, 'needs a delimiter of one ASCII character: the SerDes of delimited text take no other'],
    [{ delimiter: '\\xff' }, 'needs a delimiter of one ASCII character: the SerDes of delimited text take no other'],
    [{ quote: '\\xff' }, 'needs quote and escape to be ASCII characters: the SerDe of quoted text takes no others'],
    [{ escape: '\\' }, 'needs quote where escape is set: the SerDes end a record at a newline behind an escape too'],
    [
      { columns: 'a b,A.b,c', key: 'a b', orderBy: 'c' },
      "needs other columns: 'a b' and 'A.b' both become 'a_b' in a table",
    ],
    [{ format: 'json', key: 'a-b', orderBy: 'A_B' }, "cannot tell 'A_B' from another name"],
    [{ format: 'json', key: 'a-b.c', orderBy: 'A_B.d' }, "cannot tell 'A_B' from another name"],
    [
      { format: 'json', key: 'a.b-c', orderBy: 'd' },
      "cannot hold 'a.b-c': within an object a name has only letters, digits and _",
    ],
    [{ format: 'json', key: 'a,a.b', orderBy: 'd', missingColumns: 'empty' }, "cannot hold 'a.b' beside 'a'"],
    [
      { format: 'json', key: 'a.b', orderBy: 'a', emptyOrder: 'oldest', missingColumns: 'empty' },
      "cannot hold 'a' beside names within it",
    ],
  ])('are refused with settings %j', (context, why) => {
    expect(defects({ ...context, catalogTable: 'films.latest' })).toEqual([`catalogTable ${why}`]);
  });

  it('are not looked at where the settings of the job are wrong', () => {
    expect(defects({ catalogTable: 'films.latest', key: 'film', delimiter: '::' })).toHaveLength(1);
  });

  it('are not in a database that accounts have already', () => {
    expect(defects({ catalogTable: 'default.latest' })).toEqual([
      "catalogTable names database 'default', which an account may have already; name one that the deployment makes",
    ]);
  });
});
