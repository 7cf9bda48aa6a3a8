import type { Answers, Bucket, Subnet } from '../../../lib/doctor/answers';
import { doctor } from '../../../lib/doctor/doctor';
import { type Context, readSettings } from '../../../lib/settings/read';

const FACTS = { node: { version: '24.21.0', architecture: 'x64', glibc: '2.28' }, today: '2026-11-22' } as const;
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

const offered = (instanceType: string, letters: string) =>
  Array.from(letters, (letter) => ({ instanceType, zone: `us-east-1${letter}` }));

/** An account that has all that the defaults need. */
const HEALTHY: Answers = {
  releases: { value: ['emr-7.13.0', 'emr-7.12.0', 'emr-spark-8.0.0'] },
  typesOnRelease: { value: ['m3.xlarge', 'm5.xlarge'] },
  zones: { value: ZONES },
  offerings: { value: [...offered('m3.xlarge', 'abc'), ...offered('m5.xlarge', 'bc')] },
  vcpus: { value: { 'm3.xlarge': 4, 'm5.xlarge': 4 } },
  quotaVcpus: { value: 64 },
  hasCleanupRole: { value: true },
  bootstrapVersion: { value: 30 },
  subnet: { value: null },
  hasKeyPair: { value: false },
  buckets: { value: {} },
};

const SUBNET: Subnet = {
  id: 'subnet-1',
  vpcId: 'vpc-1',
  zone: 'us-east-1b',
  isTagged: true,
  route: 'endpoint',
  routeTableId: 'rtb-1',
};

/** The lines, their columns a space apart, and the exit code. */
async function examined(answers: Partial<Answers> = {}, context: Context = {}, region = 'us-east-1') {
  const said: string[] = [];
  const account = { ask: async () => ({ ...HEALTHY, ...answers }) };
  const exitCode = await doctor(readSettings(context, { region }), FACTS, account, (line) => said.push(line));
  return { exitCode, said: said.map((line) => line.replace(/ {2,}/g, ' ')) };
}

/** The lines about one thing. */
async function about(what: string, answers: Partial<Answers> = {}, context: Context = {}): Promise<string[]> {
  const { said } = await examined(answers, context);
  return said.filter((line) => line.split(' ').slice(1).join(' ').startsWith(`${what} `));
}

