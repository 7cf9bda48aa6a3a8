/** The subnet of a cluster: either the kit's own, which reaches S3 and nothing else, or the user's. */

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
/** Letters of zones, more than any region has. */
const ZONES = 'abcdefghijklmno';

/**
 * Each subnet has some four thousand addresses, and leaves the rest of the VPC free. The range depends on the zone,
 * because a change of zone creates the new subnet before it deletes the old one.
 */
function subnetCidr(availabilityZone: string | null): string {
  const place = availabilityZone === null ? 0 : ZONES.indexOf(availabilityZone.slice(-1)) + 1;
  return `10.0.${16 * place}.0/20`;
}

export class Network extends Construct {
  readonly vpcId: string;
  readonly subnetId: string;
  /** The kit's own subnets; empty where the subnet is the user's. */
  readonly subnets: readonly IConstruct[];
  /** Routes and endpoints that a cluster needs from its start to its end. */
  readonly connections: readonly IConstruct[];

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { network } = settings;
    if (network.kind === 'subnet') {
      this.vpcId = network.vpcId;
      this.subnetId = network.subnetId;
      this.subnets = [];
      this.connections = [];
      return;
    }
    const vpc = this.vpc();
    // Zone letters differ by account, so no table could choose a better zone. `dedup doctor` asks the account.
    const zone = network.availabilityZone === null ? Fn.select(0, Fn.getAzs()) : network.availabilityZone;
    const cidrBlock = subnetCidr(network.availabilityZone);
    const subnet = new CfnSubnet(this, 'Subnet', { vpcId: vpc.ref, cidrBlock, availabilityZone: zone });
    acknowledge(subnet, { 'CloudFormation-Validate::W3010': 'an instance type is offered in some zones alone' });
    this.vpcId = vpc.ref;
    this.subnetId = subnet.ref;
    this.subnets = [subnet];
    this.connections = [...this.s3Gateway(vpc, subnet), ...this.interfaces(endpointServices(settings), cidrBlock)];
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
   * The endpoint has no policy of its own. The nodes' role limits their use of S3, and AWS does not promise from which
   * of its buckets a release fetches packages.
   */
  private s3Gateway(vpc: CfnVPC, subnet: CfnSubnet): IConstruct[] {
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

/** A placeholder rule: a group without any egress rule would get AWS's default rule, which allows everything. */
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
