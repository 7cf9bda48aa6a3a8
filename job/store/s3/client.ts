import type { S3Client } from '@aws-sdk/client-s3';
import { regionOption, requireRegion } from '../../aws/region';
import { loadSdk, type Sdk } from '../../aws/sdk';
import { patientCredentials } from './credentials';
import { refuseHtml } from './html-answer';
import { LIMITS, Persistence, type S3Limits } from './retry';

/** A connection to S3, with the endpoint, the region and the credentials that the environment states. */
export interface S3 {
  readonly sdk: Sdk;
  readonly client: S3Client;
  readonly limits: S3Limits;
}

/**
 * The SDK's names for sources of credentials that other machines have too. Credentials of an EC2 instance carry the
 * same name as credentials that are given by code.
 */
const KNOWN_ELSEWHERE = ['CREDENTIALS_ENV_VARS', 'CREDENTIALS_CODE'];

let shared: S3 | undefined;

/** The one connection of this thread. */
export function theS3(): S3 {
  if (shared === undefined) shared = connect(LIMITS, process.env);
  return shared;
}

export function connect(limits: S3Limits, env: NodeJS.ProcessEnv): S3 {
  const sdk = loadSdk();
  const endpoint = namedEndpoint(env);
  const client = new sdk.S3Client({
    ...regionOption(env),
    // with an S3 other than AWS's, the host name `bucket.host` mostly does not exist
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: !isOfAws(endpoint) }),
    credentials: patientCredentials(sdk, env),
    requestHandler: { connectionTimeout: limits.connectMs, socketTimeout: limits.idleMs },
    maxAttempts: limits.attempts,
    retryStrategy: new Persistence(limits),
    // a range of an object has no checksum, and uploads state checksums of their own
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  refuseHtml(sdk, client);
  const s3 = { sdk, client, limits };
  if (endpoint === undefined) heedProfile(s3);
  return s3;
}

/**
 * The region of the requests; where none is set, that of the EC2 instance. Throws with exit code 64 where there is
 * none.
 */
export function regionOf({ client }: S3): Promise<string> {
  return requireRegion(client);
}

/** The endpoint that the environment or the profile names; undefined where neither names one. */
export async function namedS3({ client }: S3): Promise<string | undefined> {
  return client.config.serviceConfiguredEndpoint?.();
}

/**
 * Whether the credentials are known on this machine alone, as those of a profile are: neither its environment nor its
 * EC2 instance provides them.
 */
export async function isOfThisMachineAlone({ client }: S3): Promise<boolean> {
  const identity = await client.config.credentials();
  const sources = '$source' in identity ? Object.keys(identity.$source as object) : [];
  return sources.some((source) => !KNOWN_ELSEWHERE.includes(source));
}

/**
 * Switches to addresses of the form `host/bucket` where the profile names an S3 other than AWS's. The SDK reads the
 * profile with the first request, and would use `bucket.host`.
 */
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

/**
 * The endpoint in the environment; undefined where there is none: then the profile may name one, or the S3 is AWS's.
 */
function namedEndpoint({ AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL }: NodeJS.ProcessEnv): string | undefined {
  return AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL || undefined;
}