it('finds an account healthy that has all', async () => {
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

it('says what has to be fixed, and fails', async () => {
  const { exitCode, said } = await examined({ bootstrapVersion: { value: null }, hasCleanupRole: { value: false } });
  expect(exitCode).toBe(69);
  expect(said.at(-1)).toBe('1 to fix, 1 to know, 0 that could not be checked');
});

it('passes with warnings alone', async () => {
  expect((await examined({ hasCleanupRole: { value: false } })).exitCode).toBe(0);
});

it('asks nothing where no region is known', async () => {
  const ask = jest.fn();
  const run = doctor(readSettings({}, {}), FACTS, { ask }, () => {});
  await expect(run).rejects.toMatchObject({
    exitCode: 64,
    message: 'no AWS region is set: set AWS_REGION, or region in the AWS profile',
  });
  expect(ask).not.toHaveBeenCalled();
});

it('says of each question that has no answer why', async () => {
  const unknown = { unknown: 'these credentials may not ask; allow x:Y to check it' };
  const none = Object.fromEntries(Object.keys(HEALTHY).map((key) => [key, unknown])) as unknown as Answers;
  const { exitCode, said } = await examined(none, {
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
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
    'key pair',
    'subnet',
    'buckets',
  ];
  expect(said).toEqual([
    ...parts.map((part) => `skip ${part} ${unknown.unknown}`),
    '0 to fix, 0 to know, 9 that could not be checked',
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

  it('gives way to what the account knows better', async () => {
    const newer = {
      releases: { value: ['emr-7.15.0'] },
      typesOnRelease: { value: ['m9i.xlarge'] },
      offerings: { value: offered('m9i.xlarge', 'abc') },
      vcpus: { value: { 'm9i.xlarge': 4 } },
    };
    const types = { masterInstanceType: 'm9i.xlarge', coreInstanceType: 'm9i.xlarge' };
    const { exitCode, said } = await examined(newer, { ...types, release: 'emr-7.15.0' });
    expect(said[0]).toBe(
      'skip memory what m9i.xlarge gives YARN is not known, so whether 16 tasks fit was not checked',
    );
    expect(said[1]).toBe('ok release emr-7.15.0 is on offer in us-east-1');
    expect(exitCode).toBe(0);
  });

  it('stands where the account does not say', async () => {
    const unknown = { unknown: 'x' };
    const { said } = await examined(
      { offerings: unknown, typesOnRelease: unknown },
      { release: 'emr-7.15.0', availabilityZone: 'us-east-1f' },
    );
    expect(said[0]).toMatch(/^fix listing release emr-7\.15\.0 is not on offer/);
    expect(said[2]).toMatch(/^warn offering availabilityZone is us-east-1f/);
  });
});

describe('release and instance types', () => {
  it('names the newest release that is on offer', async () => {
    expect(await about('release', { releases: { value: ['emr-7.9.0', 'emr-7.12.0', 'emr-spark-8.0.0'] } })).toEqual([
      'fix release emr-7.13.0 is not on offer in us-east-1; deploy with -c release=emr-7.12.0',
    ]);
    expect(await about('release', { releases: { value: [] } })).toEqual([
      'fix release emr-7.13.0 is not on offer in us-east-1; deploy to another region',
    ]);
  });

  it('says which type the release has not', async () => {
    expect(await about('instance types', {}, { coreInstanceType: 'm5.2xlarge' })).toEqual([
      'ok instance types m3.xlarge can be used on emr-7.13.0',
      'fix instance types coreInstanceType m5.2xlarge cannot be used on emr-7.13.0 here; set it to another, such as m5.xlarge',
    ]);
  });
});

describe('zones', () => {
  const BOTH = { masterInstanceType: 'm5.xlarge', coreInstanceType: 'm3.xlarge' };

  it('has the setting to paste', async () => {
    expect(await about('zones', {}, BOTH)).toEqual([
      'fix zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c alone, and without a zone set the cluster may be in another; deploy with -c availabilityZone=us-east-1b, or set it in cdk.json',
    ]);
    expect((await examined({}, BOTH)).exitCode).toBe(69);
    expect(await about('zones', {}, { ...BOTH, availabilityZone: 'us-east-1a' })).toEqual([
      'fix zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c, and not in us-east-1a; deploy with -c availabilityZone=us-east-1b, or set it in cdk.json',
    ]);
  });

  it('cannot tell where the zones of the region are not known', async () => {
    expect(await about('zones', { zones: { unknown: 'x' } }, BOTH)).toEqual([
      'warn zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c; deploy with -c availabilityZone=us-east-1b, or set it in cdk.json, unless these are all zones of us-east-1',
    ]);
  });

  it('is content with a zone that has the types', async () => {
    expect(await about('zones', {}, { ...BOTH, availabilityZone: 'us-east-1c' })).toEqual([
      'ok zones m5.xlarge and m3.xlarge can be had in us-east-1b, us-east-1c; the cluster will be in us-east-1c',
    ]);
  });

  it('finds no zone that has both types', async () => {
    const apart = { value: [...offered('m3.xlarge', 'a'), ...offered('m5.xlarge', 'b')] };
    expect(await about('zones', { offerings: apart }, BOTH)).toEqual([
      'fix zones no zone of us-east-1 has m5.xlarge and m3.xlarge; set masterInstanceType and coreInstanceType to others, such as m5.xlarge',
    ]);
  });

  it('looks into the zone of a subnet', async () => {
    const context = { ...BOTH, vpcId: 'vpc-1', subnetId: 'subnet-1' };
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

describe('quota', () => {
  const RAISE =
    'aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-1216C47A --desired-value 40 --region us-east-1';
  const ALLOWED = (quota: number) => `the account may run ${quota} in us-east-1, all its standard instances together`;

  it('is too small for the cluster', async () => {
    expect(await about('quota', { quotaVcpus: { value: 19 } })).toEqual([
      `fix quota the cluster takes 20 vCPUs, and ${ALLOWED(19)}; ${RAISE}`,
    ]);
  });

  it.each([20, 39])('of %d is too small for the next cluster beside it', async (quota) => {
    expect(await about('quota', { quotaVcpus: { value: quota } })).toEqual([
      `warn quota the cluster takes 20 vCPUs, replacing it takes 40 for a while, and ${ALLOWED(quota)}; ${RAISE}`,
    ]);
  });

  it('is enough for two', async () => {
    expect((await about('quota', { quotaVcpus: { value: 40 } }))[0]).toMatch(/^ok /);
  });

  it('is not known for types that EC2 does not tell', async () => {
    expect(await about('quota', { vcpus: { value: { 'm3.xlarge': 4 } } }, { coreInstanceType: 'm9i.xlarge' })).toEqual([
      'skip quota the vCPUs of the instance types are not known',
    ]);
  });

  it('is another for other families', async () => {
    const context = { masterInstanceType: 'p3.2xlarge', coreInstanceType: 'inf1.xlarge' };
    expect(await about('quota', {}, context)).toEqual([
      'skip quota the quota of standard instances does not count p3.2xlarge and inf1.xlarge; see Service Quotas for theirs',
    ]);
  });
});

describe('what has to be there before', () => {
  it('bootstrap', async () => {
    expect(await about('bootstrap', { bootstrapVersion: { value: null } })).toEqual([
      'fix bootstrap the CDK has not been bootstrapped in us-east-1; npx cdk bootstrap',
    ]);
    expect(await about('bootstrap', { bootstrapVersion: { value: 5 } })).toEqual([
      "fix bootstrap the CDK's bootstrap has version 5, and one of at least 6 is needed; npx cdk bootstrap",
    ]);
    expect((await about('bootstrap', { bootstrapVersion: { value: 6 } }))[0]).toMatch(/^ok /);
  });

  it("EMR's clean-up role", async () => {
    expect(await about('clean-up role', { hasCleanupRole: { value: false } })).toEqual([
      'warn clean-up role AWSServiceRoleForEMRCleanup is missing, and a first cluster fails where EMR may not make it; ' +
        'aws iam create-service-linked-role --aws-service-name elasticmapreduce.amazonaws.com',
    ]);
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

describe('buckets of the user', () => {
  const THERE: Bucket = { isThere: true, region: 'us-east-1', isListable: true };
  const bucket = (found: Partial<Bucket>, context: Context = { input: 's3://mine/in/' }) =>
    about('buckets', { buckets: { value: { mine: { ...THERE, ...found } } } }, context);

  it('are healthy', async () => {
    expect(await bucket({})).toEqual(['ok buckets s3://mine of input is in us-east-1, and can be listed']);
    expect(await bucket({ region: null })).toEqual(['ok buckets s3://mine of input is there, and can be listed']);
    expect(await about('buckets')).toEqual([]);
  });

  it('are told once each, with all that names them', async () => {
    const context = { input: 's3://mine/a/,s3://mine/b/,s3://other/', output: 's3://mine/out/' };
    expect(await about('buckets', { buckets: { value: { mine: THERE, other: THERE } } }, context)).toEqual([
      'ok buckets s3://mine of input and output is in us-east-1, and can be listed',
      'ok buckets s3://other of input is in us-east-1, and can be listed',
    ]);
  });

  it('are not there', async () => {
    const { exitCode } = await examined(
      { buckets: { value: { mine: { ...THERE, isThere: false } } } },
      { output: 's3://mine/' },
    );
    expect(exitCode).toBe(69);
    expect(await bucket({ isThere: false }, { output: 's3://mine/' })).toEqual([
      'fix buckets s3://mine of output is not there; aws s3 mb s3://mine --region us-east-1, or set output to another',
    ]);
  });

  it('are in another region, whoever may list them', async () => {
    for (const isListable of [true, false]) {
      expect(await bucket({ region: 'eu-west-1', isListable })).toEqual([
        'fix buckets s3://mine of input is in eu-west-1, and the cluster in us-east-1, whose runs refuse it; set input to a bucket of us-east-1, or deploy to eu-west-1',
      ]);
    }
  });

  it('cannot be listed', async () => {
    expect(await bucket({ isListable: false }, { input: 's3://mine/', name: 'films' })).toEqual([
      'skip buckets s3://mine of input refuses these credentials; allow s3:ListBucket to check it, and where it is another ' +
        "account's have its policy allow the role films-cluster-us-east-1-node",
    ]);
  });
});

describe('the key of the disks', () => {
  const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd';

  it('is for the user to look at', async () => {
    expect(await about('disk key')).toEqual([]);
    expect(await about('disk key', {}, { diskEncryptionKey: KEY })).toEqual([
      `skip disk key whether it is there and enabled is not asked here; aws kms describe-key --key-id ${KEY} --region us-east-1 has to say Enabled`,
    ]);
  });
});

describe('a subnet of the user', () => {
  const subnet = (found: Partial<Subnet> | null) =>
    about(
      'subnet',
      { subnet: { value: found === null ? null : { ...SUBNET, ...found } } },
      { vpcId: 'vpc-1', subnetId: 'subnet-1' },
    );

  it('is healthy', async () => {
    const ok = ['ok subnet subnet-1 of vpc-1 is tagged and has a route to S3'];
    expect(await subnet({})).toEqual(ok);
    expect(await subnet({ route: 'nat' })).toEqual(ok);
    expect(await about('subnet')).toEqual([]);
  });

  it('is not there', async () => {
    expect(await subnet(null)).toEqual(['fix subnet subnetId subnet-1 is not in us-east-1; set it to one that is']);
  });

  it('is of another VPC', async () => {
    expect(await subnet({ vpcId: 'vpc-2' })).toEqual([
      'fix subnet subnet-1 belongs to vpc-2, and vpcId is vpc-1; deploy with -c vpcId=vpc-2',
    ]);
  });

  it("has not the tag of EMR's policy", async () => {
    expect(await subnet({ isTagged: false })).toEqual([
      'fix subnet subnet-1 has no tag for-use-with-amazon-emr-managed-policies=true, without which EMR may not use it; ' +
        'aws ec2 create-tags --resources subnet-1 --tags Key=for-use-with-amazon-emr-managed-policies,Value=true --region us-east-1',
    ]);
  });

  it('has no route to S3', async () => {
    const endpoint = 'aws ec2 create-vpc-endpoint --vpc-id vpc-1 --service-name com.amazonaws.us-east-1.s3';
    expect(await subnet({ route: 'none' })).toEqual([
      `fix subnet subnet-1 has no route to S3; ${endpoint} --route-table-ids rtb-1 --region us-east-1`,
    ]);
    expect(await subnet({ route: 'none', routeTableId: null })).toEqual([
      `fix subnet subnet-1 has no route to S3; ${endpoint} --region us-east-1`,
    ]);
  });

  it('is public', async () => {
    expect(await subnet({ route: 'internet' })).toEqual([
      "warn subnet subnet-1 is public (its way out is an internet gateway), and the kit's clusters are made for private subnets; set subnetId to a private one",
    ]);
  });

  it('has several things wrong, a line each', async () => {
    expect(await subnet({ vpcId: 'vpc-2', isTagged: false, route: 'none' })).toHaveLength(3);
  });
});
