/** The region that this process works in: the one place that looks for it. */

import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/** A client of the SDK, which finds the region of a profile, and that of an EC2 instance, by itself. */
interface Client {
  readonly config: { region(): Promise<string> };
}

let chosen: string | null = null;

/** From here on this process works in a region that a file has named, whatever its environment says. */
export function chooseRegion(region: string): void {
  chosen = region;
}

/**
 * What a client has to be told of the region. The SDK for JavaScript knows AWS_REGION alone, all other AWS programs
 * AWS_DEFAULT_REGION too. It is nothing where the profile says.
 */
export function regionOption({ AWS_REGION, AWS_DEFAULT_REGION }: NodeJS.ProcessEnv): { readonly region?: string } {
  const region = chosen || AWS_REGION || AWS_DEFAULT_REGION;
  return region ? { region } : {};
}

/** Null where no region is set. */
export async function findRegion(client: Client): Promise<string | null> {
  return client.config.region().catch(() => null);
}

/** Throws with exit code 64 where no region is set; `otherWay` goes on from the two ways to set one. */
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
