import { answerOf, refuseNoAws, unlessMissing } from '../../../lib/doctor/ask';

/** An error in the form of the SDK. */
function failing(name: string, message = 'no') {
  return async () => {
    throw Object.assign(new Error(message), { name });
  };
}

it('a question has the answer of AWS', async () => {
  expect(await answerOf('ec2:DescribeSubnets', async () => 7)).toEqual({ value: 7 });
});

it.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'])(
  'a question names the missing right for %s',
  async (name) => {
    expect(await answerOf('ec2:DescribeSubnets', failing(name))).toEqual({
      unknown: 'these credentials may not ask; allow ec2:DescribeSubnets to check it',
    });
  },
);

it('a question reports other errors on one line', async () => {
  expect(await answerOf('iam:GetRole', failing('Throttling', 'slow\n down'))).toEqual({
    unknown: 'iam:GetRole has no answer: Throttling: slow down',
  });
});

it.each([
  'CredentialsProviderError',
  'TokenProviderError',
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
])('a question fails when credentials are refused with %s', async (name) => {
  await expect(refuseNoAws('us-east-1', failing(name))).rejects.toMatchObject({
    exitCode: 69,
    message: `no credentials that AWS takes in us-east-1 (${name}: no): run aws configure or aws sso login, or set AWS_PROFILE, or enable the region`,
  });
});

it('a question fails when AWS cannot be reached', async () => {
  await expect(refuseNoAws('us-east-9', failing('Error', 'ENOTFOUND'))).rejects.toMatchObject({
    exitCode: 69,
    message: "AWS does not answer in us-east-9 (Error: ENOTFOUND): check the region's name and the network",
  });
});

it('questions continue when only the first of them is not allowed', async () => {
  await expect(refuseNoAws('us-east-1', failing('UnauthorizedOperation'))).resolves.toBeUndefined();
});

it('an answer that a resource does not exist is not an error', async () => {
  expect(await unlessMissing(/^NoSuchEntity/, failing('NoSuchEntityException'))).toBeUndefined();
  await expect(unlessMissing(/^NoSuchEntity/, failing('Throttling'))).rejects.toThrow('no');
});
