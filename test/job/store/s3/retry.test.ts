import type { RetryErrorInfo, RetryErrorType } from '@smithy/types';
import { LIMITS, Persistence } from '../../../../job/store/s3/retry';

/** The number of times that a request is sent if it always fails like this. */
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
  // the connection broke before an answer came
  ['TRANSIENT', {}, LIMITS.attempts],
] as const)('a request that fails with a %s error and %j is sent %i times', async (errorType, metadata, tries) => {
  expect(await triesOf(errorType, metadata)).toBe(tries);
});

test.each([
  [400, 1],
  [404, 1],
  [409, 1],
  [412, 1],
  [416, 1],
  // the wrong clock may have caused the error
  [403, 2],
  [429, LIMITS.attempts],
  [500, LIMITS.attempts],
  [503, LIMITS.attempts],
])('after the SDK corrected its clock, a request that is answered with %i is sent %i times', async (status, tries) => {
  expect(await triesOf('TRANSIENT', { httpStatusCode: status, clockSkewCorrected: true })).toBe(tries);
});

test('after the SDK corrected its clock, a request whose body arrived too slowly is sent again', async () => {
  const metadata = { httpStatusCode: 400, clockSkewCorrected: true };
  expect(await triesOf('TRANSIENT', metadata, 'RequestTimeout')).toBe(LIMITS.attempts);
});

test('the delay that S3 asks for is used, up to the longest delay', async () => {
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
