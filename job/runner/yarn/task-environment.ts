/** What a container needs of this process's environment: it has none of its own, not even a region. */

import { regionOf, theS3 } from '../../store/s3/client';
import { isS3 } from '../../store/s3/location';

/** Not what names places of this machine. */
const PASSED_ON = /^AWS_(?!PROFILE$|CONFIG_FILE$|SHARED_CREDENTIALS_FILE$|WEB_IDENTITY_TOKEN_FILE$|CONTAINER_)/;

/** For the tasks' processes. The region may come from a profile, which containers don't have. */
export async function taskEnvironment(
  env: NodeJS.ProcessEnv,
  locations: readonly string[],
): Promise<Record<string, string>> {
  const passed = Object.entries(env).filter(([name, value]) => PASSED_ON.test(name) && value !== undefined);
  const region = locations.some(isS3) ? { AWS_REGION: await regionOf(theS3()) } : {};
  return { ...Object.fromEntries(passed as [string, string][]), ...region };
}
