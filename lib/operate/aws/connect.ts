import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { EMRClient } from '@aws-sdk/client-emr';
import type { PricingClient } from '@aws-sdk/client-pricing';
import type { SSMClient } from '@aws-sdk/client-ssm';
import packed from '../../../dist/aws.txt';
import { awsFailure } from '../../../job/aws/failure';
import { regionOption, requireRegion } from '../../../job/aws/region';
import { loadPacked } from '../../../job/aws/sdk';

export type AwsSdk = typeof import('./operate-sdk');

/** Connections to AWS, as the environment says where and who. */
export interface Aws {
  readonly sdk: AwsSdk;
  readonly region: string;
  readonly emr: EMRClient;
  readonly stacks: CloudFormationClient;
  readonly parameters: SSMClient;
  /** The price list, as that region serves it. */
  pricing(region: string): PricingClient;
}

/** EMR takes few requests a second of all who use an account; the SDK's backoff doubles up to 20 s. */
const ATTEMPTS = 8;

/** The one service that a machine inside a network of its own often has no way to. */
const PRICING_CONNECT_MS = 3000;

let sdk: AwsSdk | undefined;

export function loadAws(): AwsSdk {
  if (sdk === undefined) sdk = loadPacked<AwsSdk>(packed, 'aws.txt');
  return sdk;
}

/** Throws with exit code 64 where no region is set. */
export async function connect(): Promise<Aws> {
  const loaded = loadAws();
  const options = {
    ...regionOption(process.env),
    credentials: loaded.defaultProvider(),
    // the SDK looks for it in the environment where it is not given
    ...(process.env.AWS_MAX_ATTEMPTS ? {} : { maxAttempts: ATTEMPTS }),
    retryMode: 'standard',
  };
  const emr = new loaded.EMRClient(options);
  return {
    sdk: loaded,
    region: await requireRegion(emr, ', or name the outputs with --outputs'),
    emr,
    stacks: new loaded.CloudFormationClient(options),
    parameters: new loaded.SSMClient(options),
    pricing: (region) =>
      new loaded.PricingClient({ ...options, region, requestHandler: { connectionTimeout: PRICING_CONNECT_MS } }),
  };
}

/** One request; what AWS refuses is a Failure that names the right it needs, `elasticmapreduce:DescribeStep`. */
export async function ask<T>(right: string, subject: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw awsFailure(right, subject, error);
  }
}
