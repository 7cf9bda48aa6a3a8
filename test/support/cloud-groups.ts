/** The rules that EMR adds to the security groups of a stack, and a network outside of any stack. */

import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { EMR_TAG } from '../../lib/deployment/tags';
import type { Cloud } from './cloud';
import { configOf } from './cloud-emr';

/** Adds rules by which each of the three groups refers to all. No group can be deleted before they are revoked. */
export async function addRulesOfEmr(cloud: Cloud): Promise<void> {
  const ec2 = new EC2Client(configOf(cloud));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand());
  const ofCluster = SecurityGroups.filter(({ GroupName }) => GroupName?.startsWith('dedup-cluster-Groups'));
  const own = ofCluster.map(({ GroupId }) => GroupId);
  expect(own).toHaveLength(3);
  for (const GroupId of own) {
    const UserIdGroupPairs = own.map((peer) => ({ GroupId: peer }));
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 7000, ToPort: 7001, UserIdGroupPairs }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  }
}

/** Makes a VPC and a subnet of the user, and returns the settings that name them. */
export async function makeNetwork(cloud: Cloud): Promise<{ readonly vpcId: string; readonly subnetId: string }> {
  const ec2 = new EC2Client(configOf(cloud));
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.1.0.0/16' }));
  const vpcId = Vpc?.VpcId as string;
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({
      VpcId: vpcId,
      CidrBlock: '10.1.0.0/20',
      AvailabilityZone: 'us-east-1a',
      TagSpecifications: [{ ResourceType: 'subnet', Tags: [{ Key: EMR_TAG, Value: 'true' }] }],
    }),
  );
  return { vpcId, subnetId: Subnet?.SubnetId as string };
}
