import type { Context } from '../../../lib/settings/read';
import { about } from '../../support/doctor';

describe('the doctor on endpoints that', () => {
  const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd';
  const BOTH = { sessionManager: true, diskEncryptionKey: KEY };
  const SOME = { ssm: ['us-east-1a', 'us-east-1b'], ssmmessages: ['us-east-1b'], kms: ['us-east-1a', 'us-east-1b'] };
  const endpoints = (zones: Readonly<Record<string, readonly string[]>>, context: Context) =>
    about('endpoints', { endpointZones: { value: zones } }, context);

  it('the settings do not need', async () => {
    expect(await about('endpoints')).toEqual([]);
    expect(await about('endpoints', {}, { ...BOTH, vpcId: 'vpc-00000001', subnetId: 'subnet-00000001' })).toEqual([]);
  });

  it('are offered in every zone', async () => {
    expect(await about('endpoints', {}, BOTH)).toEqual([
      'ok endpoints every zone of us-east-1 has endpoints of ssm, ssmmessages, kms',
    ]);
  });

  it('are offered only in some zones', async () => {
    expect(await endpoints(SOME, BOTH)).toEqual([
      'fix endpoints endpoints of ssm, ssmmessages, kms can be had in us-east-1b alone, and without a zone set the cluster may be in another; deploy with -c availabilityZone=us-east-1b, or set it in cdk.json',
    ]);
    expect(await endpoints(SOME, { ...BOTH, availabilityZone: 'us-east-1a' })).toEqual([
      'fix endpoints endpoints of ssm, ssmmessages, kms can be had in us-east-1b, and not in us-east-1a; deploy with -c availabilityZone=us-east-1b, or set it in cdk.json',
    ]);
    expect(await endpoints(SOME, { ...BOTH, availabilityZone: 'us-east-1b' })).toEqual([
      'ok endpoints endpoints of ssm, ssmmessages, kms can be had in us-east-1b',
    ]);
    expect(await endpoints(SOME, { diskEncryptionKey: KEY, availabilityZone: 'us-east-1a' })).toEqual([
      'ok endpoints endpoints of kms can be had in us-east-1a, us-east-1b',
    ]);
  });

  it('are not offered in the region', async () => {
    expect(await endpoints({}, BOTH)).toEqual([
      'fix endpoints no zone of us-east-1 has endpoints of ssm, ssmmessages, kms; leave sessionManager and diskEncryptionKey out, or deploy elsewhere',
    ]);
  });
});
