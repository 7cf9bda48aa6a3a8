import { about, examined, offered, SUBNET } from '../../support/doctor';

describe('release and instance types', () => {
  it('have a finding with the newest release on offer', async () => {
    expect(
      await about('release', { releases: { value: ['emr-7.9.0', 'emr-7.12.0', 'emr-8.1.0', 'emr-spark-8.0.0'] } }),
    ).toEqual(['fix release emr-7.13.0 is not on offer in us-east-1; deploy with -c release=emr-7.12.0']);
    expect(await about('release', { releases: { value: [] } })).toEqual([
      'fix release emr-7.13.0 is not on offer in us-east-1; deploy to another region',
    ]);
  });

  it('have a single finding for a release that the kit does not support', async () => {
    expect(
      await about('major', { releases: { value: ['emr-8.0.0'] } }, { release: 'emr-8.0.0', preflight: 'warn' }),
    ).toEqual([
      'fix major release emr-8.0.0 is not of EMR 7, which alone the kit is made for; set release to emr-7.13.0',
    ]);
    expect(await about('release', { releases: { value: ['emr-8.0.0'] } }, { release: 'emr-8.0.0' })).toEqual([]);
  });

  it('have a finding with the instance type that the release lacks', async () => {
    expect(await about('instance types', {}, { coreInstanceType: 'm5.2xlarge' })).toEqual([
      'ok instance types m3.xlarge can be used on emr-7.13.0',
      'fix instance types coreInstanceType m5.2xlarge cannot be used on emr-7.13.0 here; set it to another, such as m5.xlarge',
    ]);
  });
});

describe('zones', () => {
  const BOTH = { masterInstanceType: 'm5.xlarge', coreInstanceType: 'm3.xlarge' };

  it('have a finding with the setting to paste', async () => {
    expect(await about('zones', {}, BOTH)).toEqual([
      'fix zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c alone, and without a zone set the cluster may be in another; deploy with -c availabilityZone=us-east-1b, or set it in cdk.json',
    ]);
    expect((await examined({}, BOTH)).exitCode).toBe(69);
    expect(await about('zones', {}, { ...BOTH, availabilityZone: 'us-east-1a' })).toEqual([
      'fix zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c, and not in us-east-1a; deploy with -c availabilityZone=us-east-1b, or set it in cdk.json',
    ]);
  });

  it('have an open finding when the zones of the region are not known', async () => {
    expect(await about('zones', { zones: { unknown: 'x' } }, BOTH)).toEqual([
      'warn zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c; deploy with -c availabilityZone=us-east-1b, or set it in cdk.json, unless these are all zones of us-east-1',
    ]);
  });

  it('have no problem when the set zone has the instance types', async () => {
    expect(await about('zones', {}, { ...BOTH, availabilityZone: 'us-east-1c' })).toEqual([
      'ok zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c; the cluster will be in us-east-1c',
    ]);
  });

  it('have an error when no zone has both instance types', async () => {
    const apart = { value: [...offered('m3.xlarge', 'a'), ...offered('m5.xlarge', 'b')] };
    expect(await about('zones', { offerings: apart }, BOTH)).toEqual([
      'fix zones no zone of us-east-1 has m5.xlarge and m3.xlarge; set masterInstanceType and coreInstanceType to others, such as m5.xlarge',
    ]);
  });

  it('are judged by the zone of a given subnet', async () => {
    const context = { ...BOTH, vpcId: 'vpc-00000001', subnetId: 'subnet-00000001' };
    expect(await about('zones', { subnet: { value: SUBNET } }, context)).toEqual([
      'ok zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c; the cluster will be in us-east-1b',
    ]);
    expect(await about('zones', { subnet: { value: { ...SUBNET, zone: 'us-east-1a' } } }, context)).toEqual([
      'fix zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c, and not in us-east-1a; set subnetId to one in these zones',
    ]);
    expect(await about('zones', { subnet: { value: null } }, context)).toEqual([
      'skip zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c; the zone of the subnet is not known',
    ]);
  });
});
