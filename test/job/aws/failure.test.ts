import { awsFailure, isAwsError } from '../../../job/aws/failure';
import { Failure } from '../../../job/shared/failure';

const answer = (name: string, message: string, status = 400) => ({
  name,
  message,
  $metadata: { httpStatusCode: status },
});

it.each([
  [answer('ThrottlingException', 'Rate exceeded'), 75, 'AWS gets too many requests at once, try again in some minutes'],
  [
    answer('AccessDeniedException', 'User: x is not authorized'),
    69,
    'access denied, it needs elasticmapreduce:DescribeStep',
  ],
  [
    answer('AccessDenied', 'User: x is not authorized to perform: sts:AssumeRole on resource: y', 403),
    69,
    'cannot assume the role of the AWS profile: User: x is not authorized to perform: sts:AssumeRole on resource: y',
  ],
  [
    answer('ValidationException', 'A job flow that is\n shutting down may not be modified.'),
    69,
    'A job flow that is shutting down may not be modified',
  ],
  [answer('InternalServerException', 'Oops', 500), 75, 'Oops'],
  [{ name: 'Error', message: '', code: 'ECONNREFUSED' }, 75, 'ECONNREFUSED'],
  [
    { name: 'CredentialsProviderError', message: 'Could not load credentials from any providers' },
    69,
    'no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a machine with a role',
  ],
  [
    {
      name: 'CredentialsProviderError',
      message: 'Could not resolve credentials using profile: [mine] in configuration/credentials file(s).',
    },
    69,
    'no AWS credentials: Could not resolve credentials using profile: [mine] in configuration/credentials file(s)',
  ],
  [
    answer('ExpiredTokenException', 'The security token is expired', 403),
    69,
    'AWS does not take the credentials (ExpiredTokenException): set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a machine with a role',
  ],
])('the SDK error %j becomes exit code %i with a reason', (error, exitCode, reason) => {
  expect(awsFailure('elasticmapreduce:DescribeStep', 'step s-1', error)).toMatchObject({
    exitCode,
    message: `step s-1: ${reason}`,
  });
});

it('names the profile that has no credentials', () => {
  jest.replaceProperty(process, 'env', { ...process.env, AWS_PROFILE: 'nosuch' });
  const nowhere = { name: 'CredentialsProviderError', message: 'Could not load credentials from any providers' };
  expect(awsFailure('r', 's', nowhere)).toMatchObject({
    exitCode: 69,
    message: expect.stringMatching(
      /^s: no AWS credentials: profile 'nosuch', which AWS_PROFILE names, is not there or has none; set AWS_PROFILE, or/,
    ),
  });
  jest.restoreAllMocks();
});

it('returns a bug or a Failure unchanged', () => {
  const bug = new TypeError('x is not a function');
  const failure = new Failure(65, 'known');
  expect(awsFailure('r', 's', bug)).toBe(bug);
  expect(awsFailure('r', 's', failure)).toBe(failure);
});

it('recognizes an AWS error by its name or its message', () => {
  const failure = awsFailure('r', 's', answer('ValidationError', 'Stack with id x does not exist'));
  expect(isAwsError(failure, /does not exist/)).toBe(true);
  expect(isAwsError(failure, /Throttling/)).toBe(false);
  expect(isAwsError(new Error('does not exist'), /does not exist/)).toBe(false);
});
