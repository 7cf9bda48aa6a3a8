import type { Subnet } from '../../../lib/doctor/answers';
import { about, SUBNET } from '../../support/doctor';

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
