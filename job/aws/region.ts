/** The region of this process. No other code looks for it. */

import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/** A client of the SDK, which itself finds the region of a profile, and that of an EC2 instance. */
interface Client {
  readonly config: { region(): Promise<string> };
}

let chosen: string | null = null;

/** Sets the region of this process to the one that a file has named, whatever the environment says. */
export function chooseRegion(region: string): void {
  chosen = region;
}

/**
 * The option that tells a client of the SDK its region. The SDK for JavaScript reads AWS_REGION alone; all other AWS
 * programs read AWS_DEFAULT_REGION too. There is no option where the profile or the instance has to say.
 */
export function regionOption({ AWS_REGION, AWS_DEFAULT_REGION }: NodeJS.ProcessEnv): { readonly region?: string } {
  const region = chosen || AWS_REGION || AWS_DEFAULT_REGION;
  return region ? { region } : {};
}

/** The region of a client; null where none is set. */
export async function findRegion(client: Client): Promise<string | null> {
  return client.config.region().catch(() => null);
}

/**
 * The region of a client. Throws with exit code 64 where none is set. `otherWay` continues the message behind the two
 * usual ways to set one.
 */
export async function requireRegion(client: Client, otherWay = ''): Promise<string> {
  try {
    return await client.config.region();
  } catch (error) {
    throw noRegion(process.env.AWS_PROFILE, otherWay, error);
  }
}

export function noRegion(profile: string | undefined, otherWay = '', cause?: unknown): Failure {
  const named = profile ? `profile '${profile}'` : 'profile';
  const message = `no AWS region is set: set AWS_REGION, or region in the AWS ${named}${otherWay}`;
  return new Failure(EXIT.usage, message, { cause });
}
