import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { program } from '../../../job/command/program';
import { DEFAULT_SLOTS } from '../../../job/options/table/yarn';
import { readSettings } from '../../../lib/settings/read';
import { TABLE } from '../../../lib/settings/table';
import { SAMPLE_SETTINGS } from '../sample-settings';
import { defects, read } from './defects';

const KEY_ARN = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

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

it.each([
  ...['cron(0 3 * * ? *)', 'cron(15 10 ? * 6L 2026-2028)', 'cron(0/15 * ? * MON-FRI *)', 'cron(0 18 ? * 2#1 *)'],
  ...['cron(0,30 8-18/2 L * ? *)', 'cron(59 23 15W JAN,DEC ? 2199)', 'cron(*/10 0 ? 1-6 sun *)'],
])('the schedule %s is accepted', (schedule) => expect(read({ schedule }).schedule).toBe(schedule));

it('the ARN of a key is accepted', () => {
  expect(read({ diskEncryptionKey: KEY_ARN }).diskEncryptionKey).toBe(KEY_ARN);
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
