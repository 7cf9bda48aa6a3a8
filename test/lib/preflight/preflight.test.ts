import { Failure } from '../../../job/failure';
import type { Facts } from '../../../lib/preflight/facts';
import { type Finding, refuseErrors, type Subject } from '../../../lib/preflight/finding';
import { findInstanceType, INSTANCE_TYPES } from '../../../lib/preflight/instance-type';
import { preflight } from '../../../lib/preflight/preflight';
import { REGIONS } from '../../../lib/preflight/tables/regions';
import { type Context, readSettings } from '../../../lib/settings/read';

const FACTS: Facts = { node: { version: '24.21.0', architecture: 'x64', glibc: '2.28' }, today: '2026-11-22' };
const ARM: Facts = { ...FACTS, node: { ...FACTS.node, architecture: 'arm64' } };
/** A region whose zones all have m5. */
const M5 = { masterInstanceType: 'm5.xlarge', coreInstanceType: 'm5.xlarge' };

function found(context: Context, region = 'us-west-1', facts = FACTS): readonly Finding[] {
  return preflight(readSettings(context, { region }), facts);
}

/** `error: …` of one subject. */
function about(subject: Subject, findings: readonly Finding[]): string[] {
  return findings.filter((each) => each.subject === subject).map((each) => `${each.severity}: ${each.message}`);
}

it('finds nothing wrong with the published system, nor with its successors', () => {
  expect(found({})).toEqual([]);
  expect(found(M5, 'eu-west-2')).toEqual([]);
  const graviton = { masterInstanceType: 'm7g.xlarge', coreInstanceType: 'm8g.xlarge' };
  expect(found(graviton, 'eu-west-1', ARM)).toEqual([]);
});

describe('release', () => {
  const release = (label: string, today = FACTS.today) =>
    about('release', found({ ...M5, release: label }, 'us-west-1', { ...FACTS, today }));

  it.each(['7.13.0', 'emr-7.13', 'emr-spark-8.0.0', 'latest'])('refuses the label %s', (label) => {
    expect(release(label)).toEqual([`error: release is '${label}', expected a label such as emr-7.13.0`]);
  });

  it.each(['emr-7.15.0', 'emr-7.13.1', 'emr-8.0.0'])('knows no %s', (label) => {
    expect(about('listing', found({ ...M5, release: label }))).toEqual([
      `error: release ${label} is not on offer as of 2026-11-22, when emr-7.14.0 was the newest; ` +
        'set release to emr-7.13.0, or preflight to warn for one that came later',
    ]);
  });

  it('refuses one out of support, from the day after its last', () => {
    expect(release('emr-7.6.0', '2027-01-10')).toEqual([]);
    expect(release('emr-7.6.0', '2027-01-11')).toEqual([
      "error: release emr-7.6.0 is out of AWS's support since 2027-01-10; set release to emr-7.13.0, which is supported until 2028-04-20",
    ]);
  });

  it('advises the newest once its default is out of support itself', () => {
    expect(release('emr-7.13.0', '2028-05-01')[0]).toMatch(
      /; set release to emr-7\.14\.0, which is supported until 2028-09-08$/,
    );
  });

  it.each([
    ['emr-6.15.0', 'Amazon Linux 2 has 2.26'],
    ['emr-5.36.2', 'Amazon Linux 2 has 2.26'],
    ['emr-5.29.0', 'Amazon Linux has 2.17'],
  ])('refuses %s, which is old for AWS and for Node', (label, has) => {
    expect(release(label)).toEqual([
      `error: release ${label} is out of AWS's support since 2026-08-31; set release to emr-7.13.0, which is supported until 2028-04-20`,
      `error: release ${label} is too old for Node 24.21.0, which needs glibc 2.28: ${has}; set release to emr-7.13.0, which has 2.34`,
    ]);
  });

  it('warns of one that loses logs', () => {
    expect(release('emr-7.12.0')).toEqual([
      'warning: release emr-7.12.0 can lose the logs of a step that runs for more than 3 hours; set release to emr-7.13.0',
    ]);
  });
});

