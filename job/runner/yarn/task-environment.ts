/** What a container needs of this process's environment: it has none of its own, not even a region. */

import { isS3 } from '../../shared/s3-location';
import { isOfThisMachineAlone, namedS3, regionOf, theS3 } from '../../store/s3/client';
import type { Variables } from './variables';

/** Not what names places of this machine. */
const PASSED_ON = /^AWS_(?!PROFILE$|CONFIG_FILE$|SHARED_CREDENTIALS_FILE$|WEB_IDENTITY_TOKEN_FILE$|CONTAINER_)/;

/** For the tasks' processes. Region and endpoint may come from a profile, which containers don't have. */
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

/** Containers may be allowed other things than this process: what to say of that, null where they have its credentials. */
export async function identityWarning(locations: readonly string[]): Promise<string | null> {
  if (!locations.some(isS3) || !(await isOfThisMachineAlone(theS3()))) return null;
  return (
    "containers do not have this command's AWS credentials, which come from a profile or a file of this machine: they " +
    'use AWS_ACCESS_KEY_ID where it is set here, else the role of their node'
  );
}
