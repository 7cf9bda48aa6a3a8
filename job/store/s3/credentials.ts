/** The credentials of requests: AWS's standard chain, with retries. */

import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { Sdk } from '../../aws/sdk';
import { backOff, LIMITS } from './retry';

type Credentials = Extract<S3ClientConfig['credentials'], (...args: never[]) => unknown>;

/**
 * On a cluster all containers of a node ask their instance for credentials at the same time. The SDK's default is one
 * try, of one second. Its own retries are switched off: they leave out the session token, without which many instances
 * answer nothing, and they follow one another without a pause.
 */
const OF_AN_INSTANCE = { timeout: 3000, maxRetries: 0 };
const TRIES = { ...LIMITS, attempts: 6 };

/** The standard chain. It is retried where it may end with the metadata of an instance. */
export function patientCredentials({ defaultProvider }: Sdk, env: NodeJS.ProcessEnv): Credentials {
  const chain = defaultProvider(OF_AN_INSTANCE);
  const attempts = hasInstanceMetadata(env) ? TRIES.attempts : 1;
  return async (properties) => {
    for (let failures = 1; ; failures++) {
      try {
        return await chain(properties);
      } catch (error) {
        if ((error as Error).name !== 'CredentialsProviderError' || failures >= attempts) throw error;
        await backOff(failures, TRIES);
      }
    }
  };
}

/** Whether instances may be asked for metadata: the environment does not switch that off. */
function hasInstanceMetadata({ AWS_EC2_METADATA_DISABLED: disabled }: NodeJS.ProcessEnv): boolean {
  return disabled === undefined || disabled === '' || disabled === 'false';
}
