/** Turns a request to AWS into an answer, or into the reason why there is none. */

import { type Trouble, troubleOf } from '../../job/aws/sdk-error';
import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';
import { oneLine } from '../../job/shared/one-line';
import type { Answer } from './answers';

/** Errors that make every further question pointless. */
const NOBODY: readonly (Trouble | null)[] = [
  'no credentials',
  'expired credentials',
  'refused credentials',
  'refused role',
];

/** `action` is IAM's name of the right to ask, such as `ec2:DescribeSubnets`. */
export async function answerOf<T>(action: string, ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    if (troubleIn(error) === 'denied') return { unknown: `these credentials may not ask; allow ${action} to check it` };
    return { unknown: `${action} has no answer: ${described(error)}` };
  }
}

/** Asks the first question. Throws with exit code 69 where AWS accepts no credentials, or cannot be reached. */
export async function refuseNoAws(region: string, ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (troubleIn(error) !== 'denied') throw new Failure(EXIT.unavailable, noAws(region, error), { cause: error });
  }
}

function noAws(region: string, error: unknown): string {
  if (NOBODY.includes(troubleIn(error))) {
    const advice = 'run aws configure or aws sso login, or set AWS_PROFILE';
    return `no credentials that AWS takes in ${region} (${described(error)}): ${advice}, or enable the region`;
  }
  return `AWS does not answer in ${region} (${described(error)}): check the region's name and the network`;
}

/** Returns undefined where the service's error says that the thing does not exist. */
export async function unlessMissing<T>(missing: RegExp, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (missing.test(nameOf(error))) return undefined;
    throw error;
  }
}

function troubleIn(error: unknown): Trouble | null {
  return error instanceof Error ? troubleOf(error) : null;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function described(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return oneLine(`${name}: ${message}`);
}
