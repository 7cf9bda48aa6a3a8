import { isSdkError, statusOf, troubleOf } from '../../../job/aws/sdk-error';

test.each([
  ['ThrottlingException', 'throttled'],
  ['Throttling', 'throttled'],
  ['SlowDown', 'throttled'],
  ['CredentialsProviderError', 'no credentials'],
  ['TokenProviderError', 'no credentials'],
  ['ExpiredToken', 'expired credentials'],
  ['ExpiredTokenException', 'expired credentials'],
  ['TokenRefreshRequired', 'expired credentials'],
  ['AuthFailure', 'refused credentials'],
  ['InvalidClientTokenId', 'refused credentials'],
  ['UnrecognizedClientException', 'refused credentials'],
  ['SignatureDoesNotMatch', 'refused credentials'],
  ['AccessDenied', 'denied'],
  ['AccessDeniedException', 'denied'],
  ['UnauthorizedOperation', 'denied'],
  ['ValidationException', null],
  ['NoSuchBucket', null],
  ['Error', null],
])('an error with the name %s is classified as %j, whichever service sent it', (name, trouble) => {
  expect(troubleOf({ name, message: 'no' })).toBe(trouble);
});

test('a refused role is not classified as a missing right of the request', () => {
  const message = 'User: x is not authorized to perform: sts:AssumeRole on resource: y';
  expect(troubleOf({ name: 'AccessDenied', message })).toBe('refused role');
});

test.each([
  [{ name: 'NoSuchKey', message: '', $metadata: { httpStatusCode: 404 } }, true],
  [{ name: 'Error', message: '', code: 'ECONNREFUSED' }, true],
  [{ name: 'TimeoutError', message: '' }, true],
  [{ name: 'CredentialsProviderError', message: '' }, true],
  [{ name: 'Error', message: 'Checksum mismatch: expected "a" but received "b"' }, true],
  [new TypeError('x is not a function'), false],
  ['text', false],
  [null, false],
])('whether %j is an error of the SDK: %j', (error, isOne) => {
  expect(isSdkError(error)).toBe(isOne);
});

test('an error without an answer has the status 0', () => {
  expect(statusOf({ name: 'Error', message: '' })).toBe(0);
  expect(statusOf({ name: 'NoSuchKey', message: '', $metadata: { httpStatusCode: 404 } })).toBe(404);
});
