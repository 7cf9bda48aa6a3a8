/** The stack of the buckets. Buckets of the user's own are only named: the stack does not change them. */

import { CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../cluster/acknowledge';
import { STORAGE_OUTPUTS } from '../deployment/outputs';
import { type Places, placeOf, urlOf } from '../deployment/s3-place';
import { tellOutput } from '../deployment/told-output';
import type { Settings } from '../settings/settings';
import { logOfEmptying } from './emptying-log';

const ABORT_UPLOADS_AFTER = Duration.days(30);
/** How long a replaced output can be restored. */
const OLD_VERSIONS_KEPT = Duration.days(7);

/** Prefix of EMR's logs in the log bucket, which may hold other logs too. */
const LOGS_OF_EMR = 'emr';

export class StorageStack extends Stack {
  /** The places, with references that another stack can use. */
  readonly places: Places;

  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, {
      ...props,
      description: `Buckets of ${settings.name}, which keeps the latest record of every key`,
    });
    // Both buckets exist, and stay empty, even where the user names others. CloudFormation refuses to delete a bucket's
    // export while another stack uses it, so a deployment could otherwise not move from one kind to the other.
    const input = this.dataBucket('InputBucket', settings, {});
    const output = this.dataBucket('OutputBucket', settings, VERSIONED);
    if (settings.notify !== null && settings.output === null) tellEventBridge(output);
    const logs = this.logBucket(settings.logRetentionDays);
    const places = (nameOf: (bucket: Bucket) => string): Places => ({
      inputs: settings.input.length > 0 ? settings.input.map(placeOf) : [{ bucketName: nameOf(input), prefix: '' }],
      output: settings.output === null ? { bucketName: nameOf(output), prefix: '' } : placeOf(settings.output),
      logs: { bucketName: nameOf(logs), prefix: LOGS_OF_EMR },
    });
    const exported = new Map([input, output, logs].map((bucket) => [bucket, this.exported(bucket)]));
    this.places = places((bucket) => exported.get(bucket) as string);
    this.tell(
      places(({ bucketName }) => bucketName),
      retained([input, output], settings.retainData),
    );
  }

  /** The export has a readable name. CloudFormation refuses to delete it as long as another stack uses it. */
  private exported(bucket: Bucket): string {
    const exportName = `${this.stackName}-${bucket.node.id}`;
    const description = 'The name of a bucket, for the stack of the cluster';
    new CfnOutput(this, `${bucket.node.id}Name`, { value: bucket.bucketName, description, exportName });
    return Fn.importValue(exportName);
  }

  /**
   * No stack empties a data bucket. Without `retainData` the stack deletes it if it is empty; otherwise the deletion
   * fails.
   */
  private dataBucket(id: string, { retainData }: Settings, more: BucketProps): Bucket {
    const removalPolicy = retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    return this.bucket(id, { ...more, removalPolicy });
  }

  private logBucket(retentionDays: number): Bucket {
    const bucket = this.bucket('LogBucket', {
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
      lifecycleRules: [{ id: 'end-of-logs', expiration: Duration.days(retentionDays) }],
    });
    logOfEmptying(bucket, retentionDays);
    return bucket;
  }

  private bucket(id: string, { lifecycleRules = [], ...props }: BucketProps): Bucket {
    const bucket = new Bucket(this, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [
        { id: 'end-of-uploads', abortIncompleteMultipartUploadAfter: ABORT_UPLOADS_AFTER },
        ...lifecycleRules,
      ],
      ...props,
    });
    acknowledge(bucket, {
      'AwsSolutions-S1':
        'access logs arrive hours later, in a bucket that destroy has to empty; CloudTrail data events tell the same, ' +
        'and are for the account to switch on',
    });
    return bucket;
  }

  private tell({ inputs, output, logs }: Places, retainedInWords: string): void {
    const outputs: Readonly<Record<keyof typeof STORAGE_OUTPUTS, string>> = {
      input: inputs.map(urlOf).join(' '),
      output: urlOf(output),
      logs: urlOf(logs),
      retained: retainedInWords,
    };
    for (const [key, value] of Object.entries(outputs)) {
      tellOutput(this, STORAGE_OUTPUTS[key as keyof typeof STORAGE_OUTPUTS], value);
    }
  }
}

/**
 * A run replaces parts by new parts with other names, so the replaced parts are deleted objects, which versioning
 * keeps.
 */
const VERSIONED: BucketProps = {
  versioned: true,
  lifecycleRules: [
    {
      id: 'end-of-old-versions',
      noncurrentVersionExpiration: OLD_VERSIONS_KEPT,
      expiredObjectDeleteMarker: true,
    },
  ],
};

/** As a property of the bucket. CDK's own method would make a function in the stack for this. */
function tellEventBridge(bucket: Bucket): void {
  const { defaultChild } = bucket.node;
  (defaultChild as CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

function retained(own: readonly Bucket[], retainData: boolean): string {
  const names = own.map(({ bucketName }) => bucketName).join(' and ');
  const files = "the job's files stay in the bucket of cdk bootstrap";
  if (retainData) return `cdk destroy leaves ${names}, with what they hold; ${files}`;
  return `cdk destroy removes ${names} if they are empty, and fails if they are not; ${files}`;
}
