/** Who makes requests: AWS's standard chain, asked with patience. */

import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { Sdk } from '../../aws/sdk';
import { backOff, LIMITS } from './retry';

type Credentials = Extract<S3ClientConfig['credentials'], (...args: never[]) => unknown>;

/**
 * On a cluster all containers ask a node for its credentials at once. The SDK's default is one try of a second; more that it
 * would do itself leave out the token, without which many an instance tells nothing, and come one right behind the other.
 */
const OF_AN_INSTANCE = { timeout: 3000, maxRetries: 0 };
const TRIES = { ...LIMITS, attempts: 6 };

/** The chain, tried again where all there is left to ask is the instance. */
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

/** As far as is known before it is asked. */
function hasInstanceMetadata({ AWS_EC2_METADATA_DISABLED: disabled }: NodeJS.ProcessEnv): boolean {
  return disabled === undefined || disabled === '' || disabled === 'false';
}
