import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { EMRClient } from '@aws-sdk/client-emr';
import type { PricingClient } from '@aws-sdk/client-pricing';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { awsFailure } from '../../../job/aws/failure';
import { regionOption, requireRegion } from '../../../job/aws/region';
import { loadPacked } from '../../../job/aws/sdk';

export type AwsSdk = typeof import('./operate-sdk');

/** Clients of AWS's services, with the region and the credentials of the environment. */
export interface Aws {
  readonly sdk: AwsSdk;
  readonly region: string;
  readonly emr: EMRClient;
  readonly stacks: CloudFormationClient;
  readonly parameters: SSMClient;
  /** The price list is served only in some regions, so its client is for the given one. */
  pricing(region: string): PricingClient;
}

/** EMR answers few requests a second, which all users of an account share. The SDK's backoff doubles up to 20 s. */
const ATTEMPTS = 8;

/**
 * A machine in a private network often has no route to the price list, unlike to other services, so the connection
 * times out early.
 */
const PRICING_CONNECT_MS = 3000;

let sdk: AwsSdk | undefined;

export function loadAws(): AwsSdk {
  if (sdk === undefined) sdk = loadPacked<AwsSdk>('aws');
  return sdk;
}

/** Throws with exit code 64 where no region is set. */
export async function connect(): Promise<Aws> {
  const loaded = loadAws();
  const options = {
    ...regionOption(process.env),
    credentials: loaded.defaultProvider(),
    // The SDK reads the number from the environment unless the option is given.
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

/**
 * Sends a request. A refusal becomes a Failure that names the right that the request needs, such as
 * `elasticmapreduce:DescribeStep`.
 */
export async function ask<T>(right: string, subject: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw awsFailure(right, subject, error);
  }
}
