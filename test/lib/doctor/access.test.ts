import { about, examined } from '../../support/doctor';

describe('the doctor checks a precondition:', () => {
  it('bootstrap', async () => {
    expect(await about('bootstrap', { bootstrapVersion: { value: null } })).toEqual([
      'fix bootstrap the CDK has not been bootstrapped in us-east-1; npx cdk bootstrap',
    ]);
    expect(await about('bootstrap', { bootstrapVersion: { value: 5 } })).toEqual([
      "fix bootstrap the CDK's bootstrap has version 5, and one of at least 6 is needed; npx cdk bootstrap",
    ]);
    expect(await about('bootstrap', { bootstrapVersion: { value: 22 } })).toEqual([
      "warn bootstrap the CDK's bootstrap has version 22, and the way back from UPDATE_ROLLBACK_FAILED, cdk rollback --orphan, needs 23; npx cdk bootstrap",
    ]);
    expect((await about('bootstrap', { bootstrapVersion: { value: 6 } }))[0]).toMatch(/^warn /);
    expect((await about('bootstrap', { bootstrapVersion: { value: 23 } }))[0]).toMatch(/^ok /);
  });

  it("EMR's clean-up role", async () => {
    expect(await about('clean-up role', { hasCleanupRole: { value: false } })).toEqual([
      'warn clean-up role AWSServiceRoleForEMRCleanup is missing, and a first cluster fails where EMR may not make it; ' +
        'aws iam create-service-linked-role --aws-service-name elasticmapreduce.amazonaws.com',
    ]);
  });

  it("EMR's clean-up role, by the name that EMR has in China", async () => {
    const { said } = await examined({ hasCleanupRole: { value: false } }, {}, 'cn-north-1');
    expect(said.join('\n')).toMatch(/--aws-service-name elasticmapreduce\.amazonaws\.com\.cn$/m);
  });

  it('the key pair', async () => {
    expect(await about('key pair')).toEqual([]);
    expect(await about('key pair', { hasKeyPair: { value: true } }, { ec2KeyName: 'mine' })).toEqual([
      'ok key pair mine is in us-east-1',
    ]);
    expect(await about('key pair', {}, { ec2KeyName: 'mine' })).toEqual([
      "fix key pair ec2KeyName mine is not in us-east-1; aws ec2 create-key-pair --key-name 'mine' --region us-east-1, or leave it out",
    ]);
  });
});

describe('the key of the disks', () => {
  const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd';

  it('is named for the user to check its policy', async () => {
    expect(await about('disk key')).toEqual([]);
    expect(await about('disk key', {}, { diskEncryptionKey: KEY })).toEqual([
      `skip disk key whether it is there and enabled is not asked here; aws kms describe-key --key-id ${KEY} --region us-east-1 has to say Enabled and SYMMETRIC_DEFAULT, and its policy to leave rights to IAM, or to name the cluster's two roles as key users`,
    ]);
  });
});
