import type { Answers } from '../../../lib/doctor/answers';
import { doctor } from '../../../lib/doctor/doctor';
import { readSettings } from '../../../lib/settings/read';
import { examined, FACTS, HEALTHY, offered } from '../../support/doctor';

it('finds nothing wrong with an account that has everything', async () => {
  expect(await examined()).toEqual({
    exitCode: 0,
    said: [
      'ok release emr-7.13.0 is on offer in us-east-1',
      'ok instance types m3.xlarge can be used on emr-7.13.0',
      'ok zones every zone of us-east-1 has m3.xlarge',
      'ok quota the cluster takes 20 vCPUs; the account may run 64 in us-east-1, all its standard instances together',
      "ok bootstrap the CDK's bootstrap has version 30",
      'ok clean-up role AWSServiceRoleForEMRCleanup is there',
      '0 to fix, 0 to know, 0 that could not be checked',
    ],
  });
});

it('names each problem to fix, and fails', async () => {
  const { exitCode, said } = await examined({ bootstrapVersion: { value: null }, hasCleanupRole: { value: false } });
  expect(exitCode).toBe(69);
  expect(said.at(-1)).toBe('1 to fix, 1 to know, 0 that could not be checked');
});

it('passes with warnings alone', async () => {
  expect((await examined({ hasCleanupRole: { value: false } })).exitCode).toBe(0);
});

it('asks AWS nothing when no region is known', async () => {
  const ask = jest.fn();
  const run = doctor(readSettings({}, {}), FACTS, { ask }, () => {});
  await expect(run).rejects.toMatchObject({
    exitCode: 64,
    message: 'no AWS region is set: set AWS_REGION, or region in the AWS profile',
  });
  expect(ask).not.toHaveBeenCalled();
});

it('says for each question without an answer why there is none', async () => {
  const unknown = { unknown: 'these credentials may not ask; allow x:Y to check it' };
  const none = Object.fromEntries(Object.keys(HEALTHY).map((key) => [key, unknown])) as unknown as Answers;
  const { exitCode, said } = await examined(none, {
    vpcId: 'vpc-00000001',
    subnetId: 'subnet-00000001',
    ec2KeyName: 'mine',
    input: 's3://mine/',
  });
  const parts = [
    'release',
    'instance types',
    'zones',
    'quota',
    'bootstrap',
    'clean-up role',
    'cluster',
    'key pair',
    'subnet',
    'buckets',
  ];
  expect(said).toEqual([
    ...parts.map((part) => `skip ${part} ${unknown.unknown}`),
    '0 to fix, 0 to know, 10 that could not be checked',
  ]);
  expect(exitCode).toBe(0);
});

describe('preflight', () => {
  it('is part of it', async () => {
    const { exitCode, said } = await examined({}, { containerMemoryMb: 3000, keepAlive: false, idleMinutes: 5 });
    expect(exitCode).toBe(69);
    expect(said[0]).toMatch(/^fix memory parallelism 16 does not fit: /);
    expect(said[1]).toMatch(/^warn lifetime idleMinutes is 5, but keepAlive is false/);
  });

  it('is overruled by facts of the account', async () => {
    const newer = {
      releases: { value: ['emr-7.15.0'] },
      typesOnRelease: { value: ['m9i.xlarge'] },
      offerings: { value: offered('m9i.xlarge', 'abc') },
      vcpus: { value: { 'm9i.xlarge': 4 } },
    };
    const types = { masterInstanceType: 'm9i.xlarge', coreInstanceType: 'm9i.xlarge' };
    const { exitCode, said } = await examined(newer, { ...types, release: 'emr-7.15.0' });
    expect(said[0]).toBe(
      'skip memory what m9i.xlarge gives YARN is not known, so whether parallelism 16 fits was not checked',
    );
    expect(said[1]).toBe('ok release emr-7.15.0 is on offer in us-east-1');
    expect(exitCode).toBe(0);
  });

  it('is reported when the account has no answer', async () => {
    const unknown = { unknown: 'x' };
    const { said } = await examined(
      { offerings: unknown, typesOnRelease: unknown },
      { release: 'emr-7.15.0', availabilityZone: 'us-east-1f' },
    );
    expect(said[0]).toMatch(/^fix listing release emr-7\.15\.0 is not on offer/);
    expect(said[2]).toMatch(/^warn offering availabilityZone is us-east-1f/);
  });
});
