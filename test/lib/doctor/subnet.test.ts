import type { Subnet } from '../../../lib/doctor/answers';
import { about, SUBNET } from '../../support/doctor';

describe('the doctor on a subnet of the user that', () => {
  const subnet = (found: Partial<Subnet> | null) =>
    about(
      'subnet',
      { subnet: { value: found === null ? null : { ...SUBNET, ...found } } },
      { vpcId: 'vpc-00000001', subnetId: 'subnet-00000001' },
    );

  it('is usable', async () => {
    const ok = ['ok subnet subnet-00000001 of vpc-00000001 is tagged and has a route to S3'];
    expect(await subnet({})).toEqual(ok);
    expect(await about('subnet')).toEqual([]);
  });

  it('does not exist', async () => {
    expect(await subnet(null)).toEqual([
      'fix subnet subnetId subnet-00000001 is not in us-east-1; set it to one that is',
    ]);
  });

  it('belongs to another VPC', async () => {
    expect(await subnet({ vpcId: 'vpc-2' })).toEqual([
      'fix subnet subnet-00000001 belongs to vpc-2, and vpcId is vpc-00000001; deploy with -c vpcId=vpc-2',
    ]);
  });

  it("lacks the tag of EMR's policy", async () => {
    expect(await subnet({ isTagged: false })).toEqual([
      'fix subnet subnet-00000001 has no tag for-use-with-amazon-emr-managed-policies=true, without which EMR may not use it; ' +
        'aws ec2 create-tags --resources subnet-00000001 --tags Key=for-use-with-amazon-emr-managed-policies,Value=true --region us-east-1',
    ]);
  });

  it('has no route to S3', async () => {
    const endpoint = 'aws ec2 create-vpc-endpoint --vpc-id vpc-00000001 --service-name com.amazonaws.us-east-1.s3';
    expect(await subnet({ route: 'none' })).toEqual([
      `fix subnet subnet-00000001 has no route to S3; ${endpoint} --route-table-ids rtb-1 --region us-east-1`,
    ]);
    expect(await subnet({ route: 'none', routeTableId: null })).toEqual([
      `fix subnet subnet-00000001 has no route to S3; ${endpoint} --region us-east-1`,
    ]);
  });

  it('is public', async () => {
    expect(await subnet({ route: 'internet' })).toEqual([
      'fix subnet subnet-00000001 is public (its way out is an internet gateway), where EMR refuses a cluster with a group for service access; set subnetId to a private one',
    ]);
  });

  it('reaches S3 by a NAT, at a price', async () => {
    expect(await subnet({ route: 'nat', endpointPolicy: null })).toEqual([
      'warn subnet subnet-00000001 reaches S3 by a NAT, which takes 0.045 USD a gigabyte (in us-east-1) of all that is read and written, where a gateway endpoint takes nothing; ' +
        'aws ec2 create-vpc-endpoint --vpc-id vpc-00000001 --service-name com.amazonaws.us-east-1.s3 --route-table-ids rtb-1 --region us-east-1',
    ]);
  });

  it.each([
    ['dns-support', { hasDnsSupport: false }],
    ['dns-hostnames', { hasDnsHostnames: false }],
  ])('belongs to a VPC without %s', async (name, found) => {
    expect(await subnet(found)).toEqual([
      `fix subnet vpc-00000001 has ${name} switched off, and EMR's nodes find each other by name; aws ec2 modify-vpc-attribute --vpc-id vpc-00000001 --enable-${name} --region us-east-1`,
    ]);
  });

  it('has several problems, with a line for each', async () => {
    expect(await subnet({ vpcId: 'vpc-2', isTagged: false, route: 'none' })).toHaveLength(3);
  });
});

describe('the policy of the endpoint to S3', () => {
  const everybody = { Effect: 'Allow', Principal: '*' };
  const EMR = {
    ...everybody,
    Action: ['s3:Get*', 's3:PutObject'],
    Resource: [
      'arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*',
      'arn:aws:s3:::repo.us-east-1.emr.amazonaws.com/*',
      'arn:aws:s3:::aws157-logs-prod/*',
    ],
  };
  const policy = async (...Statement: readonly object[]) => {
    const endpointPolicy = JSON.stringify({ Version: '2012-10-17', Statement });
    const context = {
      vpcId: 'vpc-00000001',
      subnetId: 'subnet-00000001',
      input: 's3://mine/in/',
      output: 's3://theirs/out/',
    };
    return about('subnet', { subnet: { value: { ...SUBNET, endpointPolicy } } }, context);
  };
  const ADVICE =
    "; allow that, and the buckets of the two stacks and of cdk bootstrap, as AWS's page private-subnet-iampolicy has it";

  it('allows the access that EMR and the job need', async () => {
    const mine = {
      ...everybody,
      Principal: { AWS: ['*'] },
      Action: 's3:*',
      Resource: ['arn:aws:s3:::mine/*', 'arn:aws:s3:::th?irs/*'],
    };
    expect(await policy(EMR, mine)).toEqual([
      'ok subnet subnet-00000001 of vpc-00000001 is tagged and has a route to S3',
    ]);
  });

  it("does not allow EMR's own buckets", async () => {
    const all = { ...everybody, Action: '*', Resource: ['arn:aws:s3:::mine/*', 'arn:aws:s3:::theirs/*'] };
    expect(await policy(all)).toEqual([
      'fix subnet the policy of the endpoint by which subnet-00000001 reaches S3 does not allow s3:GetObject of al2023-repos-us-east-1-de612dc2, s3:GetObject of repo.us-east-1.emr.amazonaws.com, s3:PutObject of aws157-logs-prod' +
        ADVICE,
    ]);
  });

  it('denies the output', async () => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 's3:Put*', Resource: 'arn:aws:s3:::theirs/*' };
    expect(await policy({ ...everybody, Action: '*', Resource: '*' }, deny)).toEqual([
      `fix subnet the policy of the endpoint by which subnet-00000001 reaches S3 does not allow s3:PutObject of theirs${ADVICE}`,
    ]);
  });

  it('cannot be judged when it has conditions', async () => {
    const Condition = { StringEquals: { 'aws:ResourceAccount': '123456789012' } };
    const [line] = await policy(EMR, { ...everybody, Action: '*', Resource: '*', Condition });
    expect(line).toBe(
      `warn subnet the policy of the endpoint by which subnet-00000001 reaches S3 may not allow s3:GetObject of mine, s3:PutObject of theirs${ADVICE}`,
    );
  });
});
