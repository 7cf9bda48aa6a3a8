import { findInstanceType, INSTANCE_TYPES, regionsWith } from '../../../lib/catalog/instance-type';
import { REGIONS } from '../../../lib/catalog/tables/regions';
import { checkOfferings } from '../../../lib/preflight/instances';
import { readSettings } from '../../../lib/settings/read';
import { ARM, about, found, M5 } from '../../support/preflight';

describe('the preflight of instance types', () => {
  it('refuses an unknown type and names the nearest one', () => {
    expect(about('listing', found({ ...M5, masterInstanceType: 'm5.xlage' }))).toEqual([
      'error: masterInstanceType m5.xlage is not in the tables of 2026-08-01; the nearest are m5.xlarge, m3.xlarge, ' +
        'm4.xlarge, m5.2xlarge, m5.4xlarge, or set preflight to warn for one that dedup doctor finds in your account',
    ]);
  });

  it('refuses a type that the release does not support yet', () => {
    const context = { release: 'emr-6.9.0', masterInstanceType: 'm7g.xlarge', coreInstanceType: 'm7g.xlarge' };
    expect(about('listing', found(context, 'us-west-1', ARM))).toEqual([
      'error: masterInstanceType and coreInstanceType m7g.xlarge is not on release emr-6.9.0; set release to emr-6.10.0 or later',
    ]);
  });

  it('does not judge whether a later release still supports an old type', () => {
    expect(about('listing', found({ release: 'emr-7.14.0' }))).toEqual([
      'unchecked: masterInstanceType and coreInstanceType m3.xlarge is known on releases up to emr-7.13.0, and release is emr-7.14.0; dedup doctor asks EMR',
    ]);
  });

  it('refuses nodes of two architectures', () => {
    expect(about('architecture', found({ ...M5, coreInstanceType: 'm6g.xlarge' }))).toEqual([
      'error: masterInstanceType m5.xlarge is x64 and coreInstanceType m6g.xlarge is arm64, ' +
        'but one build of Node is shipped to all nodes; set both to types of one architecture',
    ]);
  });

  it('refuses a version of Node that does not run on the nodes', () => {
    expect(about('architecture', found({}, 'us-west-1', ARM))).toEqual([
      'error: coreInstanceType m3.xlarge is x64, but Node 24.21.0 is shipped for arm64; set the instance types to such as m6g.xlarge',
    ]);
  });
});

