import type { RetryErrorInfo, RetryErrorType } from '@smithy/types';
import { LIMITS, Persistence } from '../../../../job/store/s3/retry';

/** How often a request is sent that always fails like this. */
async function triesOf(errorType: RetryErrorType, $metadata: object, name = 'Error'): Promise<number> {
  const strategy = new Persistence(LIMITS);
  const error = Object.assign(new Error('as S3 says'), { name, $metadata });

  const info = { error, errorType } as RetryErrorInfo;
  let token = await strategy.acquireInitialRetryToken();
  for (let tries = 1; ; tries++) {
    try {
      token = await strategy.refreshRetryTokenForRetry(token, info);
    } catch {
      return tries;
    }
    expect(token.getRetryDelay()).toBeLessThanOrEqual(LIMITS.maxBackoffMs);
  }
}

test.each([
  ['CLIENT_ERROR', { httpStatusCode: 404 }, 1],
  ['SERVER_ERROR', { httpStatusCode: 501 }, 1],
  ['SERVER_ERROR', { httpStatusCode: 501, clockSkewCorrected: true }, 1],
  ['TRANSIENT', { httpStatusCode: 500 }, LIMITS.attempts],
  ['TRANSIENT', { httpStatusCode: 503 }, LIMITS.attempts],
  ['THROTTLING', { httpStatusCode: 429 }, LIMITS.attempts],
  // the connection broke: there is no answer
  ['TRANSIENT', {}, LIMITS.attempts],
] as const)('a request that fails as %s, %j, is sent %i times', async (errorType, metadata, tries) => {
  expect(await triesOf(errorType, metadata)).toBe(tries);
});

test.each([
  [400, 1],
  [404, 1],
  [409, 1],
  [412, 1],
  [416, 1],
  // the clock may be what was wrong
  [403, 2],
  [429, LIMITS.attempts],
  [500, LIMITS.attempts],
  [503, LIMITS.attempts],
])('with a clock that the SDK has just set, one that is answered with %i is sent %i times', async (status, tries) => {
  expect(await triesOf('TRANSIENT', { httpStatusCode: status, clockSkewCorrected: true })).toBe(tries);
});

test('with a clock that the SDK has just set, one whose body came too slowly is sent again', async () => {
  const metadata = { httpStatusCode: 400, clockSkewCorrected: true };
  expect(await triesOf('TRANSIENT', metadata, 'RequestTimeout')).toBe(LIMITS.attempts);
});

test('what S3 asks to wait counts, up to the longest wait', async () => {
  const strategy = new Persistence(LIMITS);
  const wait = async (hintMs: number) => {
    const info = { errorType: 'THROTTLING', retryAfterHint: new Date(Date.now() + hintMs) } as const;
    const token = await strategy.refreshRetryTokenForRetry(await strategy.acquireInitialRetryToken(), info);
    return token.getRetryDelay();
  };
  expect(await wait(3000)).toBeGreaterThan(2000);
  expect(await wait(60_000)).toBe(LIMITS.maxBackoffMs);
  expect(await wait(-60_000)).toBeLessThanOrEqual(LIMITS.firstBackoffMs);
});
