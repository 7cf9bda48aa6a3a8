import { setTimeout as sleep } from 'node:timers/promises';
import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@smithy/types';

/** How long S3 may take, and how often it may fail. */
export interface S3Limits {
  readonly connectMs: number;
  /** Without a byte either way. All attempts take less than Hadoop's ten minutes for a task that says nothing. */
  readonly idleMs: number;
  /** Without a byte of a body that has begun. */
  readonly stallMs: number;
  /** Of one request; of a body that is read on, without a byte in between. */
  readonly attempts: number;
  readonly firstBackoffMs: number;
  readonly maxBackoffMs: number;
}

/** S3 may be away for about half a minute. */
export const LIMITS: S3Limits = {
  connectMs: 5000,
  idleMs: 25_000,
  stallMs: 20_000,
  attempts: 14,
  firstBackoffMs: 100,
  maxBackoffMs: 8000,
};

const FORBIDDEN = 403;
const TOO_MANY_REQUESTS = 429;
/** This S3 has no request of this kind, and will have none in a minute either. */
const NOT_IMPLEMENTED = 501;

/** What S3 says of single objects in an answer that says done, where the next try may go well. */
const PASSING = ['InternalError', 'OperationAborted', 'RequestTimeout', 'ServiceUnavailable', 'SlowDown'];

export function isPassing(code: string): boolean {
  return PASSING.includes(code);
}

/** How long to wait after so many failures in a row: twice as long each time, and never all at the same moment. */
export function backoffMs(failures: number, limits: S3Limits): number {
  const longest = Math.min(limits.maxBackoffMs, limits.firstBackoffMs * 2 ** (failures - 1));
  return (longest * (1 + Math.random())) / 2;
}

export async function backOff(failures: number, limits: S3Limits): Promise<void> {
  await sleep(backoffMs(failures, limits));
}

/**
 * Tries whatever may work later again. The SDK's own strategies have a budget for the failures of a whole process; with
 * many requests in flight it is gone in the first seconds of an outage.
 */
export class Persistence implements RetryStrategyV2 {
  constructor(private readonly limits: S3Limits) {}

  async acquireInitialRetryToken(): Promise<RetryToken> {
    return { getRetryCount: () => 0, getRetryDelay: () => 0 };
  }

  async refreshRetryTokenForRetry(token: RetryToken, info: RetryErrorInfo): Promise<RetryToken> {
    const failures = token.getRetryCount() + 1;
    if (!mayPass(info, failures) || failures >= this.limits.attempts) throw new Error('not to be tried again');
    const hintMs = info.retryAfterHint === undefined ? 0 : info.retryAfterHint.getTime() - Date.now();
    const delayMs = Math.min(Math.max(backoffMs(failures, this.limits), hintMs), this.limits.maxBackoffMs);
    return { getRetryCount: () => failures, getRetryDelay: () => delayMs };
  }

  recordSuccess(): void {}
}

/**
 * Whether the same request may go well another time. With a clock that is four minutes off the SDK adjusts its time by each
 * answer, and calls each refusal one of the clock, so that a missing object would be asked for until the patience ends. A
 * clock that is off is refused with 403, and only once: the next request is signed with the time of S3.
 */
function mayPass({ errorType, error }: RetryErrorInfo, failures: number): boolean {
  if (errorType === 'CLIENT_ERROR') return false;
  const { name, $metadata = {} } = error === undefined ? {} : (error as Answered);
  const { httpStatusCode: status, clockSkewCorrected = false } = $metadata;
  if (status === NOT_IMPLEMENTED) return false;
  if (!clockSkewCorrected || status === undefined || status >= 500) return true;
  if (status === TOO_MANY_REQUESTS || name === 'RequestTimeout') return true;
  return status === FORBIDDEN && failures === 1;
}

/** What an error of the SDK says of its answer, where there was one. */
interface Answered {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
}
