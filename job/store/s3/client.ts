import type { S3Client } from '@aws-sdk/client-s3';
import { EXIT } from '../../contract';
import { Failure } from '../../failure';
import { patientCredentials } from './credentials';
import { LIMITS, Persistence, type S3Limits } from './retry';
import { loadSdk, type Sdk } from './sdk';

/** A connection to S3, as the environment says where and who. */
export interface S3 {
  readonly sdk: Sdk;
  readonly client: S3Client;
  readonly limits: S3Limits;
}

let shared: S3 | undefined;

/** This thread's one connection. */
export function theS3(): S3 {
  if (shared === undefined) shared = connect(LIMITS, process.env);
  return shared;
}

export function connect(limits: S3Limits, env: NodeJS.ProcessEnv): S3 {
  const sdk = loadSdk();
  const region = namedRegion(env);
  const endpoint = namedEndpoint(env);
  const client = new sdk.S3Client({
    ...(region === undefined ? {} : { region }),
    // but for AWS's own, `bucket.host` mostly is the name of nothing
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: !isOfAws(endpoint) }),
    credentials: patientCredentials(sdk, env),
    requestHandler: { connectionTimeout: limits.connectMs, socketTimeout: limits.idleMs },
    maxAttempts: limits.attempts,
    retryStrategy: new Persistence(limits),
    // a piece of an object has no checksum, and parts bring their own
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { sdk, client, limits };
}

/** The region that requests are made for; where none is set that of the EC2 instance. Throws with exit code 64 without. */
export async function regionOf({ client }: S3): Promise<string> {
  try {
    return await client.config.region();
  } catch (error) {
    throw new Failure(EXIT.usage, 'no AWS region is set: set AWS_REGION, or region in the AWS profile', {
      cause: error,
    });
  }
}

/** The SDK for JavaScript knows AWS_REGION alone, all others AWS_DEFAULT_REGION too. Undefined: the profile says. */
function namedRegion({ AWS_REGION, AWS_DEFAULT_REGION }: NodeJS.ProcessEnv): string | undefined {
  return AWS_REGION || AWS_DEFAULT_REGION || undefined;
}

function isOfAws(endpoint: string): boolean {
  return URL.canParse(endpoint) && /\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);
}

/** Undefined: the profile says, or it is AWS. */
function namedEndpoint({ AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL }: NodeJS.ProcessEnv): string | undefined {
  return AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL || undefined;
}
