import { answerOf, refuseNoAws, unlessMissing } from '../../../lib/doctor/ask';

/** An error as the SDK throws it. */
function failing(name: string, message = 'no') {
  return async () => {
    throw Object.assign(new Error(message), { name });
  };
}

it('has an answer', async () => {
  expect(await answerOf('ec2:DescribeSubnets', async () => 7)).toEqual({ value: 7 });
});

it.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'])('names the right for %s', async (name) => {
  expect(await answerOf('ec2:DescribeSubnets', failing(name))).toEqual({
    unknown: 'these credentials may not ask; allow ec2:DescribeSubnets to check it',
  });
});

it('says in a line what else went wrong', async () => {
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
])('ends where credentials fail with %s', async (name) => {
  await expect(refuseNoAws('us-east-1', failing(name))).rejects.toMatchObject({
    exitCode: 69,
    message: `no credentials that AWS takes in us-east-1 (${name}: no): run aws configure or aws sso login, or set AWS_PROFILE, or enable the region`,
  });
});

it('ends where there is no AWS', async () => {
  await expect(refuseNoAws('us-east-9', failing('Error', 'ENOTFOUND'))).rejects.toMatchObject({
    exitCode: 69,
    message: "AWS does not answer in us-east-9 (Error: ENOTFOUND): check the region's name and the network",
  });
});

it('goes on where the first question alone is not allowed', async () => {
  await expect(refuseNoAws('us-east-1', failing('UnauthorizedOperation'))).resolves.toBeUndefined();
});

it('takes the word of AWS that there is none', async () => {
  expect(await unlessMissing(/^NoSuchEntity/, failing('NoSuchEntityException'))).toBeUndefined();
  await expect(unlessMissing(/^NoSuchEntity/, failing('Throttling'))).rejects.toThrow('no');
});
