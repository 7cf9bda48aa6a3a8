/**
 * Every setting with its kind, default and meaning: the one source for reading settings, for messages and for the
 * README.
 */

import { databaseAndTable } from './catalog-table';
import { cron } from './cron';
import {
  anyText,
  type Kind,
  listOf,
  oneOf,
  optional,
  type Setting,
  s3Folder,
  text,
  wholeNumber,
  yesOrNo,
} from './kind';
import { targetArn } from './notify';
import { OPTION_SETTINGS } from './option-settings';
import { pipelineFields } from './pipeline';
import { tags } from './tags';

const setting = <T>(kind: Kind<T>, value: T, meaning: string): Setting<T> => ({ kind, default: value, meaning });

/** The retention periods that CloudWatch offers. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** EMR's AutoTerminationPolicy takes 60 to 604,800 seconds. */
const MOST_IDLE_MINUTES = 604_800 / 60;

const instanceType = text('an EC2 instance type such as m5.xlarge', /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/);

/**
 * Name of the deployment, which is part of the names of stacks, roles and cluster. The length leaves room for a region
 * and a suffix in the 64 characters of an IAM role's name.
 */
const deployment = text(
  'at most 32 letters, digits and hyphens, a letter first and no hyphen last',
  /^[A-Za-z]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/,
);

const kmsKey = text(
  'the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>',
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
);

/**
 * In the order of the README. All settings but the last have flat keys, so that `-c key=value` reaches each of them.
 * The settings that are options of `dedup yarn` come from the table of those options.
 */
export const TABLE = {
  name: setting(deployment, 'dedup', 'the name of the deployment: stacks, roles and cluster are named after it'),
  release: setting(anyText, 'emr-7.13.0', 'the release of EMR'),
  masterInstanceType: setting(instanceType, 'm3.xlarge', 'the instance type of the one master node'),
  coreInstanceType: setting(instanceType, 'm3.xlarge', 'the instance type of the core nodes, which run the tasks'),
  coreInstanceCount: setting(wholeNumber(1), 4, 'the number of core nodes'),
  ...OPTION_SETTINGS,
  input: setting(
    listOf(s3Folder),
    [],
    "the folders in S3 that are read, `s3://bucket/prefix/`; without it the kit's own input bucket",
  ),
  output: setting(
    optional(s3Folder),
    null,
    "the folder in S3 that the output is published to; without it the kit's own output bucket",
  ),
  ec2KeyName: setting(
    optional(text('the name of an EC2 key pair', /^[\x20-\x7e]{1,255}$/)),
    null,
    'the EC2 key pair for SSH to the nodes; no security group lets SSH in, so it only serves tunnels by `sessionManager`',
  ),
  sessionManager: setting(
    yesOrNo,
    false,
    'whether Session Manager can open shells on the nodes; this makes endpoints that are paid for by the hour',
  ),
  vpcId: setting(optional(text('vpc-…', /^vpc-[0-9a-f]+$/)), null, 'your own VPC; without it the kit makes one'),
  subnetId: setting(
    optional(text('subnet-…', /^subnet-[0-9a-f]+$/)),
    null,
    'a private subnet of that VPC with a route to S3; required with `vpcId`',
  ),
  availabilityZone: setting(
    optional(text('an availability zone such as us-east-1b', /^[a-z]{2}(-[a-z]+)+-\d+[a-z]$/)),
    null,
    "the zone of the kit's own VPC; `dedup doctor` says which zones have the instance types",
  ),
  keepAlive: setting(yesOrNo, true, 'whether the cluster waits for more steps after its own are done'),
  idleMinutes: setting(
    wholeNumber(1, MOST_IDLE_MINUTES),
    60,
    `the number of minutes without work, from 1 to ${MOST_IDLE_MINUTES}, after which a waiting cluster ends`,
  ),
  logRetentionDays: setting(
    oneOf(LOG_RETENTION_DAYS),
    30,
    'how many days logs are kept, one of the numbers that CloudWatch allows: 1, 3, 5, 7, 14, 30, 60 …',
  ),
  alarmEmail: setting(
    optional(text('an e-mail address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/)),
    null,
    'the address that gets a mail if a step or a cluster fails, a scheduled cluster cannot start, a cluster idles too long, or the target of `notify` cannot be told. AWS first sends a mail that has to be confirmed.',
  ),
  tags: setting(tags, {}, 'tags on every resource: an object, or `-c tags=team=data,stage=test`'),
  diskEncryptionKey: setting(
    optional(kmsKey),
    null,
    "the ARN of a KMS key for the nodes' disks; this makes an endpoint that is paid for by the hour",
  ),
  schedule: setting(optional(cron), null, 'when a run starts on a new cluster, in UTC: `cron(0 3 * * ? *)`'),
  catalogTable: setting(
    optional(databaseAndTable),
    null,
    'the output as a table in the Glue catalog, `database.table`, for Athena, Spark and Trino: [The output as a table](#the-output-as-a-table)',
  ),
  notify: setting(
    optional(targetArn),
    null,
    'the ARN of an SNS topic, an SQS queue or a state machine of Step Functions, which is told of each publication: [The end of a run](#the-end-of-a-run)',
  ),
  generation: setting(wholeNumber(1), 1, 'a new number makes a new cluster, for example after the old one has ended'),
  retainData: setting(yesOrNo, true, 'whether the data buckets outlive `cdk destroy`'),
  preflight: setting(
    oneOf(['error', 'warn']),
    'error',
    'with `warn` the findings of preflight are printed, and the deployment goes on',
  ),
  pipeline: setting(
    optional(pipelineFields),
    null,
    'the pipeline that deploys from a repository and tries each deployment: [In a pipeline](pipeline/README.md)',
  ),
} as const;

export type SettingKey = keyof typeof TABLE;

export type Values = { readonly [K in SettingKey]: (typeof TABLE)[K] extends Setting<infer T> ? T : never };
