/**
 * The security groups of a cluster in a private subnet, with the rules that EMR needs. Each rule is a resource of its
 * own, because groups whose rules refer to each other could not be deleted. The set of rules is complete, so that EMR
 * adds no rule that the stack does not know.
 */

import { CfnSecurityGroup, CfnSecurityGroupEgress, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { Construct, type IConstruct } from 'constructs';
import { NO_EGRESS } from './network';

interface Ports {
  readonly description: string;
  readonly ipProtocol: 'tcp' | 'udp' | 'icmp';
  readonly fromPort: number;
  readonly toPort: number;
}

/** Nodes may use every port of each other. */
const BETWEEN_NODES: Readonly<Record<string, Ports>> = {
  Tcp: { description: 'between nodes', ipProtocol: 'tcp', fromPort: 0, toPort: 65535 },
  Udp: { description: 'between nodes', ipProtocol: 'udp', fromPort: 0, toPort: 65535 },
  Icmp: { description: 'between nodes', ipProtocol: 'icmp', fromPort: -1, toPort: -1 },
};
/** Ports between EMR's service and the nodes. */
const TO_NODES: Ports = { description: 'EMR to nodes', ipProtocol: 'tcp', fromPort: 8443, toPort: 8443 };
const TO_SERVICE: Ports = { description: 'nodes to EMR', ipProtocol: 'tcp', fromPort: 9443, toPort: 9443 };
const HTTPS: Ports = { description: 'nodes to S3', ipProtocol: 'tcp', fromPort: 443, toPort: 443 };

export class SecurityGroups extends Construct {
  readonly master: CfnSecurityGroup;
  readonly core: CfnSecurityGroup;
  readonly service: CfnSecurityGroup;
  readonly rules: readonly IConstruct[];

  constructor(
    scope: Construct,
    id: string,
    readonly vpcId: string,
  ) {
    super(scope, id);
    this.master = this.group('Master', vpcId, 'Master node of the cluster');
    this.core = this.group('Core', vpcId, 'Core nodes of the cluster');
    this.service = this.group('Service', vpcId, 'What EMR reaches the nodes from');
    this.rules = [...this.ingress(), ...this.egress()];
  }

  get ids(): string[] {
    return [this.master, this.core, this.service].map(({ attrGroupId }) => attrGroupId);
  }

  private ingress(): IConstruct[] {
    const { master, core, service } = this;
    return [
      ...this.pairs([master, core]).flatMap(([to, from]) =>
        Object.entries(BETWEEN_NODES).map(([name, ports]) => this.in(to, from, name, ports)),
      ),
      this.in(master, service, 'Tcp8443', TO_NODES),
      this.in(core, service, 'Tcp8443', TO_NODES),
      this.in(service, master, 'Tcp9443', TO_SERVICE),
    ];
  }

  private egress(): IConstruct[] {
    const { master, core, service } = this;
    return [
      ...this.pairs([master, core]).flatMap(([from, to]) =>
        Object.entries(BETWEEN_NODES).map(([name, ports]) => this.out(from, to, name, ports)),
      ),
      this.out(master, service, 'Tcp9443', TO_SERVICE),
      this.out(core, service, 'Tcp9443', TO_SERVICE),
      this.out(service, master, 'Tcp8443', TO_NODES),
      this.out(service, core, 'Tcp8443', TO_NODES),
      // S3 has many addresses, so the rule allows all. The subnet's routes decide where packets can go.
      this.toAnywhere(master),
      this.toAnywhere(core),
    ];
  }

  private group(id: string, vpcId: string, groupDescription: string): CfnSecurityGroup {
    return new CfnSecurityGroup(this, id, { vpcId, groupDescription, securityGroupEgress: [NO_EGRESS] });
  }

  private pairs(groups: readonly CfnSecurityGroup[]): (readonly [CfnSecurityGroup, CfnSecurityGroup])[] {
    return groups.flatMap((one) => groups.map((other) => [one, other] as const));
  }

  private in(to: CfnSecurityGroup, from: CfnSecurityGroup, name: string, ports: Ports): IConstruct {
    return new CfnSecurityGroupIngress(this, `${to.node.id}From${from.node.id}${name}`, {
      groupId: to.attrGroupId,
      sourceSecurityGroupId: from.attrGroupId,
      ...ports,
    });
  }

  private out(from: CfnSecurityGroup, to: CfnSecurityGroup, name: string, ports: Ports): IConstruct {
    return new CfnSecurityGroupEgress(this, `${from.node.id}To${to.node.id}${name}`, {
      groupId: from.attrGroupId,
      destinationSecurityGroupId: to.attrGroupId,
      ...ports,
    });
  }

  private toAnywhere(from: CfnSecurityGroup): IConstruct {
    return new CfnSecurityGroupEgress(this, `${from.node.id}ToS3`, {
      groupId: from.attrGroupId,
      cidrIp: '0.0.0.0/0',
      ...HTTPS,
    });
  }
}
