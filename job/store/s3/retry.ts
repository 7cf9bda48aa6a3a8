import { setTimeout as sleep } from 'node:timers/promises';
import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@smithy/types';

/** How long S3 may take, and how often it may fail. */
export interface S3Limits {
  readonly connectMs: number;
  /**
   * The longest time without a byte in either direction. All attempts together take less than the ten minutes that
   * Hadoop grants a silent task.
   */
  readonly idleMs: number;
  /** The longest time without a byte of a body that has begun. */
  readonly stallMs: number;
  /** The most attempts of one request. While a body is read, each byte that arrives starts the count again. */
  readonly attempts: number;
  readonly firstBackoffMs: number;
  readonly maxBackoffMs: number;
}

/** With these limits S3 may be away for about half a minute. */
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
/** The status where an S3 does not implement a request: no later try will succeed. */
const NOT_IMPLEMENTED = 501;

/** The error codes of single objects, in a successful answer, where the next try may succeed. */
const PASSING = ['InternalError', 'OperationAborted', 'RequestTimeout', 'ServiceUnavailable', 'SlowDown'];

export function isPassing(code: string): boolean {
  return PASSING.includes(code);
}

/**
 * How long to wait after so many failures in a row: twice as long each time. A random share keeps requests that failed
 * together from being sent together again.
 */
function backoffMs(failures: number, limits: S3Limits): number {
  const longest = Math.min(limits.maxBackoffMs, limits.firstBackoffMs * 2 ** (failures - 1));
  return (longest * (1 + Math.random())) / 2;
}

export async function backOff(failures: number, limits: S3Limits): Promise<void> {
  await sleep(backoffMs(failures, limits));
}

/**
 * Retries each request that may succeed later. The SDK's own strategies have a budget for the failures of a whole
 * process; with many requests in flight it is used up in the first seconds of an outage.
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
 * Whether the same request may succeed another time. Where the clock of this machine is four minutes off, the SDK
 * corrects its time by each answer, and blames each refusal on the clock: a missing object would be asked for until all
 * attempts are used up. A request is refused for the clock with 403 alone, and only once: the next one is signed with
 * S3's time.
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

/** The fields of an SDK error that describe its answer, where there was one. */
interface Answered {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
}
