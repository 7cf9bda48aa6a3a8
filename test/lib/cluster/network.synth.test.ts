import type { Settings } from '../../../lib/settings/settings';
import { templatesOf } from '../synth';
import { onlyOne, resourcesOf, spelled } from '../template';

const FIRST_ZONE = { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] };

function zoneOf(changes: Partial<Settings>): unknown {
  return onlyOne(templatesOf(changes).cluster, 'AWS::EC2::Subnet').Properties.AvailabilityZone;
}

test('the network is a subnet with a route to S3 and to nothing else', () => {
  const { cluster } = templatesOf({});
  const { Properties } = onlyOne(cluster, 'AWS::EC2::VPCEndpoint');
  expect(Properties.VpcEndpointType).toBe('Gateway');
  expect(spelled(Properties.ServiceName)).toBe('com.amazonaws.<AWS::Region>.s3');
  const others = ['NatGateway', 'InternetGateway', 'EgressOnlyInternetGateway', 'Route', 'EIP', 'VPCPeeringConnection'];
  for (const type of others) cluster.resourceCountIs(`AWS::EC2::${type}`, 0);
  expect(onlyOne(cluster, 'AWS::EC2::Subnet').Properties).not.toHaveProperty('MapPublicIpOnLaunch');
  for (const type of ['Subnet', 'VPC']) {
    expect(onlyOne(cluster, `AWS::EC2::${type}`).Properties.Tags).toContainEqual({
      Key: 'for-use-with-amazon-emr-managed-policies',
      Value: 'true',
    });
  }
});

test('the subnet is in the zone that is set, or in the first zone', () => {
  expect(zoneOf({})).toEqual(FIRST_ZONE);
  expect(zoneOf({ region: 'us-east-1' })).toEqual(FIRST_ZONE);
  expect(zoneOf({ region: 'us-east-1', network: { kind: 'own', availabilityZone: 'us-east-1e' } })).toBe('us-east-1e');
});

test('the subnet has other addresses in each zone, therefore a new one fits beside the present one', () => {
  const zones = [null, 'us-east-1a', 'us-east-1b', 'us-east-1f'];
  const blocks = zones.map((availabilityZone) => {
    const { cluster } = templatesOf({
      region: 'us-east-1',
      network: { kind: 'own', availabilityZone },
      sessionManager: true,
    });
    const { NetworkEndpointFromSubnet: way } = resourcesOf(cluster, 'AWS::EC2::SecurityGroupIngress');
    const { CidrBlock } = onlyOne(cluster, 'AWS::EC2::Subnet').Properties;
    expect(way?.Properties.CidrIp).toBe(CidrBlock);
    return CidrBlock;
  });
  expect(blocks).toEqual(['10.0.0.0/20', '10.0.16.0/20', '10.0.32.0/20', '10.0.96.0/20']);
});

test('sessionManager adds two endpoints, which only the nodes can reach', () => {
  const { cluster } = templatesOf({ sessionManager: true });
  const endpoints = Object.values(resourcesOf(cluster, 'AWS::EC2::VPCEndpoint')).filter(
    ({ Properties }) => Properties.VpcEndpointType === 'Interface',
  );
  expect(endpoints.map(({ Properties }) => spelled(Properties.ServiceName))).toEqual([
    'com.amazonaws.<AWS::Region>.ssm',
    'com.amazonaws.<AWS::Region>.ssmmessages',
  ]);
  for (const { Properties } of endpoints) {
    expect(Properties).toMatchObject({
      PrivateDnsEnabled: true,
      SubnetIds: [{ Ref: expect.stringMatching(/Subnet/) }],
    });
  }
  const { NetworkEndpointFromSubnet: way } = resourcesOf(cluster, 'AWS::EC2::SecurityGroupIngress');
  expect(way?.Properties).toMatchObject({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/20' });
  expect(onlyOne(cluster, 'AWS::EMR::Cluster').DependsOn).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Networkssm[0-9A-F]/),
      expect.stringMatching(/^Networkssmmessages/),
    ]),
  );
});

test('a subnet of the user is used without changes', () => {
  const network = { kind: 'subnet', vpcId: 'vpc-0123456789abcdef0', subnetId: 'subnet-0123456789abcdef0' } as const;
  const { cluster } = templatesOf({ network });
  for (const type of ['VPC', 'Subnet', 'VPCEndpoint', 'RouteTable']) cluster.resourceCountIs(`AWS::EC2::${type}`, 0);
  expect(onlyOne(cluster, 'AWS::EMR::Cluster').Properties.Instances.Ec2SubnetId).toBe(network.subnetId);
  for (const { Properties } of Object.values(resourcesOf(cluster, 'AWS::EC2::SecurityGroup'))) {
    expect(Properties.VpcId).toBe(network.vpcId);
  }
});
