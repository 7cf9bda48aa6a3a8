/** Every setting: its kind, its default and what it means. The one source of reading, of messages and of the README. */

import { cron } from './cron';
import {
  anyText,
  type Kind,
  listOf,
  oneOf,
  optional,
  type Setting,
  s3Folder,
  tags,
  text,
  wholeNumber,
  yesOrNo,
} from './kind';
import { OPTION_SETTINGS } from './option-settings';
import { pipelineFields } from './pipeline';

const setting = <T>(kind: Kind<T>, value: T, meaning: string): Setting<T> => ({ kind, default: value, meaning });

/** What CloudWatch keeps logs for. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Of EMR's AutoTerminationPolicy: 60 to 604,800 seconds. */
const MOST_IDLE_MINUTES = 604_800 / 60;

const instanceType = text('an EC2 instance type such as m5.xlarge', /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/);

/** Of the deployment: stacks, roles and cluster. An IAM role's name, which has 64 characters, holds it and a region. */
const deployment = text(
  'at most 32 letters, digits and hyphens, a letter first and no hyphen last',
  /^[A-Za-z]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/,
);

const kmsKey = text(
  'the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>',
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
);

/**
 * In the order of the README. The keys are flat, so that `-c key=value` reaches each, but for the last. The settings that
 * are options of `dedup yarn` come from the table of those options.
 */
export const TABLE = {
  name: setting(deployment, 'dedup', 'of the deployment: stacks, roles and cluster are named after it'),
  release: setting(anyText, 'emr-7.13.0', "EMR's release"),
  masterInstanceType: setting(instanceType, 'm3.xlarge', 'of the one master node'),
  coreInstanceType: setting(instanceType, 'm3.xlarge', 'of the core nodes, which run the tasks'),
  coreInstanceCount: setting(wholeNumber(1), 4, 'core nodes'),
  ...OPTION_SETTINGS,
  input: setting(
    listOf(s3Folder),
    [],
    "folders in S3 to read, `s3://bucket/prefix/`; without one a bucket of the kit's own",
  ),
  output: setting(optional(s3Folder), null, "folder in S3 to publish to; without it a bucket of the kit's own"),
  ec2KeyName: setting(
    optional(text('the name of an EC2 key pair', /^[\x20-\x7e]{1,255}$/)),
    null,
    'EC2 key pair for SSH to the nodes, which no security group lets in: for tunnels by `sessionManager`',
  ),
  sessionManager: setting(yesOrNo, false, "Session Manager's way into the nodes; brings endpoints, paid by the hour"),
  vpcId: setting(optional(text('vpc-…', /^vpc-[0-9a-f]+$/)), null, "VPC of your own; without it one of the kit's own"),
  subnetId: setting(
    optional(text('subnet-…', /^subnet-[0-9a-f]+$/)),
    null,
    'private subnet of that VPC, with a route to S3; goes with `vpcId`',
  ),
  availabilityZone: setting(
    optional(text('an availability zone such as us-east-1b', /^[a-z]{2}(-[a-z]+)+-\d+[a-z]$/)),
    null,
    "zone of the kit's own VPC; `dedup doctor` says which have the instance types",
  ),
  keepAlive: setting(yesOrNo, true, 'whether the cluster waits for more steps once its own are done'),
  idleMinutes: setting(
    wholeNumber(1, MOST_IDLE_MINUTES),
    60,
    `a cluster that waits ends after so long without work, 1 to ${MOST_IDLE_MINUTES}`,
  ),
  logRetentionDays: setting(
    oneOf(LOG_RETENTION_DAYS),
    30,
    'days that logs are kept, as CloudWatch counts them: 1, 3, 5, 7, 14, 30, 60 …',
  ),
  alarmEmail: setting(
    optional(text('an e-mail address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/)),
    null,
    'gets a mail when a step or a cluster fails, a scheduled one cannot start, or one idles too long; none before the mail that AWS sends first is confirmed',
  ),
  tags: setting(tags, {}, 'on everything: an object, or `-c tags=team=data,stage=test`'),
  diskEncryptionKey: setting(
    optional(kmsKey),
    null,
    "ARN of a KMS key for the nodes' disks; brings an endpoint, paid by the hour",
  ),
  schedule: setting(optional(cron), null, 'runs on a cluster of its own each time: `cron(0 3 * * ? *)`, UTC'),
  generation: setting(wholeNumber(1), 1, 'another number makes another cluster: the way on after one has ended'),
  retainData: setting(yesOrNo, true, 'whether the data buckets outlive `cdk destroy`'),
  preflight: setting(oneOf(['error', 'warn']), 'error', '`warn`: what preflight finds wrong is said, and not refused'),
  pipeline: setting(
    optional(pipelineFields),
    null,
    'deploys from a repository, and tries what was deployed: [In a pipeline](pipeline/README.md)',
  ),
} as const;

export type SettingKey = keyof typeof TABLE;

export type Values = { readonly [K in SettingKey]: (typeof TABLE)[K] extends Setting<infer T> ? T : never };