describe('instance types', () => {
  it('refuses one that it does not know, with the nearest', () => {
    expect(about('listing', found({ ...M5, masterInstanceType: 'm5.xlage' }))).toEqual([
      'error: masterInstanceType m5.xlage is not in the tables of 2026-08-01; the nearest are m5.xlarge, m3.xlarge, ' +
        'm4.xlarge, m5.2xlarge, m5.4xlarge, or set preflight to warn for one that dedup doctor finds in your account',
    ]);
  });

  it('refuses one that the release has not yet', () => {
    const context = { release: 'emr-6.9.0', masterInstanceType: 'm7g.xlarge', coreInstanceType: 'm7g.xlarge' };
    expect(about('listing', found(context, 'us-west-1', ARM))).toEqual([
      'error: masterInstanceType and coreInstanceType m7g.xlarge is not on release emr-6.9.0; set release to emr-6.10.0 or later',
    ]);
  });

  it('cannot say whether a release that came later still has an old one', () => {
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

  it('refuses a Node that does not run on the nodes', () => {
    expect(about('architecture', found({}, 'us-west-1', ARM))).toEqual([
      'error: coreInstanceType m3.xlarge is x64, but Node 24.21.0 is shipped for arm64; set the instance types to such as m6g.xlarge',
    ]);
  });
});

describe('offerings', () => {
  it('refuses a type that the region has not, with those that it has', () => {
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

  it('has another of the same size for each that a region lacks', () => {
    for (const { name, vcpus, family } of INSTANCE_TYPES) {
      const context = { masterInstanceType: name, coreInstanceType: name };
      for (const region of Object.keys(REGIONS)) {
        const [line = 'none'] = about('offering', found(context, region)).filter((each) => each.startsWith('error'));
        if (line === 'none') continue;
        const [instead = ''] = (line.split('set it to one of ')[1] as string).split(', ');
        expect(findInstanceType(instead)).toMatchObject({ vcpus, family: { architecture: family.architecture } });
      }
    }
  });

  it('says in which zones alone a type is', () => {
    expect(about('offering', found({}, 'us-east-1'))).toEqual([
      'unchecked: by the tables of 2026-08-01 m3.xlarge can be had in us-east-1a, us-east-1b, us-east-1c, us-east-1e alone; ' +
        'letters of zones differ by account, dedup doctor asks yours',
    ]);
    expect(about('offering', found({ availabilityZone: 'us-east-1b' }, 'us-east-1'))).toEqual([]);
  });

  it('says in which zones both types are', () => {
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

  it('says nothing of the zones of a type that it does not know', () => {
    const types = { masterInstanceType: 'm3.xlarge', coreInstanceType: 'm9i.xlarge' };
    expect(about('offering', found({ ...types, availabilityZone: 'us-east-1f' }, 'us-east-1'))).toEqual([]);
  });

  it.each([
    [{ sessionManager: true }, 'ssm, ssmmessages'],
    [{ diskEncryptionKey: 'arn:aws:kms:us-east-1:111122223333:key/1' }, 'kms'],
  ])("says what a subnet of one's own needs beside S3: %j", (more, services) => {
    expect(about('places', found({ ...more, vpcId: 'vpc-1', subnetId: 'subnet-1' }, 'us-east-1'))).toEqual([
      `unchecked: subnet-1 needs a way to ${services}, an endpoint or a NAT, which is not checked here; without one nodes do not start, or no session does`,
    ]);
    expect(about('places', found(more, 'us-east-1'))).toEqual([]);
  });

  it('leaves the zone of a subnet to the account', () => {
    expect(about('offering', found({ vpcId: 'vpc-1', subnetId: 'subnet-1' }, 'us-east-1'))).toEqual([]);
  });

  it('says what it could not check where no region is known', () => {
    expect(about('offering', found({}, ''))).toEqual([
      'unchecked: no region is known, so whether it has m3.xlarge was not checked; name one by AWS_REGION or a profile',
    ]);
  });

  it('says what it could not check of a region that it does not know', () => {
    expect(about('offering', found({}, 'us-gov-west-1'))).toEqual([
      'unchecked: region us-gov-west-1 is not in the tables of 2026-08-01, so whether it has m3.xlarge was not checked; dedup doctor asks your account',
    ]);
  });
});

describe('memory', () => {
  const memory = (context: Context, region?: string) => about('memory', found(context, region));

  it('refuses tasks that are a megabyte too large, with the arithmetic and each way out', () => {
    expect(memory({ containerMemoryMb: 2624 })).toEqual([]);
    expect(memory({ containerMemoryMb: 2625 })).toEqual([
      'error: parallelism 16 does not fit: 4 x m3.xlarge with 11520 MB for YARN each, tasks of 2625 MB and a master of 1024 MB: ' +
        '3 x floor(11520 / 2625) + floor((11520 - 1024) / 2625) = 3 x 4 + 3 is room for 15; ' +
        'set containerMemoryMb to 2624 or less, or coreInstanceCount to 5, or parallelism to 15, or coreInstanceType to one with more memory',
    ]);
  });

  it('warns of tasks so small that more would fit', () => {
    expect(memory({ containerMemoryMb: 2305 })).toEqual([]);
    expect(memory({ containerMemoryMb: 2304 })).toEqual([
      'warning: parallelism 16 leaves memory idle: 4 x m3.xlarge with 11520 MB for YARN each, tasks of 2304 MB and a master of 1024 MB: ' +
        '3 x floor(11520 / 2304) + floor((11520 - 1024) / 2304) = 3 x 5 + 4 is room for 19; ' +
        'set containerMemoryMb to 2624, or parallelism to 19',
    ]);
  });

  it('warns of more nodes than the tasks need', () => {
    expect(memory({ coreInstanceCount: 6 })).toEqual([
      'warning: parallelism 16 leaves memory idle: 6 x m3.xlarge with 11520 MB for YARN each, tasks of 2560 MB and a master of 1024 MB: ' +
        '5 x floor(11520 / 2560) + floor((11520 - 1024) / 2560) = 5 x 4 + 4 is room for 24; ' +
        'set containerMemoryMb to 3840, or coreInstanceCount to 4, or parallelism to 24',
    ]);
  });

  it('lets be what no other figure would use', () => {
    expect(memory({ coreInstanceCount: 1, parallelism: 3, containerMemoryMb: 3498 })).toEqual([]);
  });

  it('advises no task that the job would refuse, nor none at all', () => {
    expect(memory({ ...M5, coreInstanceType: 'c5.xlarge', parallelism: 100, containerMemoryMb: 8000 })).toEqual([
      'error: parallelism 100 does not fit: 4 x c5.xlarge with 6144 MB for YARN each, tasks of 8000 MB and a master of 1024 MB: ' +
        '3 x floor(6144 / 8000) + floor((6144 - 1024) / 8000) = 3 x 0 + 0 is room for 0; set coreInstanceType to one with more memory',
    ]);
  });

  it('refuses a master that fits no node', () => {
    expect(memory({ applicationMasterMemoryMb: 12_000 })).toEqual([
      'error: applicationMasterMemoryMb is 12000, and a node of m3.xlarge gives YARN 11520 MB; set it to 1024',
    ]);
  });

  it('says that it does not know the memory of a type that it does not know', () => {
    expect(memory({ ...M5, coreInstanceType: 'm9i.xlarge' })).toEqual([
      'unchecked: what m9i.xlarge gives YARN is not known, so whether 16 tasks fit was not checked',
    ]);
  });
});

describe('places', () => {
  const places = (context: Context) => about('places', found(context));

  it.each([
    ['s3://films/data/', 's3://films/data', 'is the input'],
    ['s3://films/data/out/', 's3://films/data/', 'lies in the input'],
    ['s3://films/', 's3://films/data/', 'holds the input'],
  ])('refuses an output %s beside an input %s', (output, input, relation) => {
    expect(places({ output, input: ['s3://other/', input] })).toEqual([
      `error: output ${output} ${relation} ${input.replace(/\/?$/, '/')}; set one of them to another folder`,
    ]);
  });

  it.each([
    ['s3://films/data2/', 's3://films/data/'],
    ['s3://films2/', 's3://films/'],
  ])('knows %s and %s apart', (output, input) => expect(places({ output, input })).toEqual([]));

  it('takes an output of the kit with an input of the user, and the other way round', () => {
    expect(places({ input: 's3://films/' })).toEqual([]);
    expect(places({ output: 's3://films/' })).toEqual([]);
  });

  it("refuses another region's key", () => {
    const diskEncryptionKey = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd';
    expect(places({ diskEncryptionKey })).toEqual([
      'error: diskEncryptionKey is of region eu-west-1, and the cluster is in us-west-1; set a key of us-west-1',
    ]);
    expect(about('places', found({ diskEncryptionKey }, 'eu-west-1'))).toEqual([]);
    expect(about('places', found({ diskEncryptionKey }, ''))).toEqual([]);
  });
});

describe('lifetime', () => {
  const lifetime = (context: Context) => about('lifetime', found(context));

  it.each([
    [0, 0],
    [10_081, 604_860],
  ])('refuses %d idle minutes', (idleMinutes, seconds) => {
    expect(lifetime({ idleMinutes })).toEqual([
      `error: idleMinutes is ${idleMinutes}, which is ${seconds} s, and EMR allows 60 to 604800 s; set it to 1 to 10080`,
    ]);
  });

  it.each([1, 10_080])('takes %d idle minutes', (idleMinutes) => expect(lifetime({ idleMinutes })).toEqual([]));

  it('warns of an idle time that a transient cluster never has', () => {
    expect(lifetime({ keepAlive: false })).toEqual([]);
    expect(lifetime({ keepAlive: false, idleMinutes: 30 })).toEqual([
      'warning: idleMinutes is 30, but keepAlive is false, so that the cluster ends with its steps and never idles; ' +
        'set keepAlive to true, or leave idleMinutes out',
    ]);
  });
});

describe('what is done about findings', () => {
  const WRONG = { release: 'emr-7.15.0', idleMinutes: 0, coreInstanceCount: 6 };

  it('refuses the errors, a line each', () => {
    const findings = found(WRONG);
    expect(findings.map(({ severity }) => severity)).toEqual(['error', 'unchecked', 'warning', 'error']);
    let refusal: unknown;
    try {
      refuseErrors(findings);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Failure);
    expect((refusal as Failure).exitCode).toBe(64);
    expect((refusal as Failure).message.split('\n')).toEqual([findings[0]?.message, findings[3]?.message]);
  });

  it('refuses nothing where preflight is to warn', () => {
    const findings = found({ ...WRONG, preflight: 'warn' });
    expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'unchecked', 'warning', 'warning']);
    expect(() => refuseErrors(findings)).not.toThrow();
  });
});
