/**
 * The environment variables that a container needs from this process: a container inherits nothing, not even a region.
 */

import { isS3 } from '../../shared/s3-location';
import { isOfThisMachineAlone, namedS3, regionOf, theS3 } from '../../store/s3/client';
import type { Variables } from './variables';

/** The AWS variables that are passed on: all except those that name files, profiles or services of this machine. */
const PASSED_ON = /^AWS_(?!PROFILE$|CONFIG_FILE$|SHARED_CREDENTIALS_FILE$|WEB_IDENTITY_TOKEN_FILE$|CONTAINER_)/;

/**
 * The variables for the processes of tasks. Region and endpoint may come from a profile here, which containers do not
 * have, so they are passed as variables.
 */
export async function taskEnvironment(env: NodeJS.ProcessEnv, locations: readonly string[]): Promise<Variables> {
  const passed = Object.entries(env).filter(([name, value]) => PASSED_ON.test(name) && value !== undefined);
  const where = locations.some(isS3) ? await whereS3Is() : {};
  return { ...Object.fromEntries(passed as [string, string][]), ...where };
}

async function whereS3Is(): Promise<Record<string, string>> {
  const endpoint = await namedS3(theS3());
  return {
    AWS_REGION: await regionOf(theS3()),
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL_S3: endpoint }),
  };
}

/**
 * The warning that containers use other AWS credentials than this process, and may therefore have other rights. Null
 * where they use the same credentials, or no S3.
 */
export async function identityWarning(locations: readonly string[]): Promise<string | null> {
  if (!locations.some(isS3) || !(await isOfThisMachineAlone(theS3()))) return null;
  return (
    "containers do not have this command's AWS credentials, which come from a profile or a file of this machine: they " +
    'use AWS_ACCESS_KEY_ID where it is set here, else the role of their node'
  );
}
