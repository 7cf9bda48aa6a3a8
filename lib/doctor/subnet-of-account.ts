/** Asks EC2 about a subnet, and how it reaches S3. */

import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  type EC2Client,
  type Filter,
  type RouteTable,
  type VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { EMR_TAG } from '../deployment/tags';
import type { Network } from '../settings/settings';
import type { Route, Subnet } from './answers';
import { unlessMissing } from './ask';

/** Returns null where the settings name no subnet, or where the region has no such subnet. */
export async function askSubnet(ec2: EC2Client, network: Network, region: string): Promise<Subnet | null> {
  if (network.kind === 'own') return null;
  const { subnetId: id } = network;
  const asked = () => ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
  const answer = await unlessMissing(/^InvalidSubnetI[Dd]\.(NotFound|Malformed)$/, asked);
  const found = answer?.Subnets?.[0];
  if (found === undefined) return null;
  const { VpcId: vpcId = '', AvailabilityZone: zone = '', Tags = [] } = found;
  const table = await routeTableOf(ec2, id, vpcId);
  const endpoint = await endpointOf(ec2, table?.RouteTableId, vpcId, region);
  const dnsSupport = new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: 'enableDnsSupport' });
  const dnsHostnames = new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: 'enableDnsHostnames' });
  return {
    id,
    vpcId,
    zone,
    isTagged: Tags.some(({ Key, Value }) => Key === EMR_TAG && Value === 'true'),
    route: routeOf(table, endpoint),
    routeTableId: table?.RouteTableId === undefined ? null : table.RouteTableId,
    endpointPolicy: endpoint?.PolicyDocument === undefined ? null : endpoint.PolicyDocument,
    hasDnsSupport: (await ec2.send(dnsSupport)).EnableDnsSupport?.Value === true,
    hasDnsHostnames: (await ec2.send(dnsHostnames)).EnableDnsHostnames?.Value === true,
  };
}

/** Returns the subnet's own route table, or else the VPC's main one. */
async function routeTableOf(ec2: EC2Client, subnetId: string, vpcId: string): Promise<RouteTable | undefined> {
  const own = await routeTable(ec2, [{ Name: 'association.subnet-id', Values: [subnetId] }]);
  if (own !== undefined) return own;
  return routeTable(ec2, [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'association.main', Values: ['true'] },
  ]);
}

async function routeTable(ec2: EC2Client, Filters: Filter[]): Promise<RouteTable | undefined> {
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
  return RouteTables[0];
}

function routeOf(table: RouteTable | undefined, endpoint: VpcEndpoint | undefined): Route {
  const { Routes = [] } = table === undefined ? {} : table;
  const out = Routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
  if (out?.GatewayId?.startsWith('igw-')) return 'internet';
  if (endpoint !== undefined) return 'endpoint';
  return out === undefined ? 'none' : 'nat';
}

async function endpointOf(ec2: EC2Client, tableId: string | undefined, vpcId: string, region: string) {
  const name = `com.amazonaws.${region}.s3`;
  const Filters: Filter[] = [
    { Name: 'vpc-id', Values: [vpcId] },
    // In China interface endpoints have another service name than gateway endpoints.
    { Name: 'service-name', Values: [name, `cn.${name}`] },
  ];
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
  return VpcEndpoints.filter(isAvailable).find((each) =>
    each.VpcEndpointType === 'Interface' ? hasNameOfS3(each) : each.RouteTableIds?.some((id) => id === tableId),
  );
}

/** EC2's reference writes states with a capital, but EC2 itself does not. */
function isAvailable({ State }: VpcEndpoint): boolean {
  return State?.toLowerCase() === 'available';
}

/**
 * Whether S3's own name, which the nodes use, resolves to an interface endpoint within its VPC. Without private DNS
 * only the endpoint's own name does. With private DNS for inbound resolvers alone, S3's name resolves to it only from
 * outside the VPC.
 */
function hasNameOfS3({ PrivateDnsEnabled, DnsOptions }: VpcEndpoint): boolean {
  return PrivateDnsEnabled === true && DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint !== true;
}
