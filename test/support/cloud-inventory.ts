/** What there is in the account of the stand-in: for tests of what a deployment leaves. */

import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { EMRClient, ListClustersCommand, ListSecurityConfigurationsCommand } from '@aws-sdk/client-emr';
import { IAMClient, ListInstanceProfilesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Cloud } from './cloud';
import { configOf } from './cloud-emr';

/** `kind: name` of everything but what every account has, and what the CDK CLI's bootstrap made. */
export async function inventory(cloud: Cloud): Promise<string[]> {
  const config = configOf(cloud);
  const found = await Promise.all([
    stacks(new CloudFormationClient(config)),
    network(new EC2Client(config)),
    clusters(new EMRClient(config)),
    identities(new IAMClient(config)),
    buckets(new S3Client({ ...config, forcePathStyle: true })),
    parameters(new SSMClient(config)),
  ]);
  return found
    .flat()
    .filter((each) => !/ (cdk-|CDKToolkit|\/cdk-bootstrap)/.test(each))
    .sort();
}

async function stacks(client: CloudFormationClient): Promise<string[]> {
  const { StackSummaries = [] } = await client.send(new ListStacksCommand());
  return StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(
    ({ StackName, StackStatus }) => `stack: ${StackName} ${StackStatus}`,
  );
}

async function network(client: EC2Client): Promise<string[]> {
  const { Vpcs = [] } = await client.send(new DescribeVpcsCommand());
  const { Subnets = [] } = await client.send(new DescribeSubnetsCommand());
  const { SecurityGroups = [] } = await client.send(new DescribeSecurityGroupsCommand());
  const { VpcEndpoints = [] } = await client.send(new DescribeVpcEndpointsCommand());
  return [
    ...Vpcs.filter(({ IsDefault }) => !IsDefault).map(({ VpcId }) => `vpc: ${VpcId}`),
    ...Subnets.filter(({ DefaultForAz }) => !DefaultForAz).map(({ SubnetId }) => `subnet: ${SubnetId}`),
    ...SecurityGroups.filter(({ GroupName }) => GroupName !== 'default').map(({ GroupName }) => `group: ${GroupName}`),
    ...VpcEndpoints.map(({ VpcEndpointId }) => `endpoint: ${VpcEndpointId}`),
  ];
}

async function clusters(client: EMRClient): Promise<string[]> {
  const { Clusters = [] } = await client.send(new ListClustersCommand());
  const { SecurityConfigurations = [] } = await client.send(new ListSecurityConfigurationsCommand());
  return [
    ...Clusters.filter(({ Status }) => !Status?.State?.startsWith('TERMINATED')).map(({ Id }) => `cluster: ${Id}`),
    ...SecurityConfigurations.map(({ Name }) => `security configuration: ${Name}`),
  ];
}

async function identities(client: IAMClient): Promise<string[]> {
  const { Roles = [] } = await client.send(new ListRolesCommand());
  const { InstanceProfiles = [] } = await client.send(new ListInstanceProfilesCommand());
  return [
    ...Roles.map(({ RoleName }) => `role: ${RoleName}`),
    ...InstanceProfiles.map(({ InstanceProfileName }) => `instance profile: ${InstanceProfileName}`),
  ];
}

async function buckets(client: S3Client): Promise<string[]> {
  const { Buckets = [] } = await client.send(new ListBucketsCommand());
  return Buckets.map(({ Name }) => `bucket: ${Name}`);
}

async function parameters(client: SSMClient): Promise<string[]> {
  const { Parameters = [] } = await client.send(new DescribeParametersCommand());
  return Parameters.map(({ Name }) => `parameter: ${Name}`);
}
