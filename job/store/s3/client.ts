import type { S3Client } from '@aws-sdk/client-s3';
import { regionOption, requireRegion } from '../../aws/region';
import { loadSdk, type Sdk } from '../../aws/sdk';
import { patientCredentials } from './credentials';
import { refuseHtml } from './html-answer';
import { LIMITS, Persistence, type S3Limits } from './retry';

/** A connection to S3, as the environment says where and who. */
export interface S3 {
  readonly sdk: Sdk;
  readonly client: S3Client;
  readonly limits: S3Limits;
}

/** As the SDK names where credentials come from; an instance's have the name of those that it was given by code. */
const KNOWN_ELSEWHERE = ['CREDENTIALS_ENV_VARS', 'CREDENTIALS_CODE'];

let shared: S3 | undefined;

/** This thread's one connection. */
export function theS3(): S3 {
  if (shared === undefined) shared = connect(LIMITS, process.env);
  return shared;
}

export function connect(limits: S3Limits, env: NodeJS.ProcessEnv): S3 {
  const sdk = loadSdk();
  const endpoint = namedEndpoint(env);
  const client = new sdk.S3Client({
    ...regionOption(env),
    // but for AWS's own, `bucket.host` mostly is the name of nothing
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: !isOfAws(endpoint) }),
    credentials: patientCredentials(sdk, env),
    requestHandler: { connectionTimeout: limits.connectMs, socketTimeout: limits.idleMs },
    maxAttempts: limits.attempts,
    retryStrategy: new Persistence(limits),
    // a piece of an object has no checksum, and parts bring their own
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  refuseHtml(sdk, client);
  const s3 = { sdk, client, limits };
  if (endpoint === undefined) heedProfile(s3);
  return s3;
}

/** The region that requests are made for; where none is set that of the EC2 instance. Throws with exit code 64 without. */
export function regionOf({ client }: S3): Promise<string> {
  return requireRegion(client);
}

/** Another S3 than AWS's own, as the environment or the profile names it. */
export async function namedS3({ client }: S3): Promise<string | undefined> {
  return client.config.serviceConfiguredEndpoint?.();
}

/** Whether whoever makes the requests is known on this machine alone: not by its environment, nor as its instance. */
export async function isOfThisMachineAlone({ client }: S3): Promise<boolean> {
  const identity = await client.config.credentials();
  const sources = '$source' in identity ? Object.keys(identity.$source as object) : [];
  return sources.some((source) => !KNOWN_ELSEWHERE.includes(source));
}

/** The SDK reads the profile with the first request, and would take an S3 named there for one that knows `bucket.host`. */
function heedProfile(s3: S3): void {
  const { config, middlewareStack } = s3.client;
  middlewareStack.add(
    (next) => async (args) => {
      const endpoint = await namedS3(s3);
      if (endpoint !== undefined) config.forcePathStyle = !isOfAws(endpoint);
      return next(args);
    },
    { step: 'initialize' },
  );
}

function isOfAws(endpoint: string): boolean {
  return URL.canParse(endpoint) && /\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);
}

/** Undefined: the profile says, or it is AWS. */
function namedEndpoint({ AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL }: NodeJS.ProcessEnv): string | undefined {
  return AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL || undefined;
}
