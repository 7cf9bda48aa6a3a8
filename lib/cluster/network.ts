/** Where a cluster lives: a subnet with a way to S3 and to nowhere else, or one of the user's own. */

import { Aws, Fn } from 'aws-cdk-lib';
import {
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSecurityGroupIngress,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCEndpoint,
} from 'aws-cdk-lib/aws-ec2';
import { Construct, type IConstruct } from 'constructs';
import type { Settings } from '../settings/settings';
import { acknowledge } from './acknowledge';
import { endpointServices } from './endpoint-services';

const VPC_CIDR = '10.0.0.0/16';
/** Letters of a region's zones; no region has as many. */
const ZONES = 'abcdefghijklmno';

/**
 * Some thousand addresses; the rest of the VPC is for whatever else is wanted in it. Other ones for each zone: a subnet of
 * another zone is made before the one that it replaces is gone.
 */
function subnetCidr(availabilityZone: string | null): string {
  const place = availabilityZone === null ? 0 : ZONES.indexOf(availabilityZone.slice(-1)) + 1;
  return `10.0.${16 * place}.0/20`;
}

export class Network extends Construct {
  readonly vpcId: string;
  readonly subnetId: string;
  /** Of the kit's own. */
  readonly subnets: readonly IConstruct[];
  /** What has to be there before a cluster can start, and until it has ended. */
  readonly ways: readonly IConstruct[];

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { network } = settings;
    if (network.kind === 'subnet') {
      this.vpcId = network.vpcId;
      this.subnetId = network.subnetId;
      this.subnets = [];
      this.ways = [];
      return;
    }
    const vpc = this.vpc();
    // letters of zones differ by account, so that no table could name a better one; `dedup doctor` asks the account
    const zone = network.availabilityZone === null ? Fn.select(0, Fn.getAzs()) : network.availabilityZone;
    const cidrBlock = subnetCidr(network.availabilityZone);
    const subnet = new CfnSubnet(this, 'Subnet', { vpcId: vpc.ref, cidrBlock, availabilityZone: zone });
    acknowledge(subnet, { 'CloudFormation-Validate::W3010': 'an instance type is offered in some zones alone' });
    this.vpcId = vpc.ref;
    this.subnetId = subnet.ref;
    this.subnets = [subnet];
    this.ways = [...this.wayToS3(vpc, subnet), ...this.interfaces(endpointServices(settings), cidrBlock)];
  }

  private vpc(): CfnVPC {
    const vpc = new CfnVPC(this, 'Vpc', { cidrBlock: VPC_CIDR, enableDnsSupport: true, enableDnsHostnames: true });
    acknowledge(vpc, {
      'AwsSolutions-VPC7':
        'no route leads anywhere but to AWS endpoints, so a flow log would show the cluster talking to itself, at a price',
    });
    return vpc;
  }

  /**
   * Without a policy of its own: what nodes may do in S3 is in their role, and which buckets of AWS's own a release
   * fetches its packages from is no contract.
   */
  private wayToS3(vpc: CfnVPC, subnet: CfnSubnet): IConstruct[] {
    const routes = new CfnRouteTable(this, 'Routes', { vpcId: vpc.ref });
    const association = new CfnSubnetRouteTableAssociation(this, 'SubnetRoutes', {
      routeTableId: routes.ref,
      subnetId: subnet.ref,
    });
    const endpoint = new CfnVPCEndpoint(this, 'S3', {
      vpcId: vpc.ref,
      serviceName: serviceName('s3'),
      vpcEndpointType: 'Gateway',
      routeTableIds: [routes.ref],
    });
    return [association, endpoint];
  }

  private interfaces(services: readonly string[], cidrIp: string): IConstruct[] {
    if (services.length === 0) return [];
    const { vpcId, subnetId } = this;
    const group = new CfnSecurityGroup(this, 'EndpointGroup', {
      vpcId,
      groupDescription: 'Endpoints of AWS services',
      securityGroupEgress: [NO_EGRESS],
    });
    const way = new CfnSecurityGroupIngress(this, 'EndpointFromSubnet', {
      groupId: group.attrGroupId,
      description: 'nodes of the cluster',
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrIp,
    });
    const endpoints = services.map(
      (service) =>
        new CfnVPCEndpoint(this, service, {
          vpcId,
          serviceName: serviceName(service),
          vpcEndpointType: 'Interface',
          privateDnsEnabled: true,
          subnetIds: [subnetId],
          securityGroupIds: [group.attrGroupId],
        }),
    );
    return [way, ...endpoints];
  }
}

/** A group without any egress rule would be given one that allows everything. */
export const NO_EGRESS = {
  description: 'nothing',
  ipProtocol: 'icmp',
  fromPort: 252,
  toPort: 86,
  cidrIp: '255.255.255.255/32',
} as const;

function serviceName(service: string): string {
  return `com.amazonaws.${Aws.REGION}.${service}`;
}
