/** A question to AWS, and what becomes of it when there is no answer. */

import { type Trouble, troubleOf } from '../../job/aws/sdk-error';
import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';
import type { Answer } from './answers';

/** Those with which no question at all has an answer. */
const NOBODY: readonly (Trouble | null)[] = [
  'no credentials',
  'expired credentials',
  'refused credentials',
  'refused role',
];

/** `action` is what IAM calls the right to ask: `ec2:DescribeSubnets`. */
export async function answerOf<T>(action: string, ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    if (troubleIn(error) === 'denied') return { unknown: `these credentials may not ask; allow ${action} to check it` };
    return { unknown: `${action} has no answer: ${described(error)}` };
  }
}

/** Throws with exit code 69 where this, the first question, says that AWS takes no credentials, or is not there. */
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

/** Undefined where the error is the service's word that there is no such thing. */
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
  return `${name}: ${message}`.replace(/\s*\n\s*/g, ' ');
}