describe('the preflight of offerings', () => {
  it('refuses a type that the region lacks, and names types that it has', () => {
    expect(about('offering', found({}, 'eu-west-2'))).toEqual([
      'error: masterInstanceType and coreInstanceType m3.xlarge is not offered in eu-west-2, ap-northeast-1, ' +
        'ap-southeast-1, ap-southeast-2, eu-central-1, eu-west-1, sa-east-1, us-east-1, us-west-1, us-west-2 have it; ' +
        'set it to one of m5.xlarge, m5a.xlarge, m5d.xlarge, m6i.xlarge, m7i.xlarge, r5.xlarge',
    ]);
  });

  it('refuses each of two types by itself', () => {
    expect(about('offering', found({ ...M5, masterInstanceType: 'm6i.xlarge' }, 'ap-southeast-5'))).toEqual([
      'error: coreInstanceType m5.xlarge is not offered in ap-southeast-5, 29 others have it; set it to one of m6i.xlarge, m7i.xlarge',
    ]);
  });

  it('names a type of the same or the next size for each type that a region lacks', () => {
    for (const type of INSTANCE_TYPES) {
      const { name, vcpus, family } = type;
      const settings = readSettings({ masterInstanceType: name, coreInstanceType: name }, {});
      const offered = regionsWith(type);
      for (const region of Object.keys(REGIONS).filter((each) => !offered.includes(each))) {
        const [line = ''] = about('offering', checkOfferings({ ...settings, region }));
        const [, instead = ''] = /^error: .*set it to one of ([^,]+)/.exec(line) ?? [];
        const other = findInstanceType(instead);
        expect(other?.family.architecture).toBe(family.architecture);
        if (vcpus <= 64) expect(other?.vcpus).toBeGreaterThanOrEqual(vcpus);
        if (/\.(2|4)?xlarge$/.test(name)) expect(other?.vcpus).toBe(vcpus);
      }
    }
  });

  it('names the only zones that have a type', () => {
    expect(about('offering', found({}, 'us-east-1'))).toEqual([
      'unchecked: by the tables of 2026-08-01 m3.xlarge can be had in us-east-1a, us-east-1b, us-east-1c, us-east-1e alone; ' +
        'letters of zones differ by account, dedup doctor asks yours',
    ]);
    expect(about('offering', found({ availabilityZone: 'us-east-1b' }, 'us-east-1'))).toEqual([]);
  });

  it('names the zones that have both types', () => {
    const both = { masterInstanceType: 'm5.xlarge', coreInstanceType: 'm3.xlarge' };
    expect(about('offering', found(both, 'us-east-1'))[0]).toMatch(
      /: by the tables of 2026-08-01 m5\.xlarge and m3\.xlarge can be had in us-east-1a, us-east-1b, us-east-1c alone;/,
    );
  });

  it('warns of a zone without the type', () => {
    expect(about('offering', found({ availabilityZone: 'us-east-1f' }, 'us-east-1'))).toEqual([
      'warning: availabilityZone is us-east-1f, and by the tables of 2026-08-01 m3.xlarge can be had in us-east-1a, us-east-1b, us-east-1c, us-east-1e alone; ' +
        'letters of zones differ by account, dedup doctor asks yours',
    ]);
  });

  it('refuses a zone of another region', () => {
    for (const region of ['us-west-1', 'ap-southeast-7']) {
      expect(about('offering', found({ availabilityZone: 'us-east-1b' }, region))).toEqual([
        `error: availabilityZone us-east-1b is not in region ${region}; set it to a zone such as ${region}a`,
      ]);
    }
  });

  it('does not judge the zones of an unknown type', () => {
    const types = { masterInstanceType: 'm3.xlarge', coreInstanceType: 'm9i.xlarge' };
    expect(about('offering', found({ ...types, availabilityZone: 'us-east-1f' }, 'us-east-1'))).toEqual([]);
  });

  it.each([
    [{ sessionManager: true }, 'ssm, ssmmessages', 'no session starts'],
    [{ diskEncryptionKey: 'arn:aws:kms:us-east-1:111122223333:key/1' }, 'kms', 'no node starts'],
  ])('names the endpoints that a subnet of the user needs beside S3: %j', (more, services, without) => {
    expect(
      about('places', found({ ...more, vpcId: 'vpc-00000001', subnetId: 'subnet-00000001' }, 'us-east-1')),
    ).toEqual([
      `unchecked: subnet-00000001 needs a way to ${services}, an endpoint or a NAT, which is not checked here; without it ${without}`,
    ]);
    expect(about('places', found(more, 'us-east-1'))).toEqual([]);
  });

  it('leaves the zone of a subnet to the account', () => {
    expect(about('offering', found({ vpcId: 'vpc-00000001', subnetId: 'subnet-00000001' }, 'us-east-1'))).toEqual([]);
  });

  it('names the unchecked settings when no region is known', () => {
    expect(about('offering', found({}, ''))).toEqual([
      'unchecked: no region is known, so whether it has m3.xlarge was not checked; name one by AWS_REGION or a profile',
    ]);
  });

  it('names the unchecked settings for an unknown region', () => {
    expect(about('offering', found({}, 'us-gov-west-1'))).toEqual([
      'unchecked: region us-gov-west-1 is not in the tables of 2026-08-01, so whether it has m3.xlarge was not checked; dedup doctor asks your account',
    ]);
  });
});
